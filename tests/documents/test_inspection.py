"""Files are what they say, or refused in a sentence."""

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.inspection import ZipLimits, clean_name, extension_of, type_problem, zip_problem
from tests.documents.samples import CONTENTS, SAME, docx, zipped

PAIRS = [(name, real) for name in CONTENTS if name != "exe" for real in CONTENTS]


@pytest.mark.parametrize(("name", "real"), PAIRS)
def test_a_type_is_accepted_exactly_when_name_and_content_agree(name: str, real: str) -> None:
    problem = type_problem(io.BytesIO(CONTENTS[real]), name)

    agrees = name == real or frozenset({name, real}) in SAME
    assert (not problem) is agrees, problem


def test_a_program_renamed_to_pdf_is_called_what_it_is_not() -> None:
    assert type_problem(io.BytesIO(CONTENTS["exe"]), "pdf") == (
        "内容不是PDF 文件，可能被改过扩展名"
    )


def test_a_document_with_macros_is_refused() -> None:
    content = docx(b"application/vnd.ms-word.document.macroEnabled.main+xml")

    assert "含有宏" in type_problem(io.BytesIO(content), "docx")


def _pdf_with(**root: object) -> io.BytesIO:
    stream = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    document.save(stream)
    return stream


def test_a_pdf_that_acts_is_refused() -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")

    assert "脚本" in type_problem(_pdf_with(OpenAction=script), "pdf")


def test_an_encrypted_pdf_is_refused() -> None:
    stream = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert "密码" in type_problem(stream, "pdf")


def test_a_broken_pdf_is_refused() -> None:
    assert "损坏" in type_problem(io.BytesIO(b"%PDF-1.7 nothing more"), "pdf")


LIMITS = ZipLimits(entries=3, unpacked=2_000_000, ratio=100)


def test_a_zip_bomb_is_refused_before_it_goes_off() -> None:
    assert "压缩炸弹" in zip_problem(io.BytesIO(zipped(a=b"\0" * 1_900_000)), LIMITS)
    assert "解压后" in zip_problem(io.BytesIO(zipped(a=b"\0" * 3_000_000)), LIMITS)
    assert "4个文件" in zip_problem(io.BytesIO(zipped(a=b"", b=b"", c=b"", d=b"")), LIMITS)


def test_a_zip_must_not_reach_outside_itself() -> None:
    assert "以外的路径" in zip_problem(io.BytesIO(zipped(**{"../a": b"x"})), LIMITS)


def test_a_symbolic_link_in_a_zip_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert "符号链接" in zip_problem(stream, LIMITS)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\报告.pdf", "报告.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "ab Set-Cookie_ x.pdf"),
        ("", "未命名"),
        ("...", "未命名"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_a_name_without_folders(name: str) -> None:
    cleaned = clean_name(name)

    assert cleaned
    assert not set('/\\\0\n\r"') & set(cleaned)
    assert clean_name(cleaned) == cleaned
    assert extension_of(cleaned) == extension_of(name)
