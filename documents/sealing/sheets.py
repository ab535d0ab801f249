"""An act of sealing, and who does it: pyHanko is imported when the first seal is put on."""

from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from documents.rendering.fonts import require_printable
from documents.sealing.appearance import Face, drawing
from documents.sealing.places import place_on
from documents.sheets.layout import PrintLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """One act of sealing: with which key, in whose name, when, as which seal on the sheet."""

    secret: str = field(repr=False)
    face: Face
    reason: str
    number: int
    at: datetime
    time_stamp_url: str = ""


class SealingFailedError(Exception):
    """The seal could not be put on; the message says why in words."""


def sealed_sheet(content: bytes, layout: PrintLayout, sealing: Sealing) -> bytes:
    """Return a print with a seal behind it."""
    require_printable([sealing.face.unit])
    place = place_on(content, layout, sealing.number)
    signing = import_module("documents.sealing.signing")
    made: bytes = signing.signed(content, sealing, place, drawing(sealing.face))
    return made
