"""What a single line looks like: ended, numbered, a headline, in what width. No line knows its neighbours here."""

from __future__ import annotations

import re

CJK = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
SPACE = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
ENDERS = "。！？!?；;…⋯"
CLOSERS = "”’」』）)】》〉］]\"'"
_BLANKS = re.compile(f"[{SPACE}]")
_CJK = re.compile(f"[{CJK}]")
_SPACED_OUT = re.compile(f"(?:^|[{SPACE}])(?:[{CJK}][，。、；：！？”’）》]*[{SPACE}]){{3,}}")
_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节節条條编編部篇款]|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2}){0,2}[、．.](?!\d)|[①-⑳⑴-⒇]"
    r"|[●■◆▲△▼★☆•○◇□※►▶][^\d]|附件\d*[：:]|附[：:])"
)
_SPEECH = re.compile(f"(?:问|答|問|Q|A|记者|記者|主持人|[{CJK}]{{2,4}})[：:]")
_TURN = re.compile("(?:问|答|問|Q|A|记者|記者|主持人)\\s*[：:]")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,5}[章节節编編部篇]")
_INSIDE = re.compile("[。！？；，,]")
TRADITIONAL = str.maketrans(
    "頁權轉載錄註關聲責編輯瀏覽點擊鏈閱讀來發佈時間評論網絡訊報導記聞攝圖為檢舉電郵掃碼當號體熱線僅經許專題問題視頻會員歡迎進們備許證監審對與產業機還請從東題號標籤複製鍵條",
    "页权转载录注关声责编辑浏览点击链阅读来发布时间评论网络讯报导记闻摄图为检举电邮扫码当号体热线仅经许专题问题视频会员欢迎进们备许证监审对与产业机还请从东题号标签复制键条",
)


def squeezed(text: str) -> str:
    """The text without any white space, for comparing."""
    return "".join(text.split())


def blank(character: str) -> bool:
    return _BLANKS.match(character) is not None


def width(line: str) -> float:
    """Width in Chinese characters: a half-width character or blank counts one half, blanks of a line pulled apart 0."""
    narrow = len(line.encode("ascii", "ignore"))
    if spaced_out(line):
        blanks = len(_BLANKS.findall(line))
        return len(line) - blanks - (narrow - line.count(" ") - line.count("\t")) * 0.5
    return len(line) - narrow * 0.5


def spaced_out(line: str) -> bool:
    """Whether a typesetter pulled the line apart to fill its column: 行 动 计 划."""
    return (" " in line or "\u3000" in line or "\u00a0" in line) and _SPACED_OUT.search(line) is not None


def ended(line: str) -> bool:
    """Whether a sentence ends with the line. Brackets at its end are looked through: …!(魏某)."""
    text = line.rstrip()
    while text:
        last = text[-1]
        if last in ENDERS or last in "：:":
            return True
        if last in "）)":
            opened = max(text.rfind("（", 0, -1), text.rfind("(", 0, -1))
            if opened <= 0:
                return opened == 0
            return text[opened - 1] in ENDERS + CLOSERS
        if last not in CLOSERS:
            return False
        text = text[:-1]
    return False


def tail(line: str) -> str:
    """What stands after the last full stop inside the line."""
    last = max(line.rfind(mark) for mark in "。！？")
    return line[last + 1 :].lstrip(CLOSERS)


def numbered(line: str) -> bool:
    return _NUMBERED.match(line.lstrip()) is not None


def number(text: str) -> bool:
    """Whether the text is the number of a heading, an article or a list item and nothing else: 第三条, （一）, 2."""
    return _NUMBERED.fullmatch(text.strip()) is not None


def speech(line: str) -> bool:
    """A turn in an interview: 问：…, 记者：…"""
    return _SPEECH.match(line.lstrip()) is not None


def chapter(line: str) -> bool:
    return _CHAPTER.match(line.lstrip()) is not None


def headline(line: str) -> bool:
    """Whether the line can be a headline: some Chinese, short, no sentence end, no list mark."""
    text = line.strip()
    size = width(text)
    if not 3 <= size <= 48 or len(_CJK.findall(text)) < 3:
        return False
    if text[-1] in "。；;，,、：:" or numbered(text) or _TURN.match(text):
        return False
    return "。" not in text and text.count("，") + text.count(",") <= 3


def prose(line: str) -> bool:
    """Whether there is sentence punctuation in the line."""
    return _INSIDE.search(line) is not None


_MARKS = str.maketrans("：　｜│丨＞»›（）［］〔〕\u00a0\t／—－", ":\u0020|||>>>()[][]\u0020\u0020/--")
_PLAIN = TRADITIONAL | _MARKS
_NOT_PLAIN = re.compile("[" + "".join(map(chr, _PLAIN)) + "]")


def prose_free(line: str) -> bool:
    """A headline or a name: no sentence in it, and none ends with it."""
    return headline(line) and not prose(line) and not ended(line)


def plain(line: str) -> str:
    """The line for matching furniture and bylines: simplified, half-width marks; as long as the line itself."""
    return line.translate(_PLAIN) if _NOT_PLAIN.search(line) else line


_DATE_END = re.compile(r"\d{1,2}\s*[月日]\s*[)）]?$|[（(]完[)）]$")


def date_end(line: str) -> bool:
    """Whether the line ends like the date under an official text."""
    return _DATE_END.search(line.rstrip()) is not None
