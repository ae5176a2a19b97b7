from __future__ import annotations

import pytest

from kg.ingest import repair
from kg.ingest.draft import Draft, counts

from .drafts import kinds, mended


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("甲\r\n乙", "甲\n乙"),
        ("甲\r乙", "甲\n乙"),
        ("甲\u2028乙\x0c丙\x85丁", "甲\n乙\n丙\n丁"),
        ("甲\r\n\r\n乙", "甲\n\n乙"),
    ],
)
def test_line_ends_become_one_kind(raw: str, read: str) -> None:
    assert mended(repair.line_ends, raw) == read
    assert kinds(repair.line_ends, raw) == []


def test_invisible_characters_go() -> None:
    assert mended(repair.invisible, "\ufeff云\u200b岭\u00ad计划") == "云岭计划"
    assert kinds(repair.invisible, "云\u200b岭") == ["invisible"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("２０２６年Ｑ１完成３．５亿元", "2026年Q1完成3.5亿元"),
        ("占比４５％", "占比45%"),
        ("一，二。三：四", "一，二。三：四"),
        ("（甲）！？", "（甲）！？"),
    ],
)
def test_only_digits_and_letters_become_half_width(raw: str, read: str) -> None:
    assert mended(repair.full_width, raw) == read


class TestUndouble:
    def test_a_line_printed_over_itself(self) -> None:
        raw = "昨日昨日，，志愿者在展馆门口志愿者在展馆门口，，引导观众引导观众。。"
        assert mended(repair.undouble, raw) == "昨日，志愿者在展馆门口，引导观众。"
        assert kinds(repair.undouble, raw) == ["doubled"]

    def test_the_line_below_goes_with_it(self) -> None:
        raw = "昨日昨日，，观众入场观众入场。。\n本报记者本报记者 周未周未摄摄"
        assert mended(repair.undouble, raw) == "昨日，观众入场。\n本报记者 周未摄"

    @pytest.mark.parametrize(
        "text", ["天天向上，，人人有责。", "谢谢，看看，想想。", "研究研究再说。", "1212，3434。", "好好好！！"]
    )
    def test_ordinary_repetition_stays(self, text: str) -> None:
        assert mended(repair.undouble, text) == text


class TestBlanks:
    @pytest.mark.parametrize(
        ("raw", "read"),
        [
            ("发布了《东 湾 机 器 人 行 动 方 案》全文。", "发布了《东湾机器人行动方案》全文。"),
            ("到 2031 年，东湾要建成 12 座换电站。", "到2031年，东湾要建成12座换电站。"),
            ("《方案（2029—2031 年）》已经印发，各区照办。", "《方案（2029—2031年）》已经印发，各区照办。"),
            ("今 年 以 来 ，东 湾 的 企 业 多 了 ，税 收 也 多 了 。", "今年以来，东湾的企业多了，税收也多了。"),
            ("建成后，每年可节电。 2030年起推广。", "建成后，每年可节电。2030年起推广。"),
            ("东湾的 AI 企业有 30 家，多数在园区。", "东湾的AI企业有30家，多数在园区。"),
        ],
    )
    def test_noise_goes(self, raw: str, read: str) -> None:
        assert mended(repair.blanks, raw) == read

    @pytest.mark.parametrize(
        "text",
        [
            "东湾汽车推出的DW7 Ultra Max，时速超过300公里。",
            "Open Robotics 2031 Summit",
            "本报记者 周未 通讯员 沈青",
            "本报东湾5月1日电（记者 周未 沈青）今天，园区开工。",
            "东湾换挡提速 老港再造新城",
            "主题为“数聚东湾 智启未来”的论坛昨日举行。",
            "第三条 园区办负责日常管理。",
            "企业\t数量\t占比",
            "市政府新闻办副主任 周未：各位记者，上午好。",
        ],
    )
    def test_blanks_with_a_meaning_stay(self, text: str) -> None:
        assert mended(repair.blanks, text) == text

    def test_headings_follow_the_habit_of_their_text(self) -> None:
        body = "东湾的 AI 企业有 30 家，AI 人才有 900 人，还有 5 所高校。\n"
        assert mended(repair.blanks, "（一）东湾 AI 产业\n" + body * 2).startswith("（一）东湾AI产业\n")
        assert mended(repair.blanks, "（一）东湾 AI 产业\n东湾的企业多。").startswith("（一）东湾 AI 产业\n")


class TestQuotes:
    @pytest.mark.parametrize(
        ("raw", "read"),
        [
            ("他们叫它“小岭“，很聪明。", "他们叫它“小岭”，很聪明。"),
            ("他们叫它”小岭”，很聪明。", "他们叫它“小岭”，很聪明。"),
            ('先是“云岭"，后是“东湾”。', "先是“云岭”，后是“东湾”。"),
            ("以”双港“和“三区”为主。", "以“双港”和“三区”为主。"),
        ],
    )
    def test_certain_ones_are_turned(self, raw: str, read: str) -> None:
        assert mended(repair.quotes, raw) == read
        assert kinds(repair.quotes, raw) == ["quotes"]

    @pytest.mark.parametrize(
        "text",
        [
            "“甲说“乙”真好。”他笑了。",  # nested
            "“第一段没有收尾，",
            '屏幕有5.5"和6"两种',
            '他说"好"，大家说"行"。',  # half-width throughout: a habit
            "结束了。”他说。“再见。”",  # begins inside a quotation
        ],
    )
    def test_doubtful_ones_stay(self, text: str) -> None:
        assert mended(repair.quotes, text) == text


def test_repairs_are_counted_by_kind() -> None:
    draft = repair.blanks(repair.full_width(Draft.of("到 ２０３１ 年，东湾建成。")))
    assert [(c.kind, c.count, c.characters) for c in counts(draft.edits)] == [
        ("blank", 2, 2),
        ("fullwidth-digits", 4, 4),
    ]


def test_a_draft_refuses_more_than_one_character_for_one() -> None:
    with pytest.raises(ValueError, match="one character"):
        Draft.of("甲").replaced([(0, "乙丙")], "quotes")
    with pytest.raises(ValueError, match="overlaps"):
        Draft.of("甲乙丙").without([(0, 2), (1, 3)], "blank")
