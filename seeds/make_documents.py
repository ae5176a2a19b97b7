"""Write the demo documents that are no plain UTF-8 text, from their originals: python seeds/make_documents.py [--check]

``originals/NAME.txt`` (UTF-8) becomes ``documents/NAME.EXT`` in the format and encoding of ``DOCUMENTS``. Only the
standard library is used, nothing is compressed and no clock is read: two runs on any machine give the same bytes.
``--check`` writes nothing and exits 1 where a committed document differs from what its original gives.
"""

from __future__ import annotations

import io
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent

# The PDF page: A4, one column of 30 characters, as printed studies have.
WIDTH, HEIGHT, LEFT, TOP, SIZE, LEADING = 595, 842, 92, 740, 13, 24
CHARACTERS_A_LINE, LINES_A_PAGE = 31, 17
RUNNING_HEAD = "首都产业政策研究　2021年第1期"
MARGIN_CHARACTERS = "研究"  # one of the vertical running title falls behind each page's text, as extractors give it
NOT_FIRST = "，。；：、）》”？！%"  # closing marks never begin a line
NOT_LAST = "《（“"

DOCX_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}


def main() -> int:
    """Write every document, or with ``--check`` compare; the exit status."""
    check = "--check" in sys.argv[1:]
    different = []
    for name, make in DOCUMENTS.items():
        original = HERE / "originals" / f"{Path(name).stem}.txt"
        made = make(original.read_text(encoding="utf-8"))
        target = HERE / "documents" / name
        if check and (not target.exists() or target.read_bytes() != made):
            different.append(name)
        elif not check:
            target.write_bytes(made)
    if different:
        sys.stderr.write("differs from its original: " + ", ".join(different) + "\n")
    return 1 if different else 0


def encoded(encoding: str, *, mark: bytes = b"") -> Callable[[str], bytes]:
    """A writer of the text in ``encoding`` behind the byte order mark ``mark``."""
    return lambda text: mark + text.encode(encoding)


def docx(text: str) -> bytes:
    r"""A Word document, a paragraph a line; ``\n`` within a line is a soft break.

    Runs are cut every 37 characters: word processors split runs anywhere, also inside a name or a title.
    """
    paragraphs = []
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        runs = []
        for nth, piece in enumerate(line.split("\\n")):
            if nth:
                runs.append("<w:r><w:br/></w:r>")
            cut = [piece[i : i + 37] for i in range(0, len(piece), 37)]
            runs += [f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in cut]
        style = '<w:pPr><w:jc w:val="center"/></w:pPr>' if number < 4 else '<w:pPr><w:ind w:firstLine="480"/></w:pPr>'
        paragraphs.append(f"<w:p>{style}{''.join(runs)}</w:p>")
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{''.join(paragraphs)}</w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, content in {**DOCX_PARTS, "word/document.xml": document}.items():
            entry = zipfile.ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # the same byte whatever system writes it
            archive.writestr(entry, content.encode("utf-8"))
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF of as many pages as needed, with a text layer in a Chinese font that readers supply themselves."""
    title, byline, date, *paragraphs = text.rstrip("\n").split("\n")
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    lines = [f"　　{title}", f"　　　　{byline}", f"　　　　{date}", *lines]
    pages = [lines[i : i + LINES_A_PAGE] for i in range(0, len(lines), LINES_A_PAGE)]
    first_page = 5  # objects 1 to 4: catalogue, page tree, font, descendant font
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids ["
        + " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
        + "] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H "
        "/DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor "
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
    ]
    for number, page in enumerate(pages):
        shown = [shown_at(LEFT, TOP + 50, 9, RUNNING_HEAD)]
        shown += [shown_at(LEFT, TOP - row * LEADING, SIZE, line) for row, line in enumerate(page)]
        shown.append(shown_at(WIDTH - 40, HEIGHT // 2, 9, MARGIN_CHARACTERS[number % len(MARGIN_CHARACTERS)]))
        shown.append(shown_at(WIDTH // 2 - 12, 60, 9, f"— {number + 1} —"))
        content = "\n".join(shown)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {first_page + 2 * number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe4\xb8\xad\xe6\x96\x87\n")
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("ascii"))
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii"))
    for start in starts:
        out.write(f"{start:010d} 00000 n \n".encode("ascii"))
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode("ascii"))
    return out.getvalue()


def shown_at(x: int, y: int, size: int, text: str) -> str:
    """The operators that show ``text`` at a point of the page."""
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def wrapped(paragraph: str) -> list[str]:
    """The lines of a paragraph; numbers and Latin words stay whole, closing marks never begin a line."""
    indent = "" if len(paragraph) < 10 else "　　"
    groups: list[str] = []
    for token in re.findall(r"[A-Za-z0-9.%]+|.", indent + paragraph):
        if groups and (token in NOT_FIRST or groups[-1][-1] in NOT_LAST):
            groups[-1] += token
        else:
            groups.append(token)
    lines = [""]
    for group in groups:
        if lines[-1].strip() and columns(lines[-1] + group.rstrip()) > 2 * CHARACTERS_A_LINE:
            lines[-1] = lines[-1].rstrip(" ")
            lines.append(group.lstrip(" "))
        else:
            lines[-1] += group
    return lines


def columns(text: str) -> int:
    """The width of a text in half-width columns."""
    return sum(1 if unicodedata.east_asian_width(c) in "NaNH" else 2 for c in text)


DOCUMENTS: dict[str, Callable[[str], bytes]] = {
    "03_具身智能三年行动.docx": docx,
    "04_六G与通感智算.txt": encoded("gb18030"),
    "05_海淀空间与政策.md": encoded("utf-8", mark=b"\xef\xbb\xbf"),
    "06_海淀空间与政策_电子版.txt": encoded("utf-16-le", mark=b"\xff\xfe"),
    "08_人工智能产业研究.pdf": pdf,
    "09_人形機器人半馬.txt": encoded("big5"),
    "10_六G与通感智算_摘编.html": encoded("gbk"),
}

if __name__ == "__main__":
    sys.exit(main())
