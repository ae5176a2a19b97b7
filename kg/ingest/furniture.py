"""Which lines are furniture of a page: navigation, share bars, editors, copyright, search links, page numbers.

A line is furniture when it consists of nothing else. A line that also says something stays whole, but for a view
counter or a share button behind a byline. Losing a sentence is worse than keeping noise, so each pattern wants the
whole line or a wording that no article uses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ingest import lines

_NAME = f"[{lines.CJK}·]{{2,8}}"
_TARGETS = (
    "(?:微信好友|微信朋友圈|朋友圈|微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|空间|人人网|开心网|豆瓣|钉钉|抖音|知乎|头条|贴吧|更多"
    "|facebook|twitter|line|x|linkedin|whatsapp|telegram|weibo|wechat|e?-?mail)"
)
_STRONG = re.compile(
    rf"""(?ix)
    分享(?:到|至|给|本文)?\s*:?(?:\s*{_TARGETS}\s*[|、,]?)*
    |(?:打印|列印)(?:本页|本文|此页|文章|预览)? |关闭(?:窗口|本页|页面)?(?!了) |返回(?:顶部|首页|列表|上一?页|目录)
    |\[?字(?:体|号)(?:大小)?\s*:?\s*(?:[\[(]?(?:特大|大|中|小|默认|超大|[+-])[\])]?\s*)* |[tT]\|[tT]
    |(?:我要|加入|点击|添加)?收藏(?:本文|本页|本站|此文|夹)? |设为首页 |(?:我要)?(?:纠错|举报|投稿)
    |复制(?:本文)?链接 |(?:扫码|扫一扫)(?:分享|关注|阅读)?
    |(?:用户|会员|免费|立即|快速)?(?:登录|登入|注册) |退出登录 |忘记密码 |会员中心 |个人中心
    |(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率|:)\s*:?\s*\d*(?:\.\d+)?\s*(?:万\+?|次)?
    |(?:人气|热度)\s*:\s*\d*
    |(?:评论|跟帖|点赞|转发|回复)(?:数|量|次数)?\s*[:(]?\s*\d*\s*\)? |我要评论 |发表评论 |网友评论
    |阅读(?:全文|原文|更多) |查看(?:更多|全部|原文|大图) |展开(?:全文|更多) |收起(?:全文)? |更多\s*>*
    |点击(?:进入|下载|查看)(?:更多|详情|全文|原图)?
    |下载(?:客户端|app|安卓版|iphone版) |客户端下载 |手机版 |电脑版 |触屏版 |网站地图 |站内搜索
    |无障碍(?:浏览|阅读)? |关怀版 |繁体(?:版|中文)? |简体(?:版|中文)? |english
    |关于(?:我们|本站) |联系(?:我们|方式) |广告(?:服务|合作|刊例) |(?:友情|相关)链接 |加入我们 |招聘信息
    |法律声明 |隐私(?:政策|条款|声明) |免责声明 |版权声明 |使用条款 |意见反馈 |网站声明 |诚聘英才
    """
)
_WEAK = re.compile(
    r"""(?ix) 网站首页|首页|主页|新闻|要闻|政策|产业|数据|视频|图片|财经|科技|国内|国际|社会|军事|体育|娱乐|文化|教育
    |健康|汽车|房产|旅游|专题|时政|评论|直播|论坛|博客|微博|微信|qq空间|qq|搜索|邮箱|地方|理论|党建|法治|资讯|焦点新闻|焦点|经济|金融|股票
    |互联网|数码|手机|产品|行业|公司|人物|观点|深度|专栏|活动|会议|服务|政务|政务公开|信息公开|互动交流|办事服务|走进.{2,4}
    |导航|菜单|正文|列表|大|中|小|5g|6g|物联网|app|rss|wap|a|t|\+|-|x|facebook|twitter """
)
_EDITOR = re.compile(
    rf"""(?x)(?:责任|执行|值班|本期|本版|网络|新媒体|见习|主|视觉|值班主任|首席|文字|图文|版面|融媒体?)?
    (?:编辑|责编|编审|校对|校审|审核|审读|复审|初审|终审|二审|三审|一审|签发|监制|总监制|美编|值班总编|主编|编排|排版|版式|组版|检校|核稿)
    \s*(?::|\s)\s*{_NAME}(?:\s*[、,]\s*{_NAME}|\s+(?!责|编|校|审|终|初|复|监|美|签|值){_NAME})*"""
)
_LINE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # where you are
        r"^[>]*\s*(?:您|你)?(?:现在|目前|当前|所在|的)*(?:的)?(?:位置|所在位置)(?:是)?\s*[:>].{0,120}$",
        r"^(?:您|你)好[，,！! ].{0,12}欢迎(?:来到|光临|访问|您).{0,60}$",
        r"^欢迎(?:来到|光临|访问).{1,20}(?:网|站|频道|平台)[！!。]?.{0,20}$",
        r"^(?:网站|本站)?首页\s*[>|/·].{0,100}$",
        r"^[^。,，;；]{1,12}(?:\s*>\s*[^。,，;；>]{1,14}){2,}(?:\s*>\s*[^。>]{1,60})?$",
        # search links, more of the same
        r"^(?:在|用|去|到)?.{0,3}(?:百度|好搜|搜狗|必应|谷歌|360|神马|bing|google).{0,4}(?:中)?搜索.{0,200}$",
        r"^[>\s]*(?:更多)?(?:相关|延伸|推荐|更多|热门|精彩|猜你喜欢|往期|拓展)(?:的)?(?:信息|阅读|新闻|链接|文章|推荐|内容|报道|资讯|专题|话题|回顾|稿件)?\s*:?\s*$",
        r"^(?:上|下)一(?:篇|页|条|则)\s*[:>].{0,160}$",
        r"^\[?(?:点击|查看|阅读)\]?.{0,6}(?:更多|原文|全文|详情|下载)(?:>+)?.{0,6}$",
        r"^(?:长按|扫描|扫一扫|识别|扫码).{0,30}(?:二维码|关注|小程序|阅读|下载|加入|客户端).{0,20}$",
        r"^(?:欢迎|敬请|请|点击)?(?:长按|扫码|搜索)?(?:上方|下方|蓝字)*关注.{0,14}(?:公众号|微信号|视频号|我们|官方微博|微信公众).{0,30}$",
        r"^(?:微信|新浪|官方)?(?:公众号|微信号|微博|视频号|头条号)\s*:.{1,40}$",
        # rights
        r"^.{0,40}(?:版权所有|copyright|all rights? reserved|©|著作权所有).{0,160}$",
        r"^.{0,60}(?:[icp]{3}(?:备|证)|公网安备|网安备|增值电信业务|互联网新闻信息服务许可|网络视听许可证|信息网络传播视听|广播电视节目制作经营许可).{0,100}$",
        r"^.{0,60}(?:未经.{0,16}(?:授权|许可|同意|允许).{0,20}(?:不得|禁止|谢绝|请勿|严禁).{0,12}(?:转载|摘编|镜像|(?:本网|本站|本报).{0,8}(?:复制|使用|内容))|(?:不得|禁止|谢绝|严禁|请勿)(?:擅自)?转载).{0,100}$",
        r"^.{0,30}(?:转载请(?:注明|联系|标明)|如需转载|转载须|转载时请|欢迎转载).{0,120}$",
        r"^(?:[\[【(]?(?:免责|版权|特别|郑重|网站|本网)?声明[\]】)]?\s*:)\s*.{0,20}(?:本文|本站|本网|以上|凡|文章|内容|图片|转载|版权|如|此文|该文|刊登|仅).{0,400}$",
        r"^.{0,30}(?:如有侵权|侵权(?:请)?(?:联系)?(?:删除|必删)|联系(?:我们)?删除|若涉及版权|如涉及(?:作品内容、)?版权).{0,120}$",
        r"^.{0,80}(?:违法和?不良信息|虚假信息|侵权)?(?:举报|投诉|纠错|客服|广告)(?:电话|热线|邮箱|qq)\s*:\s*[^\s:，。]*\d.{0,60}$",
        r"^(?:客服)?qq(?:群|号)?\s*:\s*\d{5,12}.{0,40}$",
        r"^(?:e-?mail|邮箱|电子邮箱|传真|网址|地址|邮编|邮政编码|电话|联系电话|编辑部电话)\s*:\s*[^:，。；！？]{5,60}$",
        r"^.{0,20}(?:主办(?:单位)?|承办(?:单位)?|技术支持|版权单位|建设维护)\s*:.{0,40}(?:承办|技术支持|版权|icp|建设|维护).{0,80}$",
        r"^网站标识码.{0,60}$",
        r"^建议使用.{0,30}(?:分辨率|浏览器).{0,60}$",
        # paper and pdf
        r"^[-–·~\[(]*\s*(?:第\s*)?\d{1,4}\s*(?:页)?\s*(?:[/,，、]|of)?\s*(?:共\s*)?\d{0,4}\s*页\s*[-–·~\])]*$",
        r"^[-–·]{1,2}\s*\d{1,4}\s*[-–·]{1,2}$",
        r"^page\s*\d{1,4}(?:\s*of\s*\d{1,4})?$",
        r"^(?:广告|advertisement|推广|赞助|[-·\s]*the end[-·\s]*|[-·\s]*end[-·\s]*)$",
        r"^[-=_*~·•—─━═…\s]{3,}$",
    )
)
# A line without any of these is no furniture: it spares ordinary prose the patterns above.
_HINT = re.compile(
    r"(?i)位置|欢迎|首页|>|搜索|相关|延伸|推荐|更多|阅读|上一|下一|点击|查看|码|关注|公众号|微信|微博|版权|著作权|copyright|rights|©|[icp]{3}[备证]|网安备"
    r"|许可|转载|声明|侵权|举报|投诉|纠错|客服|qq|mail|邮箱|传真|网址|地址|邮编|邮政|电话|主办|技术支持|标识码|建议使用|页|page|end|广告|advert|推广|赞助"
    r"|分享|打印|列印|关闭|返回|字号|字体|收藏|复制|登录|登入|注册|浏览|访问|人气|热度|评论|点赞|转发|跟帖|下载|编|校|审|签发|监制|版|期|星期|英才|英文|繁体|简体|无障碍|^[-=_*~·•—─━═…–(\[\s\d]+"
)
_MASTHEAD = re.compile(
    rf"^(?P<name>[{lines.CJK}A-Za-z·]{{2,16}})?\s*(?P<date>(?:19|20)\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|(?:19|20)\d\d-\d{{1,2}}-\d{{1,2}}|(?:19|20)\d\d\s*年)?"
    r"\s*(?:星期[一二三四五六日天]|周[一二三四五六日])?\s*(?:农历[^\s]{2,12})?\s*"
    rf"(?:第?\s*[A-Z]?\d{{1,3}}\s*版(?:\s*[:·]?\s*[{lines.CJK}]{{2,8}})?|(?:总)?第\s*\d{{1,6}}\s*期)?$"
)
_ISSUE = re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版|星期[一二三四五六日天]|第\s*\d{1,6}\s*期")
_COUNTER = re.compile(
    r"(?i)\s*(?:(?:浏览|阅读|点击|访问)(?:次数|量|数|率)\s*:?\s*\d*(?:\.\d+)?\s*(?:万\+?|次)?|(?:我要|加入)?收藏|(?:我要)?(?:纠错|评论)|字(?:体|号)\s*:?\s*(?:[\[(]?(?:特大|大|中|小)[\])]?\s*)+"
    r"|打印(?:本页|本文)?|关闭(?:窗口)?|分享(?:到|至)?\s*:?(?:\s*(?:微信|微博|qq空间|朋友圈|qq))*)\s*$"
)
_MORE = re.compile(
    r"(?:相关|延伸|推荐|热门|往期|更多|精彩|拓展)(?:的)?(?:信息|阅读|新闻|链接|文章|推荐|内容|报道|资讯|专题)"
)
_SOURCE_LINE = re.compile(r"^(?:(?:文章|信息|稿件|资料)?来源|出处|(?:发布|发表|更新|发稿)?(?:日期|时间)|时间)\s*:")
_BY = re.compile(r"作者|记者|撰文|通讯员|文[/:|]|编译|供稿|编辑[/]")
_SEPARATORS = " |/·,、;>*-[]【】()<«»:•\"'"


def masthead(line: str) -> re.Match[str] | None:
    """The head of a newspaper page or a running title: name, date, page or issue number."""
    if len(line) > 80:
        return None
    text = lines.plain(line).strip()
    if len(text) <= 60 and _ISSUE.search(text):
        return _MASTHEAD.match(text)
    return None


def editors(line: str) -> bool:
    """责任编辑：… 校对：… and nothing else. A byline of the form 文/… 编辑/… is none."""
    text = lines.plain(line).strip().strip("()[]【】 ")
    return (
        "/" not in text and len(text) <= 80 and _consumed(text, (_EDITOR, _STRONG)) and _EDITOR.search(text) is not None
    )


def bar(line: str) -> bool:
    """A line of links and buttons only."""
    text = lines.plain(line).strip()
    if not 0 < len(text) <= 300:
        return False
    if not _STRONG.search(text):
        words = [word for word in re.split(r"[\s|/·>\[\]【】]+", text) if word]
        return len(words) >= 5 and all(_WEAK.fullmatch(word) for word in words) and "首页" in text
    return _consumed(text, (_STRONG, _EDITOR, _WEAK))


def furniture(line: str) -> bool:
    """Whether the line is furniture wherever it stands."""
    if len(line) > 420:
        return False
    text = lines.plain(line).strip()
    if not text or not _HINT.search(text) or lines.numbered(text):
        return False
    return any(pattern.match(text) for pattern in _LINE) or bar(line) or editors(line) or masthead(line) is not None


def counter(line: str) -> int:
    """Where a trailing view counter or button row starts behind a byline or source line; len(line) where none is."""
    if len(line) > 200:
        return len(line)
    text = lines.plain(line)
    end = len(text.rstrip())
    if (
        not (_SOURCE_LINE.match(text.strip()) or _BY.search(text[:40]) or re.search(r"\d{4}-\d|\d{4}年", text))
        or end > 160
    ):
        return len(line)
    start = end
    while start and (found := _COUNTER.search(text, 0, start)) and found.end() == start and found.start() < start:
        start = found.start()
    return start if start < end else len(line)


def find(texts: Sequence[str]) -> list[bool]:
    """Which of the lines of a file (stripped or not) are furniture, seen together.

    Beyond `furniture`: a source line that counts views and names no author; a short line between furniture; what
    stands under 相关阅读 at the end of the file.
    """
    marks = [furniture(text) for text in texts]
    for index, text in enumerate(texts):
        if (
            len(text) <= 200
            and not marks[index]
            and counter(text) < len(text)
            and _SOURCE_LINE.match(lines.plain(text).strip())
        ):
            marks[index] = not _BY.search(lines.plain(text))
    shown = [index for index, text in enumerate(texts) if text.strip()]
    if not any(marks):
        return marks
    _spare_prose(texts, shown, marks)
    _close_gaps(texts, shown, marks)
    _drop_tail(texts, shown, marks)
    return marks


def _spare_prose(texts: Sequence[str], shown: Sequence[int], marks: list[bool]) -> None:
    """A line inside a wrapped sentence is no furniture: the line before it is open, and as wide as itself."""
    for place, index in enumerate(shown[1:], start=1):
        before, line = texts[shown[place - 1]], texts[index]
        if not marks[index] or marks[shown[place - 1]] or lines.ended(before) or masthead(line):
            continue
        if lines.prose(before) and abs(lines.width(before.strip()) - lines.width(line.strip())) <= 2:
            marks[index] = False


def _close_gaps(texts: Sequence[str], shown: Sequence[int], marks: list[bool]) -> None:
    """Short lines (a site's name, a section) with furniture on both sides, the end of the file counting as a side."""
    for place, index in enumerate(shown):
        text = texts[index].strip()
        if marks[index] or lines.prose(text) or lines.width(text) > 12:
            continue
        before = place == 0 or marks[shown[place - 1]]
        after = place + 1 == len(shown) or marks[shown[place + 1]]
        page_head = place == 1 and before and masthead(texts[shown[0]]) is not None and lines.width(text) <= 4
        if page_head or (before and after and place > 0):
            marks[index] = True


def _drop_tail(texts: Sequence[str], shown: Sequence[int], marks: list[bool]) -> None:
    """Link lists: from a line 相关阅读 on, short lines without a sentence up to more furniture or the end."""
    for place, index in enumerate(shown):
        if not marks[index] or not _MORE.search(lines.plain(texts[index])):
            continue
        reach = place + 1
        while reach < len(shown) and (marks[shown[reach]] or _link_like(texts[shown[reach]])):
            reach += 1
        if reach == len(shown) or reach - place > 3:
            for later in shown[place:reach]:
                marks[later] = True


def _link_like(text: str) -> bool:
    return lines.width(text) <= 40 and "。" not in text and not lines.ended(text.strip().rstrip("？！?!"))


def _consumed(text: str, pieces: tuple[re.Pattern[str], ...]) -> bool:
    """Whether the pieces, with separators between them, use the text up. Longest piece first; never goes back."""
    position, used = 0, 0
    while position < len(text):
        if text[position] in _SEPARATORS:
            position += 1
            continue
        ends = [match.end() for piece in pieces if (match := piece.match(text, position))]
        if not ends or max(ends) == position:
            return False
        position = max(ends)
        used += 1
    return used > 1 or (used == 1 and len(text.strip(_SEPARATORS)) > 2)  # 评论 alone is a heading
