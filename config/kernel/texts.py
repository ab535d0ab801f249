"""Text from people: made safe to store, kept as they wrote it, compared by what it means."""

import re
import unicodedata

_PLANES = "".join(f"\\U{plane:04X}FFFE\\U{plane:04X}FFFF" for plane in range(0x11))
_UNMEANT = re.compile(
    "["
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # controls, halves of characters
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # turns of the writing direction
    r"\ufeff\u200b\u2060"  # invisible
    rf"\ufdd0-\ufdef{_PLANES}"  # no characters at all
    "]"
)


def clean(text: str) -> str:
    """Drop control and bidi characters, unify line ends, trim; keep the rest."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNMEANT.sub("", lines).strip()


def clean_line(text: str) -> str:
    """Clean a text of one line: every run of white space becomes one blank."""
    return " ".join(clean(text).split())


def nfkc_key(text: str) -> str:
    """Return what two spellings of the same text have in common (full-width, radicals, case)."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).casefold().split())


def contains_word(text: str, word: str) -> bool:
    """Whether the word occurs in the text, however either is spelt or spaced."""
    return _joined(word) in _joined(text)


def _joined(text: str) -> str:
    return nfkc_key(text).replace(" ", "")
