"""The fonts we print with, and what they cannot print.

WeasyPrint leaves a blank, or takes any font of the machine, for a character that is in none of
ours; an official sheet with a name half blank is worse than none. So it is asked first.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import uharfbuzz as hb

FONTS = Path(__file__).resolve().parents[1] / "fonts"
FAMILIES = {
    "AppSong": "AppSong.ttf",
    "AppSongExt": "AppSongExt.ttf",
    "AppHei": "AppHei.ttf",
    "AppHeiBold": "AppHei-Bold.ttf",
    "AppKai": "AppKai.ttf",
}
# Every family falls back on these two.
LAST_RESORTS = ("AppSong", "AppSongExt")
WHITE_SPACE = frozenset("\n\t ")


class MissingCharactersError(Exception):
    """Some characters are in none of our fonts; the message names them."""


@cache
def characters_of(family: str) -> frozenset[str]:
    """Return what a font can print."""
    face = hb.Face(hb.Blob.from_file_path(FONTS / FAMILIES[family]))
    return frozenset(map(chr, face.unicodes))


def missing_characters(texts: Iterable[str]) -> list[str]:
    """Return the characters that none of our fonts has, each once."""
    printable = frozenset().union(*(characters_of(family) for family in LAST_RESORTS))
    return sorted(set().union(*map(set, texts)) - printable - WHITE_SPACE)


def require_printable(texts: Iterable[str]) -> None:
    """Raise `MissingCharactersError` unless every character can be printed."""
    missing = missing_characters(texts)
    if missing:
        named = "、".join(f"“{character}”（{_code_point(character)}）" for character in missing)
        raise MissingCharactersError(
            f"字库中没有字符{named}，无法打印。请改用规范字后重试，或联系系统管理员补充字库。"
        )


def _code_point(character: str) -> str:
    visible = unicodedata.category(character)[0] not in {"C", "Z"}
    return f"U+{ord(character):04X}" + ("" if visible else "，不可见字符")
