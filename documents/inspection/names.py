"""File names as people gave them, made safe to show and to send back."""

import re
import unicodedata
from pathlib import PurePosixPath

from config.kernel.texts import clean_line

LONGEST_STEM = 120
LONGEST_EXTENSION = 10
NAMELESS = "未命名"
_UNSAFE = re.compile(r'[<>:"|?*;\x7f]')


def clean_name(name: str) -> str:
    """Drop folders, control and direction characters; keep the rest as it was written."""
    last = unicodedata.normalize("NFC", clean_line(name)).replace("\\", "/").rsplit("/", 1)[-1]
    path = PurePosixPath(_UNSAFE.sub("_", last).strip(". ") or NAMELESS)
    extension = path.suffix if len(path.suffix) <= LONGEST_EXTENSION else ""
    stem = path.name.removesuffix(extension)[:LONGEST_STEM] or NAMELESS
    return f"{stem}{extension}"


def extension_of(name: str) -> str:
    """Return the extension in small letters, without its dot."""
    return PurePosixPath(clean_name(name)).suffix.removeprefix(".").lower()
