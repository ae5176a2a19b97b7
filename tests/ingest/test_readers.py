from __future__ import annotations

import io
import random
import time
import unicodedata
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from kg.errors import SourceError, UsageError
from kg.ingest import docx, readers
from kg.ingest.readers import InputFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "东湾市公布港口改造计划，明年动工。"


def read(data: bytes, name: str = "一.txt") -> readers.Source:
    return readers.read(InputFile(name=name, data=data))


def zipped(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def document(body: str) -> bytes:
    return zipped({"word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'})


def pdf(objects: list[str], trailer: str = "") -> bytes:
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n"
    return (out + f"startxref\n{start}\n%%EOF\n").encode("latin-1")


def pages(*texts: str) -> bytes:
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(texts)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(texts)}>>"]
    for i, text in enumerate(texts):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources{font}/Contents {4 + 2 * i} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    return pdf(objects)


class TestFind:
    def test_folders_are_searched_and_sorted(self, tmp_path: Path) -> None:
        for name in ("乙.txt", "甲/丙.md", "甲/丁.HTML", ".hidden.txt", ".git/x.txt", "图.png", "~$甲.docx"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(TEXT, encoding="utf-8", newline="\n")
        assert [f.name for f in readers.find([tmp_path])] == ["乙.txt", "甲/丁.HTML", "甲/丙.md"]
        assert readers.skipped([tmp_path]) == ("图.png",)

    def test_names_are_unique_composed_and_relative(self, tmp_path: Path) -> None:
        decomposed = unicodedata.normalize("NFD", "é甲.txt")
        for folder in ("一", "二"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "文.txt").write_text(TEXT, encoding="utf-8", newline="\n")
        (tmp_path / decomposed).write_text(TEXT, encoding="utf-8", newline="\n")
        names = [f.name for f in readers.find([tmp_path / "一", tmp_path / "二", tmp_path / decomposed])]
        assert names == sorted(["文.txt", "二/文.txt", unicodedata.normalize("NFC", decomposed)])
        assert not any(str(tmp_path) in name for name in names)

    def test_a_file_given_twice_counts_once(self, tmp_path: Path) -> None:
        path = tmp_path / "文.txt"
        path.write_text(TEXT, encoding="utf-8", newline="\n")
        assert len(readers.find([path, tmp_path, str(path)])) == 1

    def test_a_file_named_explicitly_is_read_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "文.data"
        path.write_text(TEXT, encoding="utf-8", newline="\n")
        (file,) = readers.find([path])
        assert readers.read(file).media_type == "text/plain"

    def test_the_order_of_the_inputs_does_not_matter(self, tmp_path: Path) -> None:
        for name in "丙甲乙":
            (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8", newline="\n")
        given = [tmp_path / f"{name}.txt" for name in "甲乙丙"]
        assert readers.find(given) == readers.find(given[::-1])

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="ascii"))
        (file,) = readers.find(["-"])
        assert readers.read(file).text == TEXT

    def test_what_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no such file"):
            readers.find([tmp_path / "无.txt"])


class TestMediaTypes:
    def test_by_content_before_name(self) -> None:
        assert read(document(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"), "一.txt").media_type == docx.MEDIA_TYPE
        assert read(pages("Port of Dongwan"), "一.bin").media_type == "application/pdf"
        assert read(f"<!DOCTYPE html><p>{TEXT}".encode(), "一.txt").media_type == "text/html"
        assert read(TEXT.encode(), "一.md").media_type == "text/markdown"

    def test_the_declared_encoding_of_html(self) -> None:
        html = f'<html><head><meta charset="gb2312"><title>东湾</title></head><body>{TEXT}</body></html>'
        assert read(html.encode("gbk"), "一.html").text == html


class TestPdf:
    def test_text_and_pages(self) -> None:
        source = read(pages("First page", "Second page"), "一.pdf")
        assert [page.label for page in source.pages] == ["p. 1", "p. 2"]
        assert source.text[source.pages[1].start :].startswith("Second")
        assert source.encoding == ""

    def test_without_a_text_layer(self) -> None:
        with pytest.raises(SourceError, match="text layer"):
            read(pages(""), "一.pdf")

    def test_cut_off(self) -> None:
        with pytest.raises(SourceError, match="truncated"):
            read(pages("First page")[:120], "一.pdf")

    def test_locked(self) -> None:
        key = "<" + "41" * 32 + ">"
        objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]
        objects.append(f"<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>")
        with pytest.raises(SourceError, match="password"):
            read(pdf(objects, "/Encrypt 3 0 R/ID[<41><41>]"), "一.pdf")


class TestDocx:
    def test_paragraphs_tables_and_marks(self) -> None:
        made = python_docx.Document()
        made.add_heading("东湾启动港口改造", 0)
        made.add_paragraph("首批泊位\t十二个。")
        table = made.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "泊位", "12"
        stream = io.BytesIO()
        made.save(stream)
        source = read(stream.getvalue(), "一.docx")
        assert source.text.startswith("东湾启动港口改造\n首批泊位\t十二个。\n泊位\t12\t\n")
        assert source.text[source.pages[1].start :].startswith("首批泊位")
        assert source.pages[1].label == "¶ 2"

    def test_deleted_and_hidden_text_is_left_out(self) -> None:
        body = (
            "<w:p><w:r><w:t>东湾</w:t></w:r><w:del><w:r><w:delText>云岭</w:delText></w:r></w:del>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗语</w:t></w:r><w:ins><w:r><w:t>港口</w:t></w:r></w:ins></w:p>"
        )
        assert read(document(body), "一.docx").text == "东湾港口\n"

    def test_a_zip_bomb_is_refused_before_it_unpacks(self) -> None:
        bomb = zipped({"word/document.xml": b"<a>" + b"0" * 60_000_000, "x": b"0" * 60_000_000})
        start = time.process_time()
        with pytest.raises(SourceError, match="zip bomb"):
            read(bomb, "一.docx")
        assert time.process_time() - start < 1

    def test_an_archive_that_lies_about_its_sizes(self) -> None:
        data = bytearray(zipped({"word/document.xml": b"<a>" + b"0" * 3_000_000}))
        real = (3_000_003).to_bytes(4, "little")
        while (at := data.find(real)) >= 0:
            data[at : at + 4] = (1000).to_bytes(4, "little")
        with pytest.raises(SourceError):
            read(bytes(data), "一.docx")

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (zipped({"a.txt": "东湾"}), "no docx"),
            (document("<w:p/>"), "empty"),
            (document(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>")[:200], "truncated or damaged"),
            (zipped({"word/document.xml": "<w:document"}), "damaged"),
            (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
            (zipped({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "nested"),
            (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "old Office file"),
            (TEXT.encode(), "does not start like a docx"),
        ],
    )
    def test_refused_with_the_reason(self, data: bytes, reason: str) -> None:
        with pytest.raises(SourceError, match=reason) as caught:
            read(data, "一.docx")
        assert caught.value.place
        assert caught.value.remedy


class TestHostile:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "empty"),
            (b"\n \n", "empty"),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
            (b"\xff\xd8\xff\xe0" + bytes(100), "JPEG"),
            (b"\x1f\x8b\x08" + bytes(100), "gzip"),
            (b"\x7fELF" + bytes(100), "program"),
            (random.Random(7).randbytes(4000), "binary|wrong encoding"),
        ],
    )
    def test_bytes_that_are_no_text(self, data: bytes, reason: str) -> None:
        with pytest.raises(SourceError, match=reason) as caught:
            read(data)
        assert caught.value.remedy

    def test_fifty_megabytes_in_one_line(self) -> None:
        start = time.process_time()
        with pytest.raises(SourceError, match="one line has more than"):
            read(b"x" * 50_000_000)
        assert time.process_time() - start < 5

    def test_too_many_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(readers, "MAX_BYTES", 1000)
        with pytest.raises(SourceError, match="too large"):
            read(b"x" * 1001)

    def test_a_file_that_cannot_be_opened(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="cannot be opened"):
            readers.read(InputFile(name="无.txt", path=tmp_path / "无.txt"))
