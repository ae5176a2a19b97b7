"""Whether one name in a document is a short form of a longer one there: order-preserving, of one type, head kept.

Each function answers for one type and speaks only where the short form keeps what tells the long name from others:
the brand of a company (晶澜半导体 of 泉州晶澜半导体有限公司), the head of an institute (近代物理所), the last noun of a
document (《方案》), the characters of an event's name (制博会).
"""

from __future__ import annotations

import re

from kg.model import MentionType
from kg.nlp.names import Grammar, is_subsequence, plain, without_brackets, without_edition

_HEADS = (
    "中心", "实验室", "集团", "银行", "大学", "学院", "协会", "学会", "联盟", "基金会", "医院", "公司", "办公室",
    "委员会", "中学", "小学", "附中", "法院", "检察院", "机构", "组织", "联合会", "研究院", "研究所",
    "所", "院", "会", "局", "厅", "部", "委", "处", "中", "队", "台", "社", "厂", "站", "馆",
)  # fmt: skip
_HEAD_OF = {
    "委": ("委员会",),
    "中": ("中学",),
    "所": ("研究所", "事务所", "交易所"),
    "院": ("研究院", "科学院", "医院", "学院", "法院"),
    "会": ("委员会", "协会", "学会", "理事会", "联合会", "商会", "会议"),
}
_GENERIC = re.compile(
    r"方案|计划|规划|意见|办法|通知|条例|细则|措施|行动|工程|项目|基金|报告|纲要|规定|公报|大会|会议|论坛|展会|峰会|活动|比赛|大赛|"
    r"国家重点实验室|重点实验室|国家实验室|工程实验室|创新中心|研究中心|学院|研究院|中心|公司|集团|平台|系统|委员会|协会|学会|联盟|实验室|大学|医院|银行|政府|部门|企业"
)
# A title of one word that says nothing by itself: without a definition it is a thing of its document only.
GENERIC_TITLE = re.compile(
    r"(?:三年|五年|十年|专项|总体|具体|有关|相关|若干|本|该|工作|行动|实施|发展|建设|支持|扶持|管理|政策|指导|技术|配套|改革|指数|暂行|研究|年度|规划|计划|纲要)*"
    r"(?:方案|计划|规划|意见|办法|通知|条例|细则|措施|行动|纲要|规定|公报|报告|白皮书|蓝皮书|指南|指引|导则|倡议|标准|公约|宣言|政策|章程|清单|"
    r"规范|草案|要点|决定|协议|协定|声明|共识|通告|公告|举措|目录|建议|办法|法|解释)"
)
_PROGRAMME_ENDS = (
    "工程",
    "计划",
    "行动",
    "行动计划",
    "专项",
    "活动",
    "战略",
    "试点",
    "项目",
    "方案",
    "实施方案",
    "专项行动",
    "科技示范工程",
)
_EVENT_HEADS = ("博会", "展", "会", "赛", "节", "论坛", "周", "杯", "马拉松", "展览", "超")
_PRODUCT_ENDS = re.compile(
    r"号|型|系列|系统|平台|模型|大模型|芯片|机器人|人形机器人|汽车|卫星|火箭|运载火箭|星座|飞机|操作系统"
)
_PLACE_ENDS = re.compile(r"镇|乡|村|街道|社区|市|县|区|新区|新城|地区|园区|产业园|工业园|工业区|沙漠|岛|湖|山|河")
_UNLISTED = re.compile(r"[^省市县]{2,4}[省市县](?=..)")  # a place that the lexicon does not hold
_MODEL = re.compile(r"[A-Za-z0-9]")


def likeness(kind: MentionType, short: str, long: str, grammar: Grammar) -> float:
    """How surely `short` stands for `long` in a document that has both, the longer name as spelled: 0 (no) to 1.

    1.0: the same name less a legal suffix, brackets, place or edition. 0.8: an abbreviation.
    """
    if not _is_short_form(kind, short, long, grammar):
        return 0.0
    mine, theirs = plain(short), plain(long)
    if kind == "ORG":
        mine, theirs = grammar.core(mine)[0], grammar.core(theirs)[0]
        return 1.0 if mine == theirs or mine == theirs[grammar.chain(theirs).end :] else 0.8
    if kind in ("PROGRAMME", "EVENT"):
        return 1.0 if without_brackets(without_edition(short)) == without_brackets(without_edition(long)) else 0.8
    return 0.8


def _is_short_form(kind: MentionType, short: str, long: str, grammar: Grammar) -> bool:
    if plain(short) == plain(long):
        return False
    if kind in ("PROGRAMME", "PRODUCT", "EVENT") and _is_quoted_in(plain(short), long, grammar):
        return True
    if kind == "ORG":
        return _organisation(plain(short), plain(long), grammar)
    if kind == "PROGRAMME":
        return _programme(short, long)
    if kind == "EVENT":
        return _event(plain(short), plain(long), grammar)
    if kind == "PRODUCT":
        return _product(plain(short), plain(long))
    if kind == "PLACE":
        return _place(plain(short), plain(long), grammar)
    if kind == "PERSON":
        return _person(short, long)
    return False


def _is_quoted_in(short: str, long: str, grammar: Grammar) -> bool:
    """铁拳 of 民生领域案件查办“铁拳”行动: the quoted name itself, with nothing but a class noun behind it."""
    _, quoted, rest = long.partition(f"“{short}”")
    if len(short) < 2 or not quoted or long.startswith("《"):
        return False
    return len(rest) <= 12 and not _MODEL.search(rest) and not grammar.chain(rest).end


def _organisation(short: str, long: str, grammar: Grammar) -> bool:
    core, suffix = grammar.core(long)
    mine, my_suffix = grammar.core(short)
    if suffix:
        if my_suffix.endswith("集团") and "集团" not in suffix:
            return mine == core
        return _company(mine, core, grammar)
    if my_suffix:
        return mine == long
    if long.startswith(short) and grammar.is_industry(long[len(short) :]):
        return True
    chain = grammar.chain(long)
    if long.endswith(short):  # a unit without the greater body, or a body without its place
        front = long[: -len(short)]
        if _GENERIC.fullmatch(short) or len(short) < 3:
            return False
        whole = grammar.organisations.get(front.removesuffix("附属").removesuffix("直属"))
        return whole is not None or (len(short) >= 4 and (chain.end == len(front) or len(short) >= 5))
    head = _head(short, long)
    if not head:
        return False
    stem = short[: -len(head)]
    if len(stem) < 2 and len(short) < 4:
        return False
    for at in _fronts(long, grammar):
        rest = long[at:]
        if (
            stem
            and rest.startswith(stem[0])
            and is_subsequence(stem, rest[: -len(head)])
            and _clusters(stem, rest) >= 1
        ):
            return True
    return False


def _company(short: str, core: str, grammar: Grammar) -> bool:
    """甬骏 or 甬骏科技 of 宁波甬骏轻量化科技: the brand, from its first character on, and any of the rest in order."""
    if len(short) < 2 or _GENERIC.fullmatch(short):
        return False
    for front in _fronts(core, grammar):
        rest = core[front:]
        if rest == short:
            return True
        if rest.startswith(short[:2]) and is_subsequence(short, rest) and not rest.startswith(short + "研究"):
            return True
    place = grammar.chain(short)
    if place.end and place.end < len(short) - 1 and grammar.chain(core).end:  # 青岛海星 of 青岛市海星科技
        return _company(short[place.end :], core, grammar) and short[:2] == core[:2]
    return False


def _fronts(name: str, grammar: Grammar) -> list[int]:
    """Where the telling part of a name may begin: at its start, after its place, after its greater body."""
    chain = grammar.chain(name)
    fronts = [0]
    unlisted = _UNLISTED.match(name)
    if unlisted is not None:
        fronts.append(unlisted.end())
    if 0 < chain.end < len(name) - 1:
        fronts.append(chain.end + 1 if name[chain.end] in "市省区县" and len(name) > chain.end + 2 else chain.end)
    for whole in ("中国科学院", "中国", "国家", "中华人民共和国", "中国铁路"):
        if name.startswith(whole) and len(name) > len(whole) + 1:
            fronts.append(len(whole))
    return sorted(set(fronts))


def _head(short: str, long: str) -> str:
    """The last noun of a short name, if the long one ends in it or in what it abbreviates."""
    for head in _HEADS:
        if short.endswith(head) and len(short) > len(head) and long.endswith((head, *_HEAD_OF.get(head, ()))):
            return head
    return ""


def _clusters(stem: str, rest: str) -> int:
    """How many neighbouring characters of the stem stand together in the long name."""
    return sum(stem[i : i + 2] in rest for i in range(len(stem) - 1)) if len(stem) > 1 else 1


def _programme(short: str, long: str) -> bool:
    mine, theirs = without_brackets(short), without_brackets(long)
    if short.startswith("《") and not long.startswith("《"):
        return False
    if mine == theirs:
        return True
    same_ends = mine[:2] == theirs[:2] and mine[-2:] == theirs[-2:] and is_subsequence(mine, theirs)
    if short.startswith("《"):
        if GENERIC_TITLE.fullmatch(mine):
            whole = re.sub(r"[()（）]", "", plain(long))  # …纲要（草案） ends in 《纲要草案》
            return (
                theirs.endswith(mine)
                or whole.endswith(mine)
                or (is_subsequence(mine, theirs) and theirs.endswith(mine[-2:]))
            )
        return len(mine) > 4 and same_ends  # 《优化营商环境条例》 is no short form of a province's
    if _GENERIC.fullmatch(mine) or len(mine) < 4:
        return False
    if theirs.endswith(mine) or (len(mine) > 4 and same_ends):
        return True
    return theirs.startswith(mine) and theirs[len(mine) :] in _PROGRAMME_ENDS and not long.startswith("《")


def _event(short: str, long: str, grammar: Grammar) -> bool:
    mine, theirs = without_edition(short), without_edition(long)
    if (
        not mine
        or _GENERIC.fullmatch(mine)
        or (_edition(short) and _edition(long) and _edition(short) != _edition(long))
    ):
        return False
    if mine == theirs:
        return True
    chain = grammar.chain(mine)
    bare = mine[chain.end :] if chain.end < len(mine) - 1 else mine
    if len(mine) > 3 and theirs.endswith(mine):
        return True
    longest = 4 if chain.end else 6  # 沈阳制博会, but not 北京半程马拉松 of another marathon
    if not bare.endswith(_EVENT_HEADS) or not 3 <= len(bare) <= longest or len(theirs) < len(bare) + 2:
        return False
    if _GENERIC.fullmatch(bare) or theirs[-1] != bare[-1] or not is_subsequence(bare, theirs):
        return False
    return bare[:2] in theirs or len(bare) <= 4


def _edition(text: str) -> str:
    return plain(text).removesuffix(without_edition(text))


def _product(short: str, long: str) -> bool:
    """Magic8 of 荣耀Magic8; 深海勇士 of “深海勇士”号; not Magic8 of Magic8 Pro."""
    if len(short) < 2:
        return False
    if long.endswith(short):
        front = long[: -len(short)]
        return bool(_MODEL.search(short)) and not _MODEL.search(front[-1]) and len(front) <= 6
    rest = long.removeprefix(short)
    return len(rest) < len(long) and bool(_PRODUCT_ENDS.fullmatch(rest))


def _place(short: str, long: str, grammar: Grammar) -> bool:
    if len(short) < 2:
        return False
    if long.endswith(short):
        return True
    rest = long.removeprefix(short)
    if len(rest) < len(long):
        return bool(_PLACE_ENDS.fullmatch(rest))
    return len(short) >= 3 and short[-1] == long[-1] and short[:2] == long[:2] and is_subsequence(short, long)


def _person(short: str, long: str) -> bool:
    """阿什沃思 of 苏珊·阿什沃思."""
    parts = re.split(r"[·•・．.\s]", long)
    return len(parts) > 1 and len(short) > 1 and short in (parts[-1], parts[0])
