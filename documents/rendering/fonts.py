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
# What office files ask for, and which of ours stands in on a machine that has it not.
STANDS_IN = {
    "AppSong": (
        *("宋体", "SimSun", "NSimSun", "新宋体", "华文宋体", "STSong", "华文中宋", "STZhongsong"),
        *("方正小标宋简体", "方正小标宋_GBK", "方正书宋_GBK", "思源宋体", "Noto Serif CJK SC"),
        *("Times New Roman", "serif"),
    ),
    "AppHei": (
        *(
            "黑体",
            "SimHei",
            "微软雅黑",
            "Microsoft YaHei",
            "等线",
            "DengXian",
            "华文细黑",
            "STXihei",
        ),
        *("方正黑体_GBK", "思源黑体", "Noto Sans CJK SC", "Arial", "Calibri", "sans-serif"),
    ),
    "AppKai": (
        *("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "华文楷体", "STKaiti", "方正楷体_GBK"),
        *("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "华文仿宋", "STFangsong"),
        "方正仿宋_GBK",
    ),
}
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder}</dir>
<cachedir prefix="xdg">fontconfig</cachedir>
{aliases}
<include ignore_missing="yes">{others}</include>
</fontconfig>
"""
ALIAS = """<alias binding="same"><family>{asked}</family>
<accept><family>{ours}</family><family>AppSongExt</family></accept></alias>"""


class MissingCharactersError(Exception):
    """Some characters are in none of our fonts; the message names them."""


@cache
def characters_of(family: str) -> frozenset[str]:
    """Return what a font can print."""
    face = hb.Face(hb.Blob.from_file_path(FONTS / FAMILIES[family]))
    return frozenset(map(chr, face.unicodes))


def missing_characters(texts: Iterable[str]) -> list[str]:
    """Return the characters that none of our fonts has, each once."""
    return sorted(set().union(*map(set, texts)) - _printable())


@cache
def _printable() -> frozenset[str]:
    return WHITE_SPACE.union(*map(characters_of, LAST_RESORTS))


def fontconfig(*, others: str = "/etc/fonts/fonts.conf") -> str:
    """Return what lets another program find our fonts beside those of the machine."""
    aliases = (
        ALIAS.format(asked=asked, ours=ours) for ours, names in STANDS_IN.items() for asked in names
    )
    return FONTCONFIG.format(folder=FONTS, aliases="\n".join(aliases), others=others)


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
