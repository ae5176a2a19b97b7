from __future__ import annotations

import re
import time

import pytest

from kg.ingest import html, markdown

from .drafts import check_offsets, read

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "东湾市日前公布港口改造计划，提出用三年时间把老码头改成换电码头。",
        "局长周未介绍，首批泊位一共十二个，全部位于北岸，明年夏天交付使用。",
        "云岭动力已经租下两栋厂房，准备把总装线从外地迁来，年底前可以投产。",
    )
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>"


def seen(text: str) -> str:
    return re.sub("\n+", "\n", html.view(text).draft.text.strip())


class TestHtml:
    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("<p>东湾</p><p>云岭</p>", "东湾\n云岭"),
            ("东湾<br>云岭<br/>北岸", "东湾\n云岭\n北岸"),
            ("<div>东<b>湾</b></div>云岭", "东湾\n云岭"),
            ("<p>A&amp;B &lt;东湾&gt; &#x4E91;&#23725;&nbsp;X</p>", "A&B <东湾> 云岭 X"),
            ("<p>a &copy 2 &unknown; &</p>", "a © 2 &unknown; &"),
            ("<p>1 < 2 且 3 > 2</p>", "1 < 2 且 3 > 2"),
            ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
            ("<table><tr><td>泊位<td>12</table>", "泊位\t12"),
            ("<!-- 注 --><p title='a>b'>东湾</p><script>if (a<b) {}</script><style>p{}</style>", "东湾"),
            ("<p hidden>暗</p><div style='display: none'>暗</div><p aria-hidden=true>暗</p>东湾", "东湾"),
            ("<pre>甲\n  乙</pre>", "甲\n  乙"),
            ("<p>东湾\n   云岭</p>", "东湾 云岭"),
            ("东湾<!-- 没有收尾", "东湾"),
            ("<p>东湾</p", "东湾"),
            ('<p class="a>东湾</p>云岭', "东湾\n云岭"),
        ],
    )
    def test_what_a_reader_sees(self, raw: str, shown: str) -> None:
        assert seen(raw) == shown

    def test_navigation_and_the_like_are_left_out(self) -> None:
        body = (
            "<nav>导航<a href=/>首页</a></nav><header>东湾网</header><div class='breadcrumb'>首页 &gt; 正文</div>"
            f"<article><h1>东湾启动港口改造</h1><div class=share>微信</div>{BODY}</article>"
            "<aside>热门</aside><form>搜索<input></form><footer>东湾网</footer>"
        )
        view = html.view(page(body))
        assert view.draft.text.strip().split("\n")[0] == "东湾启动港口改造"
        assert not any(word in view.draft.text for word in ("导航", "首页", "微信", "热门", "搜索", "东湾网"))
        assert {edit.kind for edit in view.draft.edits} == {"furniture"}

    def test_a_form_around_the_whole_page_is_no_furniture(self) -> None:
        assert "十二个" in seen(page(f"<form><h1>东湾启动港口改造</h1>{BODY}</form>"))

    def test_lists_of_links_are_left_out_and_links_in_sentences_stay(self) -> None:
        links = "".join(f"<li><a href=/{n}>云岭新闻第{n}条标题</a></li>" for n in range(6))
        text = seen(
            page(f"<h1>东湾启动港口改造</h1>{BODY}<p>详见<a href=/x>港口改造计划</a>全文。</p><ul>{links}</ul>")
        )
        assert "云岭新闻" not in text
        assert "详见港口改造计划全文。" in text

    def test_what_the_markup_says(self) -> None:
        head = (
            "<title>东湾启动港口改造 - 东湾产业网</title><meta name=PubDate content='2031-05-06 08:30'>"
            "<meta name=ContentSource content=东湾日报><meta name=author content=周未>"
            "<link rel=canonical href='https://example.org/a'>"
        )
        (document,) = read(page(f"<h2>东湾启动港口改造</h2>{BODY}", head), "text/html")
        assert (document.title, document.publisher, document.byline) == ("东湾启动港口改造", "东湾日报", ("周未",))
        assert document.published is not None
        assert document.published.value == "2031-05-06"
        assert document.url == "https://example.org/a"
        assert document.text.startswith("东湾启动港口改造\n东湾市日前")

    def test_the_title_element_stands_in_for_a_missing_headline(self) -> None:
        (document,) = read(page(BODY, "<title>东湾启动港口改造_东湾产业网</title>"), "text/html")
        assert document.text.split("\n")[0] == document.title == "东湾启动港口改造"
        check_offsets(page(BODY, "<title>东湾启动港口改造_东湾产业网</title>"), document)

    def test_every_character_leads_back_to_the_file(self) -> None:
        raw = page(f"<h1>A&amp;B：东湾<b>启动</b>改造</h1>{BODY}<p>共&nbsp;12&nbsp;个，&ldquo;北岸&rdquo;先行。</p>")
        (document,) = read(raw, "text/html")
        check_offsets(raw, document)
        at = document.text.index("&")
        assert raw[document.offsets.position(at) :].startswith("&amp;")

    @pytest.mark.parametrize(
        "raw",
        [
            "<div>" * 10_000 + BODY + "</div>" * 10_000,
            BODY + "<a href='" * 20_000,
            BODY + "<!--" * 20_000,
            BODY + "<" * 50_000,
            BODY + "&" * 50_000,
            BODY + "<p>" * 30_000,
            BODY + "</b>" * 30_000,
            BODY + "<b><i>" * 20_000 + "</b>" * 20_000,
            BODY + "<script>" * 5_000,
            BODY + '<a "' * 20_000,
            BODY + "<a x=" * 20_000,
        ],
    )
    def test_hostile_markup_costs_no_stack_and_little_time(self, raw: str) -> None:
        start = time.process_time()
        (document,) = read(raw, "text/html")
        assert time.process_time() - start < 3
        assert "首批泊位一共十二个" in document.text

    def test_names_with_markup_stay_text(self) -> None:
        (document,) = read(
            page(f"<h1>东湾启动港口改造</h1>{BODY}<p>产品名为&lt;script&gt;，由云岭动力推出。</p>"), "text/html"
        )
        assert "产品名为<script>，由云岭动力推出。" in document.text


class TestMarkdown:
    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("# 东湾 #\n正文", "东湾\n正文"),
            ("**东湾**和*云岭*，__北岸__、~~南岸~~", "东湾和云岭，北岸、南岸"),
            ("见[港口计划](https://example.org/a_(b))全文", "见港口计划全文"),
            ("见[港口计划][1]全文\n\n[1]: https://example.org", "见港口计划全文\n\n"),
            ("![图](a.png)东湾", "东湾"),
            ("- 甲\n* 乙\n+ 丙", "甲\n乙\n丙"),
            ("> 东湾\n> 云岭", "东湾\n云岭"),
            ("东湾\n===\n云岭\n---", "东湾\n\n云岭\n"),
            ("| 项目 | 数量 |\n|---|---:|\n| 泊位 | 12 |", " 项目 \t 数量 \n\n 泊位 \t 12 "),
            ("用`kg build`命令", "用kg build命令"),
            ("```\n# 不是标题\n```", "\n# 不是标题\n"),
            (r"5\*3 与 2*3*4", "5*3 与 2*3*4"),
            ("<https://example.org> 与 <b>东湾</b>", "https://example.org 与 东湾"),
            ("snake_case_name 与 _东湾_", "snake_case_name 与 东湾"),
        ],
    )
    def test_marks_go_and_text_stays(self, raw: str, shown: str) -> None:
        assert markdown.view(raw).draft.text == shown

    def test_the_head_of_fields(self) -> None:
        raw = "---\ntitle: 东湾启动港口改造\nauthor: 周未, 沈青\ndate: 2031-05-06\nsource: 东湾日报\n---\n"
        raw += "港口改造明年动工，首批泊位一共十二个。\n"
        (document,) = read(raw, "text/markdown")
        assert (document.title, document.byline, document.publisher) == (
            "东湾启动港口改造",
            ("周未", "沈青"),
            "东湾日报",
        )
        assert document.published is not None
        assert document.published.value == "2031-05-06"
        check_offsets(raw, document)

    def test_offsets(self) -> None:
        raw = "# 东湾**启动**改造\r\n\r\n见[计划](https://example.org)，首批泊位`十二`个。\r\n"
        (document,) = read(raw, "text/markdown")
        check_offsets(raw, document)
        assert document.text == "东湾启动改造\n见计划，首批泊位十二个。"


class TestPages:
    """Pages as sites make them, with the article in the middle."""

    def test_a_notice_of_a_government(self) -> None:
        head = (
            "<title>关于印发《东湾市港口改造计划》的通知_东湾市人民政府</title>"
            "<meta name=ArticleTitle content='关于印发《东湾市港口改造计划》的通知'>"
            "<meta name=PubDate content='2031-05-06 10:20'>"
        )
        body = (
            "<div class=header><ul class=nav><li><a href=/>首页</a></li></ul></div>"
            "<div class=position>您现在的位置：<a href=/>首页</a> > <a href=/g>公报</a> > 正文</div>"
            "<table><tr><td>索引号：</td><td>X1</td><td>发文机关：</td><td>东湾市交通局</td></tr></table>"
            "<h1>关于印发<br>《东湾市港口改造计划》的通知</h1>"
            "<div>发布日期：2031-05-06　来源：东湾市交通局　字体：[<a>大</a> <a>中</a>] <a>打印</a></div>"
            f"<div><p>东交发〔2031〕5号</p><p>各区交通局：</p>{BODY}<p>东湾市交通局</p><p>2031年5月1日</p></div>"
            "<div class=foot><p>主办：东湾市交通局　技术支持：大数据中心</p><p>网站标识码：0000000001</p></div>"
        )
        (document,) = read(page(body, head), "text/html")
        lines = document.text.split("\n")
        assert lines[0].replace(" ", "") == "关于印发《东湾市港口改造计划》的通知"
        assert lines[1:3] == ["东交发〔2031〕5号", "各区交通局："]
        assert lines[-2:] == ["东湾市交通局", "2031年5月1日"]
        assert (document.publisher, document.published and document.published.value) == ("东湾市交通局", "2031-05-06")
        check_offsets(page(body, head), document)

    def test_a_page_of_a_newspaper(self) -> None:
        body = (
            "<div class=path><a href=/>东湾网</a>>><a href=/d>地方</a></div><h1>东湾启动港口改造</h1><p>周未</p>"
            "<div><div>2031年05月06日08:30&nbsp;&nbsp;来源：<a href=/x>东湾日报</a></div><div>分享到：</div></div>"
            f"<div>{BODY}<div class=edit>(责编：沈青、何北)</div></div>"
            "<div class=copy>东湾网版权所有，未经书面授权禁止使用<br>Copyright © 2031</div>"
        )
        (document,) = read(page(body), "text/html")
        assert document.text.startswith("东湾启动港口改造\n周未\n")
        assert document.text.endswith("年底前可以投产。")
        assert (document.title, document.byline, document.publisher) == ("东湾启动港口改造", ("周未",), "东湾日报")

    def test_paragraphs_of_one_width_stay_apart(self) -> None:
        rows = [f"第{n}号泊位由{name}负责改造" for n, name in enumerate("甲乙丙丁戊己庚辛", start=1)]
        text = seen(page("<h1>东湾启动港口改造</h1>" + "".join(f"<p>{row}</p>" for row in rows) + BODY))
        (document,) = read(
            page("<h1>东湾启动港口改造</h1>" + "".join(f"<p>{row}</p>" for row in rows) + BODY), "text/html"
        )
        assert all(row in document.text.split("\n") for row in rows)
        assert rows[0] in text

    def test_lines_broken_by_br_are_wrapped_text(self) -> None:
        sentence = (
            "东湾市日前公布港口改造计划，提出用三年时间把老码头改成换电码头，沿岸的旧仓库也将陆续腾退，改作检测车间。"
        )
        rows = "<br>".join(sentence[i : i + 13] for i in range(0, len(sentence), 13))
        (document,) = read(page(f"<h1>东湾启动港口改造</h1><div>{rows}</div>"), "text/html")
        assert document.text == "东湾启动港口改造\n" + sentence
