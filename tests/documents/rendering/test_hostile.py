"""Hostile contents: nothing is fetched, nothing is read, nothing leaks, nothing hangs."""

import io
import socket
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from config.kernel.children import MEGABYTE, Limits
from documents.rendering import LimitReachedError, engine, sheet_pdf, sheets
from documents.sheets import catalog
from documents.sheets.layout import lay_out
from documents.sheets.shapes import FieldKind, Sheet
from tests.documents.pdf_text import text_of
from tests.documents.samples import snapshot_of

FREE = {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PERSON, FieldKind.UNIT}
CANARY = "canary-7f3a"
ADDRESSES = (
    "http://127.0.0.1:{port}/", "http://[::1]:{port}/", "http://localhost:{port}/x.png",
    "https://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "//127.0.0.1:{port}/x",
    "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://169.254.169.254/latest/",
    "file://{file}", "file:{file}", "file://localhost{file}", "FILE://{file}", "{file}",
    "../../../../..{file}", "asset:../../../../..{file}", "asset:{file}", "asset://AppSong.ttf",
    "ASSET:{file}", "data:text/html,<script>1</script>",
)  # fmt: skip
PLACES = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    "<style>@import url({url});</style>",
    '<style>body{{background:url("{url}")}}</style>',
    "<style>@font-face{{font-family:x;src:url({url})}} p{{font-family:x}}</style><p>x</p>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<style>p::before{{content:url("{url}")}}</style><p>x</p>',
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


def payloads(listener: socket.socket, canary: Path) -> list[str]:
    """Return more than sixty ways to ask for an address or for a file of ours."""
    port = listener.getsockname()[1]
    urls = [address.format(port=port, file=canary) for address in ADDRESSES]
    return [PLACES[n % len(PLACES)].format(url=url) for n, url in enumerate(urls * 3)] + [
        place.format(url=urls[0]) for place in PLACES
    ]


def was_called(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True


def _hostile(sheet: Sheet, texts: Sequence[str]) -> dict[str, object]:
    """Fill every text of a sheet, in tables too, with the next of these; one long text has all."""
    following, every = cycle(texts), iter(["".join(texts)])
    values: dict[str, object] = {}
    for box in sheet.fields():
        if box.is_table:
            values[box.code] = [
                {
                    column.code: next(following)
                    for column in box.columns
                    if column.kind in FREE and not column.choices
                }
            ]
        elif box.kind == FieldKind.LONG_TEXT:
            values[box.code] = next(every, next(following))
        elif box.kind in FREE and not box.choices:
            values[box.code] = next(following)
    return values


@pytest.mark.parametrize("sheet", catalog.all(), ids=lambda sheet: sheet.code)
def test_markup_in_every_box_is_printed_as_it_was_typed(
    sheet: Sheet, listener: socket.socket, canary: Path
) -> None:
    texts = payloads(listener, canary)
    assert len(texts) >= 60
    values = _hostile(sheet, texts)

    content = sheet_pdf(lay_out(sheet, snapshot_of(sheet, values=values)))

    assert not was_called(listener)
    assert CANARY.encode() not in content
    printed = text_of(content)
    assert not values or any("".join(text.split()) in printed for text in texts)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert "/Names" not in document.Root
        assert all("/Annots" not in page for page in document.pages)
        assert len(document.attachments) == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_fetcher_refuses_every_address(
    address: str, listener: socket.socket, canary: Path
) -> None:
    url = address.format(port=listener.getsockname()[1], file=canary)

    with pytest.raises(FatalURLFetchingError):
        engine.AssetFetcher().fetch(url)
    assert not was_called(listener)


@pytest.mark.parametrize("place", PLACES)
def test_even_markup_that_got_through_reads_nothing(
    place: str, listener: socket.socket, canary: Path
) -> None:
    for url in (f"http://127.0.0.1:{listener.getsockname()[1]}/", f"file://{canary}"):
        try:
            content = engine.draw(f"<!doctype html>{place.format(url=url)}")
        except FatalURLFetchingError:
            continue
        assert CANARY.encode() not in content
        assert CANARY not in text_of(content)
    assert not was_called(listener)


def test_a_bomb_of_a_sheet_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    tight = Limits(processor_seconds=1, wall_seconds=30, memory=300 * MEGABYTE)
    monkeypatch.setattr(sheets, "LIMITS", tight)
    sheet = catalog.get("risk_register")
    row = {column.code: "长" * 180 for column in sheet.field("risks").columns}

    with pytest.raises(LimitReachedError, match="已停止"):
        sheet_pdf(lay_out(sheet, {"values": {"risks": [row] * 500}}))
