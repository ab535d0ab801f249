"""Packs: rulebooks as YAML files, read, checked and written."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from config.kernel.digests import canonical_json, sha256
from projects.regulations.rulebook import Rulebook

PACKS = Path(__file__).resolve().parent.parent / "packs"


class PackError(ValueError):
    """A pack cannot be read; the message tells its author where and why."""


def shipped_packs() -> list[Path]:
    """Return the packs that come with the application."""
    return sorted(PACKS.glob("*.yaml"))


def read_pack(path: Path) -> Rulebook:
    """Read a pack; its texts stand in files beside it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PackError(f"{path.name}不能读取：{error}。") from error
    if not isinstance(data, dict):
        raise PackError(f"{path.name}的内容不是办法包。")
    return validate_pack(data, folder=path.parent, name=path.name)


def validate_pack(data: dict[str, object], *, folder: Path, name: str) -> Rulebook:
    """Check what a pack says; raise `PackError` with every mistake."""
    try:
        rulebook = Rulebook.model_validate(data | {"texts": _with_texts(data, folder, name)})
    except ValidationError as error:
        mistakes = "；".join(
            f"{'.'.join(str(part) for part in mistake['loc'])}：{mistake['msg']}"
            for mistake in error.errors()
        )
        raise PackError(f"{name}有误：{mistakes}。") from error
    wrong = rulebook.wrong_quotes()
    if wrong:
        raise PackError(f"{name}引用的原文查不到：{'；'.join(wrong)}。")
    return rulebook


def write_pack(rulebook: Rulebook) -> str:
    """Write a rulebook as one YAML file, its texts included."""
    return yaml.safe_dump(
        rulebook.model_dump(mode="json", exclude_defaults=True),
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )


def content_digest(rulebook: Rulebook) -> str:
    """Tell two contents apart; the number of the version does not count."""
    return sha256(canonical_json(rulebook.model_dump(mode="json", exclude={"version"})))


def _with_texts(data: dict[str, object], folder: Path, name: str) -> list[object]:
    texts = data.get("texts")
    if not isinstance(texts, list):
        raise PackError(f"{name}没有列出文本。")
    return [_with_paragraphs(text, folder, name) for text in texts]


def _with_paragraphs(text: object, folder: Path, name: str) -> object:
    if not isinstance(text, dict) or "file" not in text:
        return text
    file = (folder / str(text["file"])).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise PackError(f"{name}引用的文本{text['file']}不存在。")
    lines = file.read_text(encoding="utf-8").splitlines()
    rest = {key: value for key, value in text.items() if key != "file"}
    return rest | {"paragraphs": [line for line in lines if line.strip()]}
