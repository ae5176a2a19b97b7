from __future__ import annotations

import time

import pytest

from kg.errors import SettingsError, SourceError
from kg.ingest import articles, bylines, duplicates, metadata
from kg.model import PartialDate

from .drafts import check_offsets, read, source

HARBOUR = (
    "东湾市日前公布港口改造计划，提出用三年时间把老码头改成换电码头，沿岸的旧仓库也将陆续腾退。\n"
    "局长周未介绍，首批改造的泊位一共十二个，全部位于北岸，明年夏天交付使用，货船换电只要二十分钟。\n"
    "沿江货运企业对换电码头反应积极，已有八家签约，码头全部建成后每年可以少烧柴油三万吨。\n"
)
SCHOOL = (
    "新学期第一天，云岭县的一百二十所村小同时上了一堂机器人课，讲课的老师远在省城。\n"
    "教育局副局长沈青说，县里给每所村小配了两台教学机器人，孩子们可以随时向远方的老师提问。\n"
    "云岭师范学院将派出八十名学生到村小实习，帮助老师把机器人课上好，实习期为一个学期。\n"
)
TEA = (
    "清明前后，雾溪镇的茶园进入采摘高峰，三千亩茶园里到处是采茶人的身影。\n"
    "镇长柳北算了一笔账：去年全镇茶叶产值突破两亿元，茶农人均增收四千元，茶园还带动了民宿。\n"
    "雾溪镇计划再建三个茶叶初制厂，把茶园到茶杯的路再缩短一程，让茶农多留一份利润。\n"
)


def date(value: str) -> PartialDate:
    return PartialDate(value=value)


class TestParting:
    def test_articles_one_after_the_other(self) -> None:
        raw = f"东湾启动港口改造\n本报记者 周未\n{HARBOUR}\n村小来了机器人老师\n本报记者 沈青 通讯员 何北\n{SCHOOL}"
        first, second = read(raw)
        assert (first.title, first.byline, first.index) == ("东湾启动港口改造", ("周未",), 0)
        assert (second.title, second.byline, second.index) == ("村小来了机器人老师", ("沈青", "何北"), 1)
        assert "机器人" not in first.text
        assert "码头" not in second.text
        for document in (first, second):
            check_offsets(raw, document)

    def test_headlines_that_stand_apart_from_their_text(self) -> None:
        raw = (
            "东湾码头改造货船换电\n□ 本报记者 周未\n雾溪茶园带富茶农\n村小来了机器人老师\n本报记者 沈青\n"
            + HARBOUR
            + SCHOOL
            + TEA
        )
        found = {document.title: document for document in read(raw)}
        assert list(found) == ["东湾码头改造货船换电", "雾溪茶园带富茶农", "村小来了机器人老师"]
        assert "柴油三万吨" in found["东湾码头改造货船换电"].text
        assert "柳北" in found["雾溪茶园带富茶农"].text
        assert "沈青说" in found["村小来了机器人老师"].text
        assert found["雾溪茶园带富茶农"].byline == ()
        assert found["村小来了机器人老师"].byline == ("沈青",)
        assert sum("柳北" in document.text for document in found.values()) == 1
        for document in found.values():
            check_offsets(raw, document)

    @pytest.mark.parametrize(
        "text",
        [
            f"东湾启动港口改造\n本报记者 周未\n{HARBOUR}村小来了机器人\n{SCHOOL}",
            f"一周要闻\n{HARBOUR}（记者 周未）\n{SCHOOL}（记者 沈青）",
            f"东湾启动港口改造\n{HARBOUR}记者手记\n本报记者 周未",
            f"对话周未：码头怎么改\n记者：先改哪里？\n周未：先改北岸。\n{HARBOUR}",
        ],
    )
    def test_one_article_stays_one(self, text: str) -> None:
        (document,) = read(text)
        assert "".join(document.text.split()) == "".join(text.split())

    def test_an_article_without_a_headline(self) -> None:
        (document,) = read(HARBOUR)
        assert document.title == ""
        assert document.text == HARBOUR.strip()

    def test_nothing_but_furniture(self) -> None:
        with pytest.raises(SourceError, match="furniture"):
            read("当前位置：首页 > 新闻 > 正文\n分享到：微信 微博\n版权所有 东湾产业网\n")


class TestBylines:
    @pytest.mark.parametrize(
        ("line", "names", "medium"),
        [
            ("■东湾城市报记者 周未", ("周未",), "东湾城市报"),
            ("□ 本报记者 周未", ("周未",), ""),
            ("本报记者 周未 沈青 通讯员 何北", ("周未", "沈青", "何北"), ""),
            ("文/东湾青年报记者 周未", ("周未",), "东湾青年报"),
            ("作者：周未、沈青", ("周未", "沈青"), ""),
            ("（记者 周未）", ("周未",), ""),
            ("東灣科技導報記者 葉青", ("葉青",), "東灣科技導報"),
            ("记者 王𬭎", ("王𬭎",), ""),
            ("本报记者 阿依古丽·买买提", ("阿依古丽·买买提",), ""),
            ("《东湾参考》记者 周未", ("周未",), "东湾参考"),
        ],
    )
    def test_read(self, line: str, names: tuple[str, ...], medium: str) -> None:
        credit = bylines.credit(line)
        assert credit is not None
        assert (credit.names, credit.medium) == (names, medium)

    @pytest.mark.parametrize(
        "line",
        [
            "记者了解到，码头明年动工。",
            "港务局副研究员周未认为，码头应当早改，",
            "东湾启动港口改造",
            "记者：先改哪里？",
            "责任单位：市交通局",
        ],
    )
    def test_no_byline(self, line: str) -> None:
        credit = bylines.credit(line)
        assert credit is None or not credit.names

    def test_a_source_line(self) -> None:
        credit = bylines.credit("来源：东湾日报　作者：周未　2031-05-06 08:30")
        assert credit is not None
        assert (credit.source, credit.names, credit.date) == ("东湾日报", ("周未",), date("2031-05-06"))

    @pytest.mark.parametrize(
        ("text", "medium", "names"),
        [
            ("新华社东湾5月6日电（记者 周未）港口改造启动。", "新华社", ("周未",)),
            ("东湾日报讯（记者 周未 通讯员 沈青）港口改造启动。", "东湾日报", ("周未", "沈青")),
            ("本报云岭5月6日电（记者周未）港口改造启动。", "", ("周未",)),
        ],
    )
    def test_the_head_of_a_report(self, text: str, medium: str, names: tuple[str, ...]) -> None:
        credit = bylines.dateline(text)
        assert credit is not None
        assert (credit.medium, credit.names) == (medium, names)

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("2031/5/6 20:14:29", "2031-05-06"),
            ("2031-05-06", "2031-05-06"),
            ("2031年5月6日", "2031-05-06"),
            ("2031年5月", "2031-05"),
            ("二〇三一年五月六日", "2031-05-06"),
            ("二〇三一年十二月二十一日", "2031-12-21"),
        ],
    )
    def test_dates(self, text: str, value: str) -> None:
        assert bylines.date_line(text) == date(value)

    @pytest.mark.parametrize("text", ["2031年5月6日，港口改造启动。", "5月6日", "截至2031年", "2031-2035年", "12.5"])
    def test_no_date_line(self, text: str) -> None:
        assert bylines.date_line(text) is None


class TestMetadata:
    def test_what_the_article_says(self) -> None:
        note = "来源：某转载网  日期：2031/5/7 20:14:29  浏览次数：12  我要收藏"
        raw = f"东湾启动港口改造\n{note}\n{HARBOUR}文/东湾青年报记者 周未\n编辑/沈青\n"
        (document,) = read(raw)
        assert (document.publisher, document.byline, document.published) == (
            "东湾青年报",
            ("周未",),
            date("2031-05-07"),
        )
        assert document.text.endswith("文/东湾青年报记者 周未\n编辑/沈青")
        assert "某转载网" not in document.text

    def test_the_signature_and_the_issuer(self) -> None:
        (document,) = read(f"东湾启动港口改造\n{HARBOUR.strip()}（周未）")
        assert document.byline == ("周未",)
        (document,) = read(f"关于启动港口改造的通知\n{HARBOUR}东湾市交通局\n2031年5月6日")
        assert (document.publisher, document.published) == ("东湾市交通局", date("2031-05-06"))

    def test_nothing_is_invented(self) -> None:
        (document,) = read(f"东湾启动港口改造\n2031年5月6日，港口改造启动。\n{HARBOUR}")
        assert (document.byline, document.publisher, document.published) == ((), "", None)

    def test_the_masthead_of_a_page_holds_for_all_its_articles(self) -> None:
        head = "东湾日报　２０３１年５月６日　星期二　第４版\n要闻"
        raw = f"{head}\n东湾启动港口改造\n本报记者 周未\n{HARBOUR}"
        raw += f"村小来了机器人老师\n本报记者 沈青\n{SCHOOL}"
        found = read(raw)
        assert [d.title for d in found] == ["东湾启动港口改造", "村小来了机器人老师"]
        assert {(d.publisher, d.published) for d in found} == {("东湾日报", date("2031-05-06"))}

    def test_given_values_win_and_are_named(self) -> None:
        given = {
            "一.txt": {
                "publisher": "云岭日报",
                "published": "2031-06",
                "author": "何北",
                "url": "https://example.org/1",
            }
        }
        (document,) = articles.documents(source(f"东湾启动港口改造\n本报记者 周未\n{HARBOUR}"), given)
        assert (document.publisher, document.published, document.byline) == ("云岭日报", date("2031-06"), ("何北",))
        assert document.given == ("byline", "published", "publisher", "url")

    def test_the_file(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        path = tmp_path / "metadata.csv"
        path.write_text("file,published,author\n一.txt,2031-05,周未\n二.txt,,\n", encoding="utf-8", newline="\n")
        assert metadata.load(path) == {"一.txt": {"published": "2031-05", "author": "周未"}, "二.txt": {}}

    @pytest.mark.parametrize(
        ("text", "problem", "line"),
        [
            ("file,titel\n一.txt,x\n", "unknown column 'titel'", "line 1"),
            ("url\nx\n", "file", "line 1"),
            ("file,url\n一.txt\n", "1 cells under 2", "line 2"),
            ("file,published\n\n一.txt,6.5.2031\n", "no date", "line 3"),
            ("file,url\n一.txt,a\n一.txt,b\n", "twice", "line 3"),
            ("file,url\n三.txt,a\n", "not among the inputs", "line 2"),
        ],
    )
    def test_errors_name_the_line(self, tmp_path, text: str, problem: str, line: str) -> None:  # type: ignore[no-untyped-def]
        path = tmp_path / "metadata.csv"
        path.write_text(text, encoding="utf-8", newline="\n")
        with pytest.raises(SettingsError, match=problem) as caught:
            metadata.load(path, inputs=["一.txt"])
        assert line in caught.value.place


class TestIdentity:
    def test_the_id_ignores_white_space_only(self) -> None:
        plain, wrapped = read(f"东湾启动港口改造\n{HARBOUR}")[0], read(f"东湾启动港口改造\r\n\r\n　　{HARBOUR}")[0]
        assert plain.id == wrapped.id
        assert plain.id != read(f"东湾启动港口改造\n{SCHOOL}")[0].id

    def test_reprints(self) -> None:
        first = read(f"东湾启动港口改造\n本报记者 周未\n{HARBOUR}{TEA}")[0]
        second = read(f"东湾港口大改造\n{HARBOUR}{TEA.replace('清明前后，', '')}")[0]
        other = read(f"村小来了机器人老师\n{SCHOOL}")[0]
        (found,) = duplicates.reprints([first, second, other])
        assert {found.document, found.other} == {first.id, second.id}
        assert duplicates.reprints([other, second, first]) == (found,)
        assert duplicates.LEAST_SHARE <= found.share < 1
        assert duplicates.reprints([first, first]) == ()

    def test_the_share_is_exact(self) -> None:
        a, b = read("甲乙丙丁戊己庚辛壬癸子丑。")[0], read("甲乙丙丁戊己庚辛壬癸子卯。")[0]
        left, right = ({d.text[i : i + 8] for i in range(len(d.text) - 7)} for d in (a, b))
        share = round(len(left & right) / len(left | right), 4)
        assert [r.share for r in duplicates.reprints([a, b])] == ([share] if share >= duplicates.LEAST_SHARE else [])


@pytest.mark.parametrize("size", [1])
def test_a_megabyte_is_read_in_linear_time(size: int) -> None:
    lines = [
        f"第{n}家企业在{n % 97}号泊位签约，全年计划换电{n * 7 % 1009}次，比上年增加{n % 31}成。" for n in range(26_000)
    ]
    small, large = "\n".join(lines[:6_500]), "\n".join(lines)
    assert len(large) > 900_000
    spent = []
    for text in (small, large):
        start = time.process_time()
        (document,) = read("东湾启动港口改造\n" + text)
        spent.append(time.process_time() - start)
        assert len(document.text) == len(text) + 9
    assert spent[1] < 8 * max(spent[0], 0.05)
    assert len(large) / spent[1] > 60_000  # three hundred thousand a second on an idle machine
