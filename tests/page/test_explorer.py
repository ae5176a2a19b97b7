"""The explorer in Chromium, from a file, with the network cut."""

from __future__ import annotations

import time
from typing import Any

import knowledge_factory as factory
import pytest

pytestmark = pytest.mark.browser

HUB = "北京经济技术开发区"


def _find(seen: Any, typed: str) -> list[str]:
    box = seen.page.locator('input[type="search"]').first
    box.fill(typed)
    seen.page.locator("#results").wait_for(state="visible")
    return [text.split("\n")[0] for text in seen.page.locator("#results [role=option]").all_inner_texts()]


def test_it_asks_for_nothing_but_itself_and_complains_of_nothing(visit: Any) -> None:
    seen = visit("sample")
    seen.page.locator("#canvas canvas").wait_for()
    _find(seen, "亦庄")
    seen.page.keyboard.press("Enter")
    seen.page.locator("#panel h2").wait_for()
    assert len(seen.requests) == 1
    assert seen.troubles == []


def test_the_policy_in_the_page_stops_a_request(visit: Any) -> None:
    seen = visit("sample")
    assert seen.page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'went', () => 'stopped')") == "stopped"
    assert any("Content Security Policy" in trouble for trouble in seen.troubles)
    assert len(seen.requests) == 1


def test_hostile_names_are_text_everywhere(visit: Any) -> None:
    seen = visit("hostile")
    for name in factory.HOSTILE:
        plain = seen.page.evaluate("name => kg.data.things.find(t => t.name === name).names[0].keys[0][0]", name)
        _find(seen, plain)
        assert name in seen.page.locator("#results .name").all_text_contents()
        seen.page.keyboard.press("Enter")
        assert seen.page.locator("#panel h2").text_content() == name
    seen.page.locator("button.back").click()
    seen.page.locator("#tab-documents").click()
    assert seen.troubles == []
    assert len(seen.requests) == 1
    assert seen.page.locator("#panel img, #panel script, #results img, #results script").count() == 0


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        (HUB, HUB),
        ("亦庄", HUB),
        ("yizhuang", HUB),
        ("yz", HUB),
        ("亦zhuang", HUB),
        ("ＹＺ", HUB),
        ("北京經濟技術開發區", HUB),
        ("deepseek", "深度求索"),
        ("人形機器人半程馬拉松", "北京亦庄半程马拉松"),
        ("具身智能机器人产业培育", "《具身智能机器人产业培育行动计划》"),
        ("𬭎芯", "𬭎芯科技"),
        ("6g", "6G"),
    ],
)
def test_search_finds_by_what_a_reader_types(visit: Any, typed: str, first: str) -> None:
    assert _find(visit("sample"), typed)[0] == first


def test_search_answers_in_time_and_says_when_there_is_nothing(visit: Any) -> None:
    seen = visit("sample")
    start = time.perf_counter()
    _find(seen, "行动计划")
    assert time.perf_counter() - start < 0.5 * 4  # the driver's own way there and back counts here, too
    took = seen.page.evaluate(
        """() => { const box = document.getElementById('search'); const start = performance.now();
        box.value = 'b'; box.dispatchEvent(new Event('input')); document.getElementById('results').offsetHeight;
        return performance.now() - start; }"""
    )
    assert took < 500
    seen.page.locator("#search").fill("没有这个名字")
    assert seen.text("#results") == "没有找到"
    assert seen.text("#status") == "没有找到"


def test_a_scoped_short_name_means_two_programmes(visit: Any) -> None:
    found = _find(visit("sample"), "《行动计划》")
    assert {"《北京市人工智能创新高地建设行动计划》", "《具身智能机器人产业培育行动计划》"} <= set(found)


def test_the_search_box_is_a_combobox_worked_by_keyboard(visit: Any) -> None:
    seen = visit("sample")
    assert seen.page.evaluate("document.querySelector('input').type") == "search"
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("beijing")
    box = seen.page.locator("#search")
    assert box.get_attribute("aria-expanded") == "true"
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("ArrowDown")
    chosen = seen.page.locator('#results [aria-selected="true"]')
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    name = chosen.locator(".name").inner_text()
    seen.page.keyboard.press("Enter")
    assert seen.text("#panel h2") == name
    assert box.get_attribute("aria-expanded") == "false"


def test_a_thing_shows_names_statements_and_where_they_stand(visit: Any) -> None:
    seen = visit("sample")
    _find(seen, "yz")
    seen.page.keyboard.press("Enter")
    panel = seen.text("#panel")
    for expected in ("北京亦庄", "经开区", "机器人跑进亦庄", "所辖或所在", "位于", "聚焦", "优必选"):
        assert expected in panel, expected
    row = seen.page.locator(".group .row", has_text="优必选")
    row.locator(".unfold").click()
    assert seen.text(".evidence blockquote") == "北京经济技术开发区集聚了优必选等整机企业。"
    assert seen.text(".evidence mark.subject") == "优必选"
    assert seen.text(".evidence mark.object") == HUB
    assert seen.text(".evidence mark.trigger") == "集聚"
    assert "2025-04-20" in seen.text(".evidence .source")
    assert "marathon.html" in seen.text(".evidence .how")


def test_figures_and_disagreements_of_a_thing(visit: Any) -> None:
    seen = visit("sample")
    seen.page.evaluate("key => { location.hash = key }", "#" + seen.key("北京"))
    seen.page.locator("#panel table").first.wait_for()
    table = seen.text("#panel table")
    for expected in ("人工智能企业数量", "≥ 2400 家", "2500 家", "≈ 4500 亿元", "2025-03-31"):
        assert expected in table, expected
    assert "较晚的数字" in seen.text(".disagreement")
    seen.page.locator("#panel table .unfold").first.click()
    assert seen.page.locator(".below .evidence").first.is_visible()


def _middle(seen: Any, a: str, b: str) -> dict[str, float]:
    """Where on the screen the line between two things has its middle."""
    return seen.page.evaluate(  # type: ignore[no-any-return]
        """([a, b]) => { const at = name => kg.drawing.where(kg.data.things.findIndex(t => t.name === name));
        const box = document.getElementById('canvas').getBoundingClientRect();
        return { x: box.x + (at(a).x + at(b).x) / 2, y: box.y + (at(a).y + at(b).y) / 2 }; }""",
        [a, b],
    )


def test_a_click_on_a_line_shows_the_sentences_that_say_it(visit: Any) -> None:
    seen = visit("sample")
    spot = _middle(seen, "张建国", "北京市科学技术委员会")
    seen.page.mouse.click(spot["x"], spot["y"])
    seen.page.locator("#panel .statement").first.wait_for()
    assert "张建国 任职于 → 北京市科学技术委员会" in " ".join(seen.text("#panel h3").split())
    assert seen.text("mark.subject") == "张建国"
    assert seen.text("mark.object") == "北京市科学技术委员会"
    assert "出自 北京市科学技术委员会 副主任 张建国" in seen.text("#panel .evidence")
    assert "0.95" in seen.text("#panel .evidence")
    assert "~" in seen.page.evaluate("decodeURIComponent(location.hash)")


def test_all_evidence_of_a_line_is_there(visit: Any) -> None:
    seen = visit("sample")
    key = seen.page.evaluate("kg.data.statements.find(s => s.evidence.length === 2).key")
    seen.page.evaluate("key => { location.hash = key }", "#" + key)
    seen.page.locator("#panel .statement").first.wait_for()
    assert seen.page.locator("#panel .evidence").count() == 2
    assert {"天工"} == set(seen.page.locator("#panel mark.object").all_inner_texts())


def test_a_click_on_a_node_shows_it_and_on_the_ground_lets_go(visit: Any) -> None:
    seen = visit("sample")
    spot = _middle(seen, "张建国", "张建国")
    seen.page.mouse.click(spot["x"], spot["y"])
    assert seen.text("#panel h2") == "张建国"
    box = seen.page.locator("#canvas").bounding_box()
    seen.page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)
    seen.page.locator("#tabpanel").wait_for()


def test_doubtful_statements_wait_until_asked_for(visit: Any) -> None:
    seen = visit("sample")
    _find(seen, "walker")
    seen.page.keyboard.press("Enter")
    assert "参加" not in seen.page.locator("#panel h4").all_inner_texts()
    button = seen.page.locator("#panel button.more")
    assert "1" in button.inner_text()
    button.click()
    row = seen.page.locator(".doubtful .row", has_text="世界机器人大会")
    row.locator(".unfold").click()
    assert "计划中" in seen.text(".doubtful .evidence")


def test_the_switch_brings_doubtful_lines_into_the_drawing(visit: Any) -> None:
    seen = visit("sample")
    before = seen.text("#tabpanel .note")
    seen.page.locator("#switch-doubtful").check()
    seen.page.locator("#switch-alone").check()
    assert seen.text("#tabpanel .note") != before
    assert "61" in seen.text("#tabpanel .note")


def test_the_legend_hides_and_shows_a_type(visit: Any) -> None:
    seen = visit("sample")
    button = seen.page.locator("#legend button", has_text="地点")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    button = seen.page.locator("#legend button", has_text="地点")
    assert button.get_attribute("aria-pressed") == "false"
    hidden = seen.page.evaluate("[...kg.drawing.shown()].some(i => kg.data.things[i].type === 'PLACE')")
    assert hidden is False
    button.click()
    assert seen.page.evaluate("[...kg.drawing.shown()].some(i => kg.data.things[i].type === 'PLACE')")


@pytest.mark.parametrize(
    ("locale", "title"),
    [("zh-CN", "知识图谱"), ("zh-TW", "知识图谱"), ("en-GB", "Knowledge graph"), ("fr", "Knowledge graph")],
)
def test_the_language_follows_the_browser(visit: Any, locale: str, title: str) -> None:
    seen = visit("sample", locale=locale)
    assert seen.text("h1") == title
    assert seen.page.evaluate("document.documentElement.lang") == ("zh-CN" if title == "知识图谱" else "en")


def test_the_language_switch_changes_everything_and_stays_in_the_address(visit: Any) -> None:
    seen = visit("sample")
    _find(seen, "yz")
    seen.page.keyboard.press("Enter")
    seen.page.locator("#language").click()
    panel = seen.text("#panel")
    for expected in ("Overview", "Place", "Names", "Statements", "located in", "location of", "1 passage"):
        assert expected in panel, expected
    assert seen.text("#legend button").startswith("Event")
    assert seen.text("#documents") == "4 documents"
    assert "lang=en" in seen.page.url
    again = visit("sample", seen.page.url[seen.page.url.index("#") :])
    assert again.text("h1") == "Knowledge graph"


def test_a_link_opens_the_same_view(visit: Any) -> None:
    first = visit("sample")
    node = first.key("天工")
    assert visit("sample", f"#{node}").text("#panel h2") == "天工"
    statement = first.page.evaluate("kg.data.statements[0].key")
    seen = visit("sample", f"#{statement}")
    assert seen.page.locator("#panel .evidence").count() >= 1
    document = first.page.evaluate("kg.data.documents[0].key")
    assert visit("sample", f"#{document}").page.locator("#panel .text").is_visible()
    for nothing in ("#entity/nothing", "#%E0%A4%A", "#<img src=x onerror=alert(1)>"):
        gone = visit("sample", nothing)
        assert gone.text("#status") == "这个地址所指的内容不在此图中。"
        assert gone.troubles == []


def test_back_and_forward(visit: Any) -> None:
    seen = visit("sample")
    for name in ("天工", "优必选"):
        _find(seen, name)
        seen.page.keyboard.press("Enter")
        assert seen.text("#panel h2") == name
    seen.page.go_back()
    seen.page.locator("#panel h2", has_text="天工").wait_for()
    seen.page.go_forward()
    seen.page.locator("#panel h2", has_text="优必选").wait_for()


def test_the_passage_stands_marked_in_its_document(visit: Any) -> None:
    seen = visit("sample", "#" + visit("sample").key("慧思开物"))
    seen.page.locator(".unfold").first.click()
    sentence = seen.text(".evidence blockquote")
    seen.page.locator(".evidence .source button").first.click()
    assert seen.page.locator("#panel .text mark").inner_text() == sentence
    assert seen.page.locator("#panel .text mark").is_visible()


def test_without_texts_the_sentence_is_still_there(visit: Any) -> None:
    seen = visit("bare", "#" + visit("sample").key("慧思开物"))
    seen.page.locator(".unfold").first.click()
    sentence = seen.text(".evidence blockquote")
    seen.page.locator(".evidence .source button").first.click()
    assert seen.text("#panel .text blockquote") == sentence


def test_overview_lists_everything(visit: Any) -> None:
    seen = visit("sample")
    seen.page.locator("#tab-things").focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.id") == "tab-figures"
    assert "至 2027-12-31" in seen.text("#tabpanel")
    assert "《具身智能机器人产业培育行动计划》" in seen.text("#tabpanel")
    seen.page.keyboard.press("ArrowRight")
    assert "2500 家" in seen.text("#tabpanel")
    seen.page.keyboard.press("ArrowRight")
    assert "创新中心" in seen.text("#tabpanel")
    assert "有多个可能" in seen.text("#tabpanel")
    assert "北京 supports 6G" in seen.text("#tabpanel")
    seen.page.keyboard.press("ArrowRight")
    text = seen.text("#tabpanel")
    assert "6G大会在京开幕" in text
    assert "日期不详" in text
    assert "81%" in text
    assert "坏.txt: 无法解码" in text


def test_the_list_is_a_twin_of_the_drawing_for_the_keyboard(visit: Any) -> None:
    seen = visit("sample")
    listed = set(seen.page.locator("#tabpanel > section ul.chips .thing").all_text_contents())
    drawn = set(seen.page.evaluate("[...kg.drawing.shown()].map(i => kg.data.things[i].name)"))
    assert listed == drawn
    seen.page.locator("#tabpanel .thing").first.focus()
    name = seen.page.evaluate("document.activeElement.textContent")
    seen.page.keyboard.press("Enter")
    assert seen.text("#panel h2") == name
    assert seen.page.evaluate("document.activeElement.tagName") == "H2"
    seen.page.keyboard.press("Escape")
    seen.page.locator("#tabpanel").wait_for()


def test_everything_that_can_be_pressed_has_a_name(visit: Any) -> None:
    seen = visit("sample", "#" + visit("sample").key("北京"))
    nameless = seen.page.evaluate(
        """[...document.querySelectorAll('button, input, [role=listbox], [role=tabpanel], canvas')]
        .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length)))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    ids = seen.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_contrast(visit: Any, dark: bool) -> None:
    seen = visit("sample", dark=dark)
    colours = seen.page.evaluate(
        """() => { const style = getComputedStyle(document.documentElement);
        return Object.fromEntries(['ink', 'quiet', 'accent', 'paper', 'ground', 'tint', 'subject', 'object', 'passage',
        'warn', 'warn-tint', 'good', 'good-tint'].map(n => [n, style.getPropertyValue('--' + n).trim()])); }"""
    )

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    grounds = {
        "ink": ("paper", "ground", "tint", "subject", "object", "passage"),
        "quiet": ("paper", "ground", "tint"),
        "accent": ("paper", "ground"),
        "warn": ("warn-tint",),
        "good": ("good-tint",),
    }
    for text, against in grounds.items():
        for ground in against:
            high, low = sorted((light(colours[text]), light(colours[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (2560, 1440)])
def test_it_fits_the_screen(visit: Any, size: tuple[int, int]) -> None:
    seen = visit("sample", "#" + visit("sample").key("北京"), size=size)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert seen.page.locator("#search").is_visible()
    assert seen.page.locator("#canvas canvas").bounding_box()["width"] > 300
    assert seen.page.locator("#panel h2").is_visible()


def test_the_footer_says_what_the_page_was_made_of(visit: Any) -> None:
    seen = visit("sample")
    footer = " ".join(seen.text("footer").split())
    assert factory.RECEIPT[:16] in footer
    assert "4 篇文档" in footer
    assert "kg-zh" in footer


def test_the_classic_view_draws_offline_and_runs_no_name(visit: Any) -> None:
    seen = visit("classic")
    seen.page.locator("canvas").wait_for()
    assert seen.page.evaluate("network.body.nodeIndices.length") > 50
    assert len(seen.requests) == 1
    assert seen.troubles == []


def test_the_picture_in_a_notebook_draws_offline(visit: Any) -> None:
    seen = visit("notebook")
    frame = seen.page.frame_locator("iframe")
    frame.locator("canvas").wait_for()
    # A sandboxed frame is a process of its own, which the browser may start before the test's locale reaches it.
    legend = frame.locator("#legend").inner_text()
    assert "机构" in legend or "Organisation" in legend
    assert not frame.locator("#panel").is_visible()
    assert [url for url in seen.requests if not url.startswith(("file:", "about:"))] == []
    assert seen.troubles == []


def test_the_svg_picture_shows_names_as_text(visit: Any) -> None:
    seen = visit("picture")
    words = "".join(seen.page.locator("svg text").all_text_contents())
    assert "天工" in words
    assert "<script>" in words
    assert seen.troubles == []
