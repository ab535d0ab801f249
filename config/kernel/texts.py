"""Text from people: made safe to store, kept as they wrote it, compared by what it means."""

import unicodedata

BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
INVISIBLE = frozenset("\ufeff\u200b\u2060")
KEPT_CONTROLS = frozenset("\n\t")
FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs"})
NONCHARACTERS = range(0xFDD0, 0xFDF0)
LAST_OF_PLANE = 0xFFFE


def clean(text: str) -> str:
    """Drop control and bidi characters, unify line ends, trim; keep the rest."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if _is_kept(character)).strip()


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


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    if character in BIDI_CONTROLS or character in INVISIBLE:
        return False
    if ord(character) in NONCHARACTERS or ord(character) & LAST_OF_PLANE == LAST_OF_PLANE:
        return False
    return unicodedata.category(character) not in FORBIDDEN_CATEGORIES
