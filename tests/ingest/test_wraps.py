from __future__ import annotations

import pytest

from kg.ingest import copies, margins, repair, wraps
from kg.ingest.draft import Draft

from .drafts import kinds, mended

PARAGRAPHS = (
    "东湾市日前公布新一轮港口改造计划，提出用三年时间把老码头改成换电码头，沿岸的旧仓库也将陆续腾退，改作船舶电池的检测车间。",
    "计划由市交通局牵头。局长周未介绍，首批改造的泊位一共十二个，全部位于北岸，预计明年夏天交付使用，届时内河货船每次换电只要二十分钟。",
    "企业对此反应积极。云岭动力已经在园区租下两栋厂房，准备把总装线从外地迁来；另有三家配套企业正在办理入园手续，年底前可以投产。",
)


def printed(width: int, *, gap: str = "\n", indent: str = "", short: bool = False, heading: str = "") -> str:
    lines: list[str] = [heading] if heading else []
    for paragraph in PARAGRAPHS:
        rest = paragraph
        first = True
        while rest:
            size = width - 2 if first and (indent or short) else width
            lines.append((indent if first else "") + rest[:size])
            rest, first = rest[size:], False
    return gap.join(lines)


@pytest.mark.parametrize("width", [14, 19, 28, 36])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(("indent", "short"), [("　　", False), ("", True), ("    ", False)])
def test_paragraphs_come_back_from_any_column(width: int, gap: str, indent: str, short: bool) -> None:
    text = mended(wraps.join, printed(width, gap=gap, indent=indent, short=short))
    squeezed = [line.strip() for line in text.split("\n") if line.strip()]
    for paragraph in PARAGRAPHS:
        for sentence in paragraph.split("。")[:-1]:
            assert any(sentence in line for line in squeezed), (sentence, squeezed)


def test_a_heading_in_a_column_stays_alone() -> None:
    raw = printed(20, gap="\n\n", short=True).replace(PARAGRAPHS[1][:18], "改造泊位先行\n\n" + PARAGRAPHS[1][:18])
    assert "改造泊位先行" in [line.strip() for line in mended(wraps.join, raw).split("\n")]


def test_text_that_is_not_wrapped_stays_as_it_is() -> None:
    text = "\n".join(
        [
            "东湾公布港口改造计划",
            *PARAGRAPHS,
            "一、改造泊位",
            "二、腾退仓库",
            "三、引进企业",
            "东湾市交通局",
            "2031年5月6日",
        ]
    )
    assert mended(wraps.join, text) == text


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        ("东湾、\n云岭两地已经签约，\n明年动工。", "东湾、云岭两地已经签约，明年动工。"),
        ("会上印发《东湾市港口\n改造计划》全文。", "会上印发《东湾市港口改造计划》全文。"),
        ("云岭\n—\n—\n老码头里的新生意", "云岭——老码头里的新生意"),
        ("本报记者\n周\n未", "本报记者周未"),
        ("他问：“为什么\n”大家都笑了。", "他问：“为什么”大家都笑了。"),
    ],
)
def test_signs_of_a_sentence_that_goes_on(raw: str, joined: str) -> None:
    assert mended(wraps.join, raw) == joined


def test_latin_words_keep_a_blank() -> None:
    raw = "这份报告名为《Harbour Power\nOutlook》，由东湾港务局发布。"
    assert mended(wraps.join, raw) == "这份报告名为《Harbour Power Outlook》，由东湾港务局发布。"


@pytest.mark.parametrize(
    "text",
    [
        "东湾启动港口改造\n本报记者 周未",
        "一问：钱从哪里来？\n答：市里出一半。",
        "东湾市交通局\n2031年5月6日",
        "1.改造泊位\n2.腾退仓库\n3.引进企业",
    ],
)
def test_lines_of_their_own_stay(text: str) -> None:
    assert mended(wraps.join, text) == text


class TestMargins:
    def test_a_character_between_two_halves_of_a_sentence(self) -> None:
        raw = "市交通局局长周未介绍，首批改造的泊位一共\n纵\n十二个，全部位于北岸，明年夏天交付使用。"
        assert mended(lambda d: wraps.join(margins.margins(d)), raw).count("\n") == 0
        assert "纵" not in mended(margins.margins, raw)
        assert kinds(margins.margins, raw) == ["margin"]

    @pytest.mark.parametrize(
        "text",
        [
            "本报记者\n周\n未\n东湾启动港口改造，明年动工。",
            "会议于2031年5月6\n日\n举行，市长出席。",
            "他说，这里的码头过去叫“\n老\n”码头，现在改了名字。",
            "一\n东湾的码头醒得很早。\n二\n云岭的工厂睡得很晚。",
        ],
    )
    def test_characters_that_belong_to_the_text_stay(self, text: str) -> None:
        assert mended(margins.margins, text) == text

    def test_one_character_on_the_last_line_of_every_page(self) -> None:
        whole = "".join(PARAGRAPHS)
        rows = [whole[i : i + 20] for i in range(0, len(whole), 20)]
        page = "\n\n".join(rows[:5]) + "辑\n " + "\n\n".join(rows[5:])
        read = mended(margins.margins, "\n\n".join([page] * 4))
        assert "辑" not in read
        assert read.replace("\n", "").replace(" ", "") == whole * 4

    def test_running_titles_of_a_pdf(self) -> None:
        page = "东湾产业研究　2031年第{0}期\r\n{1}\r\n— {0} —\n"
        raw = "".join(page.format(n, PARAGRAPHS[n - 1]) for n in (1, 2, 3))
        starts = [raw.index(f"东湾产业研究　2031年第{n}期") for n in (1, 2, 3)]
        read = margins.running_titles(repair.line_ends(Draft.of(raw)), starts).text
        assert "产业研究" not in read
        assert all(paragraph in read for paragraph in PARAGRAPHS)


class TestCopies:
    def test_an_article_printed_twice(self) -> None:
        text = "\n".join(["东湾启动港口改造", "本报记者 周未", *PARAGRAPHS])
        assert mended(copies.articles, text + "\n" + text).rstrip("\n") == text
        assert kinds(copies.articles, text + "\n" + text) == ["repeated-article"]

    def test_the_second_copy_may_be_wrapped_otherwise(self) -> None:
        first, second = "\n".join(PARAGRAPHS), "\n".join(p[:30] + "\n" + p[30:] for p in PARAGRAPHS)
        assert mended(copies.articles, first + "\n" + second).rstrip("\n") == first

    def test_short_lines_that_come_back_stay(self) -> None:
        text = "问：还有吗？\n答：有。\n问：还有吗？\n答：没有了。"
        assert mended(copies.articles, text) == text

    def test_a_quotation_from_above_stays(self) -> None:
        text = PARAGRAPHS[0] + "\n“三年时间把老码头改成换电码头”，这句话后来被反复提起。"
        assert mended(copies.articles, text) == text

    def test_an_address_that_comes_back_stays(self) -> None:
        text = "\n".join(["各位港口代表！", PARAGRAPHS[0], "各位港口代表！", PARAGRAPHS[1]])
        assert mended(copies.headlines, text) == text

    def test_a_headline_printed_twice(self) -> None:
        raw = "东湾启动港口改造\n来源：东湾日报\n东湾启动港口改造\n" + PARAGRAPHS[0]
        assert mended(copies.headlines, raw) == "东湾启动港口改造\n来源：东湾日报\n" + PARAGRAPHS[0]

    @pytest.mark.parametrize(
        ("raw", "read"),
        [
            (
                "东湾港口改造启动 货船换电提速\n东湾港口改造启动\n货船换电提速\n正文。",
                "东湾港口改造启动 货船换电提速\n正文。",
            ),
            (
                "东湾港口改造启动\n货船换电提速\n东湾港口改造启动货船换电提速\n正文。",
                "东湾港口改造启动\n货船换电提速\n正文。",
            ),
        ],
    )
    def test_a_headline_once_in_one_line_and_once_in_two(self, raw: str, read: str) -> None:
        assert mended(copies.headlines, raw) == read
