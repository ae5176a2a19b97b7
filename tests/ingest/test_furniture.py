from __future__ import annotations

import pytest

from kg.ingest import captions, furniture

from .drafts import kinds, mended

OPEN = "周未说，改造后的码头每天可以服务四百艘货船，其中三成来自"
REST = "上游的云岭市，其余往返于沿海各港。"


@pytest.mark.parametrize(
    "line",
    [
        "您好，欢迎来到东湾产业网！ [登录] [免费注册]",
        "您现在的位置： > 东湾产业网 > 要闻 > 东湾启动港口改造",
        "当前位置：首页 > 新闻 > 正文",
        "首頁 > 財經 > 港口",
        "在百度中搜索东湾港口改造    在必应中搜索东湾港口改造",
        ">> 更多相关信息:",
        "相关阅读",
        "上一篇：云岭换电站投运  下一篇：没有了",
        "分享到：微信 微博 QQ空间",
        "分享：Facebook　LINE　微信　列印",
        "【字体：大 中 小】 打印本页 关闭窗口",
        "【纠错】【打印】【返回顶部】",
        "责任编辑：周未　校对：沈青",
        "（编辑：周未 责编：沈青）",
        "本版编辑 周未 美编 沈青",
        "Copyright © 2031 东湾产业网 All Rights Reserved",
        "版权所有 东湾产业网 东ICP备00000000号",
        "東灣科技導報　版權所有　不得轉載",
        "未经授权不得转载",
        "本文转载请注明出处",
        "违法和不良信息举报电话：000-00000000",
        "扫描下方二维码关注我们",
        "关于我们 | 广告服务 | 联系我们 | 法律声明",
        "东湾日报　2031年5月6日　星期二　第4版",
        "- 12 -",
        "第 3 页 共 10 页",
        "首页 新闻 财经 科技 视频",
    ],
)
def test_furniture(line: str) -> None:
    assert furniture.find([line])[0]


@pytest.mark.parametrize(
    "line",
    [
        "东湾启动港口改造",
        "编辑部设在东湾，记者常驻云岭。",
        "文/东湾日报记者 周未",
        "编辑/沈青",
        "来源：东湾日报 作者：周未",
        "企业未经批准不得擅自改变用途。",
        "用户可关注公众号“东湾港务”查询泊位，也可拨打服务电话。",
        "市民分享到的红利越来越多。",
        "下一步，东湾将打印一批宣传册。",
        "2031年5月6日",
        "第三条 本办法自公布之日起施行。",
        "第二十条 未经港务局许可，任何单位不得复制、出租泊位图。",
        "一、总体要求",
        "东湾港务局",
        "评论",
        "▲东湾：换电码头投运",
        "咨询电话：周未，工作日九点到五点。",
    ],
)
def test_lines_of_articles(line: str) -> None:
    assert not furniture.find(["东湾启动港口改造", line, "港口改造由交通局牵头，明年动工。"])[1]


def test_a_fragment_of_a_wrapped_sentence_is_no_furniture() -> None:
    lines = [
        "用户也可以登录网站，或者扫描下方二维码，",
        "关注公众号“东湾港务”，了解更多办事信息，",
        "每天都有专人答复。",
    ]
    assert furniture.find(lines) == [False, False, False]


def test_the_name_of_the_site_between_furniture() -> None:
    lines = ["港口改造明年动工。", "责任编辑：周未", "东湾产业网", "版权所有 东湾产业网"]
    assert furniture.find(lines) == [False, True, True, True]


def test_links_under_related_reading() -> None:
    lines = ["港口改造明年动工。", "相关阅读", "云岭换电站投运", "一图读懂换电新政"]
    assert furniture.find(lines) == [False, True, True, True]


def test_a_view_counter_behind_a_byline() -> None:
    line = "来源：东湾日报 作者：周未 2031-05-06 08:30 浏览次数：1208 我要收藏"
    assert line[: furniture.counter(line)].rstrip() == "来源：东湾日报 作者：周未 2031-05-06 08:30"
    assert furniture.counter("来源：东湾日报 作者：周未") == len("来源：东湾日报 作者：周未")


class TestCaptions:
    @pytest.mark.parametrize(
        "caption",
        [
            "一艘货船在北岸码头换电。\n\n东湾日报记者 沈青摄",
            "一艘货船在北岸码头换电。东湾日报记者 沈青 摄",
            "图为一艘货船在北岸码头换电。",
            "▲图为货船换电。\n沈青/摄",
        ],
    )
    def test_inside_a_sentence_goes_and_the_sentence_is_joined(self, caption: str) -> None:
        raw = f"{OPEN}\n\n{caption}\n\n{REST}"
        assert mended(captions.captions, raw) == OPEN + REST
        assert kinds(captions.captions, raw) == ["caption"]

    def test_twice_in_a_row(self) -> None:
        caption = "图为一艘货船在北岸码头换电。沈青摄"
        assert mended(captions.captions, f"{OPEN}\n{caption}\n{caption}\n{REST}") == OPEN + REST

    @pytest.mark.parametrize(
        "text",
        [
            f"{OPEN}{REST}\n（东湾日报记者 周未 摄影报道）",
            "港口改造明年动工。\n文/周未 图/沈青",
            "东湾的摄影师沈青说，他拍了二十年码头。",
            f"东湾启动港口改造\n{OPEN}{REST}\n资金由市里出一半。",
        ],
    )
    def test_what_only_looks_like_one_stays(self, text: str) -> None:
        assert mended(captions.captions, text) == text
