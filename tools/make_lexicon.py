"""Make seeds/entities/{places,universities}.ttl from public gazetteers. For maintainers; the program never runs it.

    python tools/make_lexicon.py GAZETTEERS OFFICIAL_TEXT OUT

GAZETTEERS holds admin_divisions (WTFPL; National Bureau of Statistics, 2023) and universities_cn (MIT).
OFFICIAL_TEXT holds laws and work reports outside copyright; they only say which short place names are common words
(和平, 东方, 富裕): such a short form is written as skos:hiddenLabel and never found by itself in a text.
The other files of seeds/entities are written by hand and are their own source.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import ahocorasick_rs

PREFIXES = """@prefix kg: <urn:kg-zh:> .
@prefix place: <urn:kg-zh:lexicon/place/> .
@prefix org: <urn:kg-zh:lexicon/org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ETHNIC = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|"
    "傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|"
    "毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|"
    "塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|各族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔"
)
PEOPLES = re.compile(f"(?:{ETHNIC})+自治(?=[州县旗])")
AUTONOMOUS_REGIONS = {"内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区"}
SPECIAL = {"香港特别行政区": ("810000", "香港"), "澳门特别行政区": ("820000", "澳门"), "台湾省": ("710000", "台湾")}
ZONES = re.compile(r"(开发区|园区|管理区|管理区管委会|创意园区|示范区|新城|岛礁及其海域|行政委员会)$")
# Short names that say another thing more often than the county, whatever the counts below find.
NO_SHORT = set(
    re.findall(
        r"[^|]+",
        "市中|城中|城关|新城|新区|高新|和平|东方|红旗|长城|文化|工农|友谊|解放|中原|江南|江北|江东|江西|河北|河南|河东|"
        "河西|山东|山西|湖南|海南|黄河|长江|东海|南海|黄海|渤海|吉林|台湾|青海|宁夏|天山|衡山|庐山|洪湖|巢湖|香山|昆仑|"
        "北湖|滨湖|南湖|东湖|西湖|濠江|铁山港",
    )
)
KEEP = {"义乌", "儋州", "台儿庄"}
COMMON = 40  # as many times in the official texts without its 区/县/市, and most of the times: a common word
UNIVERSITY_SHORT = {
    "师范大学": "师大",
    "交通大学": "交大",
    "科技大学": "科大",
    "农业大学": "农大",
    "医科大学": "医大",
    "财经大学": "财大",
    "理工大学": "理工",
    "工业大学": "工大",
    "林业大学": "林大",
    "外国语大学": "外大",
    "中医药大学": "中医大",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    code: str = ""
    parent: str = ""
    qualifier: str = ""
    bare: str = field(default="", compare=False)  # short form of a county, to be judged


def main(gazetteers: Path, official: Path, out: Path) -> None:
    places = qualified(judged(list(divisions(gazetteers / "admin_divisions" / "dist")), official))
    write(
        out / "places.ttl",
        places,
        "Provinces, prefectures and counties with administrative codes; made by tools/make_lexicon.py",
    )
    provinces = {r.name: r.iri for r in places if r.code.endswith("0000")}
    schools = list(universities(gazetteers / "universities_cn" / "chinese_universities_with_website.json", provinces))
    write(out / "universities.ttl", schools, "Universities and colleges; made by tools/make_lexicon.py")


def divisions(folder: Path) -> Iterable[Row]:
    provinces = {r["code"]: r["name"] for r in rows(folder / "provinces.csv")}
    cities = {r["code"]: r for r in rows(folder / "cities.csv")}
    for code, name in sorted(provinces.items()):
        yield province(code + "0000", name)
    for full, (code, short) in sorted(SPECIAL.items()):
        yield Row(
            iri=f"place:{code}",
            type="Place",
            name=short,
            aliases=(full, *(("台湾地区",) if short == "台湾" else ())),
            code=code,
        )
    for code, city in sorted(cities.items()):
        if city["name"][-1] in "市州盟区" and "辖" not in city["name"] and city["name"] not in ("县",):
            yield prefecture(code + "00", city["name"], city["provinceCode"] + "0000")
    for area in sorted(rows(folder / "areas.csv"), key=lambda r: r["code"]):
        if area["code"].endswith("00") or ZONES.search(area["name"]):
            continue  # economic zones are in places-special.ttl or follow from structure
        holder = cities[area["cityCode"]]["name"]
        parent = area["provinceCode"] + "0000" if "辖" in holder or holder == "县" else area["cityCode"] + "00"
        yield county(area["code"], area["name"], parent)
    with (folder / "HK-MO-TW.json").open(encoding="utf-8") as file:
        table = json.load(file)
    for number, name in enumerate(sorted(table["台湾省"]), 1):
        short = name.removesuffix("市")
        yield Row(
            iri=f"place:TW{number:02d}",
            type="Place",
            name=short if name != short else name,
            aliases=(name,) if name != short else (),
            parent="place:710000",
        )
    for region, areas in sorted(table.items()):
        if region.startswith("香港"):
            for number, name in enumerate(sorted(n for group in areas.values() for n in group), 1):
                yield Row(
                    iri=f"place:HK{number:02d}", type="Place", name=name, parent="place:810000", bare=short_form(name)
                )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def province(code: str, name: str) -> Row:
    short = re.sub("(维吾尔|壮族|回族)?自治区$|[省市]$", "", name)
    return Row(iri=f"place:{code}", type="Place", name=short, aliases=(name,), code=code)


def prefecture(code: str, name: str, parent: str) -> Row:
    if name.endswith("市"):
        short = name[:-1]
        if short == "吉林":  # the city keeps 市: the bare name is the province
            return Row(iri=f"place:{code}", type="Place", name=name, code=code, parent=f"place:{parent}")
        return Row(iri=f"place:{code}", type="Place", name=short, aliases=(name,), code=code, parent=f"place:{parent}")
    stem = PEOPLES.sub("", name)  # 凉山州
    bare = re.sub("(地区|[州盟])$", "", stem)
    return Row(
        iri=f"place:{code}",
        type="Place",
        name=name,
        aliases=tuple(a for a in (stem,) if a != name),
        code=code,
        parent=f"place:{parent}",
        bare=bare if len(bare) > 1 else "",
    )


def county(code: str, name: str, parent: str) -> Row:
    aliases = []
    stem = PEOPLES.sub("", name)
    if stem != name and len(stem) > 2:
        aliases.append(stem)  # 威宁县
        if name.endswith("自治县"):
            aliases.append(stem[:-1] + "自治县")
    return Row(
        iri=f"place:{code}",
        type="Place",
        name=name,
        aliases=tuple(aliases),
        code=code,
        parent=f"place:{parent}",
        bare=short_form(stem),
    )


def short_form(name: str) -> str:
    bare = re.sub("(林区|特区|矿区|新区|[区县市旗])$", "", name)
    return bare if 1 < len(bare) < len(name) else ""


def judged(found: list[Row], official: Path) -> list[Row]:
    """Bare forms become aliases, or hidden labels where they are common words or the name of a higher place."""
    higher = {n for r in found if r.code.endswith("00") for n in (r.name, *r.aliases)}
    bares = sorted({r.bare for r in found if r.bare})
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    finder = ahocorasick_rs.AhoCorasick(bares, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for text in official_texts(official):
        for index, _, end in finder.find_matches_as_indexes(text):
            if text[end : end + 1] in tuple("区县市旗州盟省镇") or text[end : end + 2] in (
                "地区",
                "自治",
                "新区",
                "群岛",
            ):
                named[bares[index]] += 1
            else:
                counts[bares[index]] += 1
    result = []
    for row in found:
        if row.bare:
            common = row.bare not in KEEP and (
                row.bare in NO_SHORT
                or row.bare in higher
                or (counts[row.bare] >= COMMON and counts[row.bare] > 3 * named[row.bare])
            )
            row = replace(row, weak=(row.bare,)) if common else replace(row, aliases=(*row.aliases, row.bare))
        result.append(row)
    weak = sorted({w for r in result for w in r.weak})
    print(len(weak), "short forms are common words:", " ".join(weak), file=sys.stderr)
    return result


def official_texts(folder: Path) -> Iterable[str]:
    with lzma.open(folder / "laws_cn" / "laws.txt.xz", "rt", encoding="utf-8") as file:
        yield from file
    for path in sorted((folder / "gov_work_reports").glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from file


def qualified(found: list[Row]) -> list[Row]:
    """Places of one canonical name are told apart by the place they lie in."""
    by_iri = {r.iri: r for r in found}
    holders = defaultdict(list)
    for row in found:
        holders[row.name].append(row)
    result = []
    for row in found:
        if len(holders[row.name]) > 1:
            row = replace(row, qualifier=by_iri[row.parent].name)
        result.append(row)
    seen = Counter((r.name, r.qualifier) for r in result)
    clash = [key for key, count in seen.items() if count > 1]
    if clash:
        raise SystemExit(f"homonyms that the parent does not tell apart: {clash}")
    return result


def universities(path: Path, provinces: dict[str, str]) -> Iterable[Row]:
    table: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    names = sorted(
        {
            (name.replace("(", "（").replace(")", "）"), province)
            for province, schools in table.items()
            for name in schools
            if name
        }
    )
    shorts: dict[str, list[str]] = defaultdict(list)
    for name, _ in names:
        for long, short in UNIVERSITY_SHORT.items():
            if name.endswith(long) and len(name) > len(long) + 1:
                shorts[name.removesuffix(long) + short].append(name)
    known = {name for name, _ in names}
    mine = defaultdict(list)
    for short, holders in shorts.items():
        if len(holders) == 1 and short not in known:
            mine[holders[0]].append(short)
    for name, province in names:
        yield Row(
            iri="org:" + hashlib.sha256(name.encode()).hexdigest()[:10],
            type="Organisation",
            name=name,
            aliases=tuple(sorted(mine[name])),
            parent=provinces[province],
        )


def write(path: Path, found: list[Row], comment: str) -> None:
    lines = [f"# {comment}.", PREFIXES]
    for row in found:
        parts = [f"{row.iri} a kg:{row.type}", f'skos:prefLabel "{row.name}"@zh']
        if row.aliases:
            parts.append("skos:altLabel " + ", ".join(f'"{a}"@zh' for a in dict.fromkeys(row.aliases)))
        if row.weak:
            parts.append("skos:hiddenLabel " + ", ".join(f'"{a}"@zh' for a in dict.fromkeys(row.weak)))
        if row.code:
            parts.append(f'skos:notation "{row.code}"')
        if row.parent:
            parts.append(f"kg:locatedIn {row.parent}")
        if row.qualifier:
            parts.append(f'kg:qualifier "{row.qualifier}"@zh')
        lines.append(" ; ".join(parts) + " .")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:4]))
