"""Office files drawn by the real LibreOffice, with our fonts, on a machine that has no others."""

from collections import Counter
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.styles import Font

from documents.inspection import type_problem
from documents.rendering import office, office_pdf
from documents.rendering.fonts import FAMILIES, STANDS_IN, fontconfig
from tests.documents.samples import zipped
from tests.office import converted, needs_soffice

WORDS = "关于智慧县城项目的批复〔2026〕3号 㙓𬭎堃喆龑"
FONTS = {"宋体": "AppSong", "黑体": "AppHei", "仿宋_GB2312": "AppKai", "楷体": "AppKai"}
LEGACY = {"doc": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx"}
PARAGRAPH = """<w:p><w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>
</w:rPr><w:t>{font}：{words}</w:t></w:r></w:p>"""
SPACE = "http://schemas.openxmlformats.org"
DOCUMENT = f"{SPACE}/officeDocument/2006/relationships/officeDocument"
BODY = "{}".join(
    (f'<w:document xmlns:w="{SPACE}/wordprocessingml/2006/main"><w:body>', "</w:body></w:document>")
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""<Types xmlns="{SPACE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>"""
RELATIONS = f"""<Relationships xmlns="{SPACE}/package/2006/relationships">
<Relationship Id="r1" Type="{DOCUMENT}" Target="word/document.xml"/></Relationships>"""


def written(extension: str) -> bytes:
    """Write a small document or workbook with the characters that are hard to print."""
    if extension == "docx":
        text = "".join(PARAGRAPH.format(font=font, words=WORDS) for font in FONTS)
        parts = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": BODY.format(text),
        }
        return zipped(**{name: part.encode() for name, part in parts.items()})
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row, font in enumerate(FONTS, start=1):
        page.append([f"{font}：{WORDS}", 12345.5, date(2026, 1, 1)])
        page.cell(row, 1).font = Font(name=font)
        page.cell(row, 2).number_format = "#,##0.00"
    page.column_dimensions["A"].width = 60
    page.column_dimensions["C"].width = 12
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the same two lie in the old formats, as LibreOffice writes them."""
    folder = tmp_path_factory.mktemp("legacy")
    for extension, source in (("doc", "docx"), ("xls", "xlsx")):
        files = {f"old.{source}": written(source)}
        (made,) = converted(folder, files, extension).values()
        (folder / f"old.{extension}").write_bytes(made)
    return folder


def fonts_of(drawn: bytes) -> set[str]:
    with pikepdf.open(BytesIO(drawn)) as paper:
        return {
            str(font.BaseFont).partition("+")[2]
            for page in paper.pages
            for font in page.Resources.Font.values()
        }


def text_of(drawn: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(drawn))


@needs_soffice
@pytest.mark.parametrize("extension", ["docx", "wps", "xlsx", "et"])
def test_the_real_program_draws_every_format_with_our_fonts_where_there_are_no_others(
    legacy: Path, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    bare = partial(fontconfig, others="/nowhere/fonts.conf")
    monkeypatch.setattr(office, "fontconfig", bare)
    made = legacy / f"old.{office.READ_AS.get(extension, '')}"
    content = made.read_bytes() if extension in LEGACY else written(extension)
    assert not type_problem(BytesIO(content), extension)

    drawn = office_pdf(content, extension)

    lines = text_of(drawn).splitlines()
    for font in FONTS:
        (line,) = (one for one in lines if one.startswith(f"{font}："))
        # Characters of another font are not written in the order of the line.
        assert not Counter(f"{font}：{WORDS}".replace(" ", "")) - Counter(line)
    assert fonts_of(drawn) == {*FONTS.values(), "AppSongExt"}


@needs_soffice
def test_the_real_program_is_stopped_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "WALL_SECONDS", 1)
    left: list[tuple[str, Path]] = []
    socket_of = getattr(office, "_socket_of")  # noqa: B009 - watched, not used

    def watched(profile: str) -> Path:
        socket: Path = socket_of(profile)
        left.append((profile, socket))
        return socket

    monkeypatch.setattr(office, "_socket_of", watched)

    with pytest.raises(office.OfficeError, match="时间限制"):
        office_pdf(written("xlsx"), "xlsx")

    ((profile, socket),) = left
    assert not socket.exists()
    assert not Path(profile.removeprefix("file://")).parent.exists()
    lines = [one.read_bytes() for one in Path("/proc").glob("[0-9]*/cmdline") if one.exists()]
    assert not [line for line in lines if profile.encode() in line]


def test_every_font_that_stands_in_is_one_of_ours_and_for_one_name_only() -> None:
    names = [name for names in STANDS_IN.values() for name in names]

    assert set(STANDS_IN) <= set(FAMILIES)
    assert len(names) == len(set(names))
    assert fontconfig().count("<alias ") == len(names)
