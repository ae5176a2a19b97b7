"""Who wrote it, who published it and when, as a line of the article says it. Nothing is guessed beyond the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.ingest import lines
from kg.ingest.lines import CJK
from kg.model import PartialDate

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松"
    "井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴"
    "瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦岳帅缑亢况郈有琴商牟佘佴伯赏墨"
    "哈谯笪年爱阳佟第五言福肖覃郇趙錢孫鄭馮陳衛蔣韓楊許呂張嚴華謝鄒蘇魯韋馬鮑費賀湯羅畢鄔樂時齊顧黃蕭貝計談龐紀項"
    "閔賈婁顏鍾駱盧應單諸龔陸榮儲車寧劉葉賴喬陰聞譚勞溫莊閻連習廣闕歐鞏聶簡饒關"
)
_NAME = (
    f"[{CJK}]{{5,7}}(?=[\\s、)]|$)|"
    f"[{CJK}]{{2,4}}(?:·[{CJK}]{{1,6}})*|[{CJK}]{{1,6}}(?:·[{CJK}]{{1,8}})+|[{CJK}] [{CJK}](?![{CJK}])"
)
_ROLE = (
    "(?:首席|特派|特约|见习|实习|本报|全媒体?|驻[^ ]{1,6}?)?(?:记者|评论员|特约评论员|撰稿人)|通讯员|实习生|作者|撰文"
    "|撰稿|采写|文字|整理|编译|执笔|采访|供稿|文|研究员|主持人?|策划|统筹|摄影|图"
)
_NO_NAME = (
    "(?!记者|通讯员|实习生|摄影|摄|文|图|编辑|责任|校对|来源|作者|报道|发自|视频|统筹"
    f"|[{CJK}]{{2,4}}报道|[{CJK}]{{1,4}}台)"
)
_MEDIUM = rf"(?:《[{CJK}A-Za-z0-9]{{2,14}}》|[{CJK}A-Za-z0-9·—+-]{{2,18}}?)"
_BEHIND = re.compile("\\s*(?:$|[\\s、|·]|.{0,6}报道|摄|文|图|整理|发自|\\d{4})")
_ROLES = re.compile(f"(?:{_ROLE})")
_MARK = re.compile("^[■□◆◎●○▲△☐★☆◇※]\\s*")
_WRITER = re.compile(
    rf"(?:(?:图文|图/文|文|撰文|采写|文字)\s*[:/|]\s*)?(?P<medium>{_MEDIUM})?\s*(?P<role>{_ROLE})\s*[:/|]?\s*"
    rf"(?P<names>(?:{_NAME})(?:(?:\s*[、,，]\s*|\s+){_NO_NAME}(?:{_NAME}))*)"
)
_SOURCE = re.compile(
    rf"(?:来源|出处|转载自|转自)\s*[:/|]\s*[《“\"]?(?P<source>[{CJK}A-Za-z0-9·—.+-]{{2,30}}?)[》”\"]?(?=[\s(,，。|)]|作者|编辑|日期|时间|发布|记者|责任|$)"
)
_AUTHOR = re.compile(
    rf"(?:作者|撰文|采写|文)\s*[:/|]\s*(?P<names>(?:{_NAME})(?:(?:\s*[、,，]\s*|\s+)(?!编辑|来源|图|摄|责任|记者|通讯员)(?:{_NAME}))*)"
)
_DATELINE = re.compile(
    r"^[\[【〔(]?(?P<head>[^，。,;；:“”\d()\s]{2,24}?)(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日)?(?:专?电|讯|消息|综合报道|报道)[\]】〕)]?\s*(?=[(\s“]|$)"
)
_MEDIA = re.compile(
    "(?:报|日报|晚报|时报|早报|导报|周报|快报|学报|网|周刊|月刊|杂志|评论|观察|参考|简报|在线|电视台|广播电视台|电台|新闻|财经|通讯|传媒|融媒|社|频道|客户端|研究|研究院|编辑部|发布|问答|导刊|内参|前沿|智库|澎湃)$"
)
_GROUP = re.compile(
    "(?:课题组|调研组|研究组|编写组|写作组|项目组|评论部|编辑部|大学|学院|研究院|研究所|研究中心|中心|公司)$"
)
_STOP = re.compile("(?:报道|摄影|摄|发自|专电|图)$")
_COMMON = re.compile(
    "了解|获悉|注意|看到|从|在|发现|采访|来到|走进|报道|近日|今天|昨日|今日|日前|问|的|是|单位|社|局|委|办|部|处|院|中心|公司|大学|编辑|责任|本报|本刊"
)
_OWN = re.compile("^(?:本报|本刊|本网|本台|本社|本站|记者|特约|本版)")
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*(?:年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*日)?|(?P<s>[-/.])(?P<m2>1[0-2]|0?[1-9])(?:(?P=s)(?P<d2>3[01]|[12]\d|0?[1-9]))?(?!\d))"
)
_CHINESE_DATE = re.compile(
    "(?P<y>[〇○零一二三四五六七八九]{4})年(?:(?P<m>十[一二]?|[一二三四五六七八九])月(?:(?P<d>二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])日)?)?"
)
_TIME = r"(?:\s*[T ]?\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_LABEL = re.compile(
    r"(?<!成文)(?<!生效)(?<!截止)(?<!施行)(?<!失效)(?:(?:发布|发表|更新|发稿|刊发|上传|创建|见报)?(?:日期|时间)|来源|作者|出处)\s*:"
)
_PUBLISHED = re.compile("(?:发布|发表|刊发|发稿|见报)(?:日期|时间)\\s*:")
_BESIDE = re.compile(r"(?:^|\s)(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?=\s|$)")
_URL_DATE = re.compile(r"https?://\S*?/(?P<y>20\d\d)[-/]?(?P<m>0[1-9]|1[0-2])[-/]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.])")
_DATE_LINE = re.compile(rf"^\s*[\[(]?\s*{_DATE.pattern}{_TIME}\s*(?:星期.|周.)?\s*[\])]?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What one line says: names of authors or reporters, the medium, the source it was taken from, a date."""

    names: tuple[str, ...] = ()
    medium: str = ""
    source: str = ""
    own: bool = False  # 本报记者: the medium is the paper itself, which the line does not name
    date: PartialDate | None = None


def credit(line: str, *, loose: bool = False) -> Credit | None:
    """The line as a byline, source or date line, or None where it is something else.

    `loose` (for the lines right under a headline) also takes a medium and a name without a role, and a name alone.
    """
    if len(line) > 120:
        return None
    text = lines.plain(line).strip()
    if not text or len(text) > 100:
        return None
    found = _credit(text, loose)
    return found and _as_written(found, text, line.strip())


def _credit(text: str, loose: bool) -> Credit | None:
    bare = _MARK.sub("", text).strip("() ")
    if lines.prose(re.sub("[,，]", "、", bare)) or bare.count("，") > 2:
        return None
    marked = text != bare and _MARK.match(text) is not None
    label = _PUBLISHED.search(bare) or _LABEL.search(bare)
    date = date_of(bare[label.start() :]) if label else date_of(bare) if _DATE_LINE.match(bare) else None
    if date is None and loose and _BESIDE.search(bare):
        date = date_of(bare)
    source = _SOURCE.search(bare)
    writers = _writers(bare)
    if writers is None and (marked or loose):
        writers = _without_role(bare)
    if date is None and (writers or source) and (found := _DATE.search(bare)) is not None:
        date = _partial(found)
    if writers and not date and not source and not _covers(bare, writers):
        return None
    if not (writers or source or date):
        return None
    names, medium, own = writers or ((), "", False)
    return Credit(names=names, medium=medium, source=_clean(source["source"]) if source else "", own=own, date=date)


def dateline(paragraph: str) -> Credit | None:
    """The head of a report: 新华社昆明7月25日电（记者 某某）…, 本报讯（记者 某某）…"""
    head = lines.plain(paragraph[:80])
    found = _DATELINE.match(head)
    if found is None:
        return None
    head_text = found["head"]
    own = _OWN.match(head_text) is not None
    ends = [i for i in range(3, len(head_text) + 1) if _MEDIA.search(head_text[:i])]
    medium = head_text[: ends[-1]] if ends and len(head_text) - ends[-1] <= 8 else ""
    date = _DATE.search(found[0])
    bracket = re.match(r"[^()]{0,40}\(([^()]{2,60})\)", head)
    writers = _writers(bracket[1]) if bracket else None
    if not (medium or own or writers):
        return None
    return Credit(
        names=writers[0] if writers else (),
        medium="" if own else _clean(medium),
        own=own,
        date=_partial(date) if date and date["d"] else None,
    )


def signature(paragraph: str) -> Credit | None:
    """The bracket that ends an article: …(魏某), …（记者 毕某）"""
    found = re.search(r"[(]([^()]{2,60})[)]\s*$", lines.plain(paragraph[-70:]))
    if found is None:
        return None
    writers = _writers(found[1])
    if (
        writers is None
        and is_name(found[1].strip())
        and found.start()
        and lines.plain(paragraph[-70:])[found.start() - 1] in "。！？!?”"
    ):
        writers = ((found[1].strip(),), "", False)
    return Credit(names=writers[0], medium=writers[1], own=writers[2]) if writers else None


_ISSUER = re.compile(
    rf"[{CJK}（）、]{{4,40}}(?:政府|办公厅|办公室|委员会|管委会|局|厅|部|委|院|中心|处|协会|学会|公司|总署|总局|银行|法院|检察院)"
)


def issuer(line: str) -> str:
    """The body that a line names and nothing else, as under the headline of an official text or above its date."""
    text = line.strip()
    return text if _ISSUER.fullmatch(text) else ""


def date_of(text: str) -> PartialDate | None:
    """The first date in the text, as far as it is given."""
    found = _DATE.search(text)
    if found is not None:
        return _partial(found)
    chinese = _CHINESE_DATE.search(text)
    if chinese is None:
        return None
    year = "".join(str("〇一二三四五六七八九".index(c.replace("○", "〇").replace("零", "〇"))) for c in chinese["y"])
    parts = [year] + [f"{_small(chinese[key]):02d}" for key in ("m", "d") if chinese[key]]
    return PartialDate(value="-".join(parts))


def date_line(line: str) -> PartialDate | None:
    """The date, where the line is nothing but a date (and a time)."""
    text = lines.plain(line).strip(" ()")
    if _DATE_LINE.match(text) or _CHINESE_DATE.fullmatch(text):
        return date_of(text)
    return None


def url_date(text: str) -> PartialDate | None:
    found = _URL_DATE.search(text)
    return PartialDate(value=f"{found['y']}-{found['m']}-{found['d']}") if found else None


def names(text: str) -> tuple[str, ...]:
    """The names in a list of authors as metadata give it."""
    return tuple(part for part in re.split(r"[\s、,，;；/|]+", text.strip()) if part)


def _covers(text: str, writers: tuple[tuple[str, ...], str, bool]) -> bool:
    """Whether the line is names, roles and a medium, and no sentence that happens to name somebody."""
    names, _, _ = writers
    rest = _ROLES.sub("", text)
    for name in names:
        rest = rest.replace(name, "", 1)
    if "，" in rest or "," in rest:
        return False
    behind = text[text.rfind(names[-1][-1]) + 1 :] if names else ""
    return len(re.sub(r"[\s、:/|()·]", "", rest)) <= 24 and _BEHIND.match(behind) is not None


def _as_written(credit: Credit, text: str, original: str) -> Credit:
    """The names as the file writes them: matching is done on simplified characters, place for place."""

    def back(value: str) -> str:
        at = text.find(value)
        return original[at : at + len(value)] if value and at >= 0 and len(original) == len(text) else value

    return replace(credit, names=tuple(map(back, credit.names)), medium=back(credit.medium), source=back(credit.source))


def _writers(text: str) -> tuple[tuple[str, ...], str, bool] | None:
    found_names: list[str] = []
    medium, own = "", False
    for match in _WRITER.finditer(text):
        if match["role"] in ("图", "文") and not re.search(r"[:/|]", match[0][: match.start("names") - match.start()]):
            continue
        if match["role"] in ("摄影", "图"):
            continue
        given = [lines.squeezed(name) for name in re.split(r"\s*[、,，]\s*|\s+(?=\S{2})", match["names"])]
        apart = match.start("names") > match.end("role")
        given = [_STOP.sub("", name) if len(name) > 2 else name for name in given]
        if not apart and re.search("研究员|主持|策划|统筹|整理|执笔|采访|供稿|编译", match["role"]):
            continue
        named = not re.search("供稿|整理|编译|研究员|策划|统筹", match["role"])
        given = [
            name
            for name in given
            if (is_name(name) and not _COMMON.search(name))
            or (apart and named and re.fullmatch(_NAME, name) and not _COMMON.search(name))
        ]
        if not given:
            continue
        found_names += given
        name = _clean(match["medium"] or "")
        if _OWN.match(name) or (match["role"].startswith("本报")):
            own = True
        elif not medium and name and _is_medium(name):
            medium = name
    if not found_names:
        for match in _AUTHOR.finditer(text):
            found_names += [lines.squeezed(n) for n in re.split(r"\s*[、,，]\s*|\s+", match["names"])]
    unique = tuple(dict.fromkeys(found_names))
    return (unique, medium, own) if unique else None


def _without_role(text: str) -> tuple[tuple[str, ...], str, bool] | None:
    """西山评论 闻某, 某某课题组 周某 何某, or a name alone."""
    words = text.split()
    if not 1 <= len(words) <= 5:
        return None
    people = [word for word in words if is_name(word)]
    others = [word for word in words if not is_name(word)]
    if len(words) == 1:
        return ((words[0],), "", False) if people and words[0][0] in _SURNAMES and len(words[0]) <= 3 else None
    if (
        people
        and len(others) <= 1
        and (not others or (words[0] == others[0] and (_is_medium(_clean(others[0])) or _GROUP.search(others[0]))))
    ):
        return tuple(people), _clean(others[0]) if others and not _GROUP.search(others[0]) else "", False
    return None


def is_name(word: str) -> bool:
    """Whether the word can be a person's name: two to four characters with a surname first, or one with a dot."""
    if "·" in word:
        return re.fullmatch(_NAME, word) is not None
    return 2 <= len(word) <= 4 and word[0] in _SURNAMES and re.fullmatch(_NAME, word) is not None


def _is_medium(name: str) -> bool:
    return _MEDIA.search(name) is not None and len(name) >= 3


def _clean(name: str) -> str:
    name = name.strip("《》“”\"' ·—-")
    name = re.sub("(?:全媒体?|客户端|见习|首席|特派|特约|实习|驻.{1,4}|融媒体?)+$", "", name) or name
    return re.sub("(?:网站|官网|公众号)$", "", name) or name


def _partial(found: re.Match[str]) -> PartialDate:
    month, day = found["m"] or found["m2"], found["d"] or found["d2"]
    parts = [found["y"]] + [f"{int(part):02d}" for part in (month, day) if part]
    return PartialDate(value="-".join(parts))


def _small(number: str) -> int:
    digits = "一二三四五六七八九"
    tens, ten, ones = number.partition("十")
    value = (digits.index(tens) + 1 if tens else 1) * 10 if ten else digits.index(number) + 1
    return value + (digits.index(ones) + 1 if ten and ones else 0)


def first(credits: Iterable[Credit | None]) -> Credit | None:
    return next((credit for credit in credits if credit is not None), None)
