"""Cut the fonts that print our sheets out of the published ones.

One file a family and weight: the 通用规范汉字表 with GB2312 and its symbols; behind them one
file with every other character of the Song face. Names are changed, as the licences reserve theirs.
"""

import io
from argparse import ArgumentParser
from pathlib import Path

import uharfbuzz as hb
from django.core.management.base import BaseCommand
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "fonts"
FAMILIES = {"song": "AppSong", "hei": "AppHei", "hei_bold": "AppHei Bold", "kai": "AppKai"}
EXTENSION = "AppSongExt"
SYMBOL_RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x370, 0x400),
    (0x400, 0x460),
    (0x2000, 0x2070),
    (0x2070, 0x20A0),
    (0x20A0, 0x20D0),
    (0x2100, 0x2200),
    (0x2200, 0x2300),
    (0x2460, 0x2500),
    (0x2500, 0x2600),
    (0x2600, 0x2670),
    (0x3000, 0x3040),
    (0x3040, 0x3130),
    (0x3220, 0x3260),
    (0x3280, 0x33FF),
    (0xFE10, 0xFE50),
    (0xFF00, 0xFFF0),
)
NAME_IDS = (1, 3, 4, 6, 16)


class Command(BaseCommand):
    """Build the print fonts from files on disk; nothing is fetched."""

    help = "Build documents/fonts from the published font files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in FAMILIES:
            parser.add_argument(f"--{name.replace('_', '-')}", required=True, type=Path)
        parser.add_argument("--common-characters", required=True, type=Path)

    def handle(self, *_args: object, **options: Path) -> None:
        wanted = _common_characters(options["common_characters"])
        for name, family in FAMILIES.items():
            path = FONTS / f"{family.replace(' ', '-')}.ttf"
            path.write_bytes(_renamed(_subset(options[name], wanted), family))
            self.stdout.write(f"{path.name} {path.stat().st_size:,}")
        rest = set(_face(options["song"]).unicodes) - wanted
        path = FONTS / f"{EXTENSION}.ttf"
        path.write_bytes(_renamed(_subset(options["song"], rest), EXTENSION))
        self.stdout.write(f"{path.name} {path.stat().st_size:,}")


def _common_characters(table: Path) -> set[int]:
    characters = {ord(line.strip()[0]) for line in table.read_text().splitlines() if line.strip()}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            characters |= {ord(c) for c in bytes((lead, trail)).decode("gb2312", "ignore")}
    for start, end in SYMBOL_RANGES:
        characters |= set(range(start, end))
    return characters


def _face(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(path))


def _subset(source: Path, characters: set[int]) -> bytes:
    choice = hb.SubsetInput()
    choice.sets(hb.SubsetInputSets.UNICODE).update(characters)
    choice.flags = hb.SubsetFlags.NO_HINTING
    subset = hb.subset(_face(source), choice)
    return bytes(subset.blob.data)


def _renamed(content: bytes, family: str) -> bytes:
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID in NAME_IDS:
            record.string = family.replace(" ", "-") if record.nameID in (3, 6) else family
    renamed = io.BytesIO()
    font.save(renamed)
    return renamed.getvalue()
