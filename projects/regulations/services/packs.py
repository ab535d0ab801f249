"""Packs: rulebooks as YAML files, read, checked and written."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import yaml

from config.kernel.digests import canonical_json, sha256
from projects.regulations.rulebook import FREE_OF_MISTAKES, Rulebook
from projects.regulations.rulebook.checking import read_through
from projects.regulations.rulebook.checks.outside import Surroundings

PACKS = Path(__file__).resolve().parent.parent / "packs"
AS_DELIVERED = Surroundings()
_CODE = re.compile(r"^code:\s*([\w-]+)", re.MULTILINE)


class PackError(ValueError):
    """A pack cannot be read; the message tells its author where and why."""


def shipped_packs() -> list[Path]:
    """Return the packs that come with the application."""
    return sorted(PACKS.glob("*.yaml"))


def national_packs() -> list[Path]:
    """Return the national rules (国家规定): to be read and judged, no project is run by them."""
    return sorted((PACKS / "national").glob("*.yaml"))


def read_pack(path: Path, around: Surroundings = AS_DELIVERED) -> Rulebook:
    """Read a pack; its texts stand in files beside it. Every mistake is told with its line.

    It may name the regulations `around` it, those that are shipped, and those in its folder.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path.name}不能读取：{error}。") from error
    return validate_pack(text, folder=path.parent, name=path.name, around=around)


def validate_pack(
    pack: str | dict[str, object], *, folder: Path, name: str, around: Surroundings = AS_DELIVERED
) -> Rulebook:
    """Check what a pack says; raise `PackError` with every mistake."""
    near = {*shipped_packs(), *national_packs(), *folder.glob("*.yaml")}
    known = {*around.regulations, *(code for path in near for code in _codes_in(path))}
    around = replace(around, regulations=known)
    data, problems = read_through(pack, around=around, read_text=partial(_paragraphs, folder))
    if problems:
        raise PackError(f"{name}有误：" + "；".join(str(problem) for problem in problems))
    return Rulebook.model_validate(data, context=FREE_OF_MISTAKES)


def write_pack(rulebook: Rulebook) -> str:
    """Write a rulebook as one YAML file, its texts included."""
    return write_content(rulebook.model_dump(mode="json", exclude_defaults=True))


def write_content(content: dict[str, object]) -> str:
    """Write what a rulebook or a draft says as YAML."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def content_digest(rulebook: Rulebook) -> str:
    """Tell two contents apart; the number of the version does not count."""
    return sha256(
        canonical_json(rulebook.model_dump(mode="json", exclude={"version"}, exclude_defaults=True))
    )


def _codes_in(path: Path) -> list[str]:
    """Return the code of the regulation in a file; another file may be there and not be a pack."""
    return _CODE.findall(path.read_text(encoding="utf-8", errors="replace"))[:1]


def _paragraphs(folder: Path, file: str) -> list[str]:
    found = (folder / file).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise ValueError(file)
    lines = found.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip()]
