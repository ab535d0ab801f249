"""Checking a pack that somebody wrote: every mistake with its place, its line and the reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from projects.regulations.rulebook.checks import mistakes_in
from projects.regulations.rulebook.checks.outside import Surroundings, unknown_outside
from projects.regulations.rulebook.checks.quotes import wrong_quotes
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.errors import is_told, place_of, words_of
from projects.regulations.rulebook.lines import UnreadableError, line_of, read_with_lines
from projects.regulations.rulebook.tree import Place

_AS_DELIVERED = Surroundings()

type Reader = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the line of the file (0 if there is no file), the place, and the reason."""

    line: int
    path: str
    message: str
    place: Place = field(default=(), compare=False)

    def __str__(self) -> str:
        where = f"第{self.line}行，" if self.line else ""
        return f"{where}{self.path}：{self.message}" if self.path else f"{where}{self.message}"


def check(
    raw: Mapping[str, object] | str,
    *,
    around: Surroundings = _AS_DELIVERED,
    read_text: Reader | None = None,
) -> list[Problem]:
    """Return every mistake of a pack, as the text of a YAML file or as what it says.

    `around` is what the installation has; `read_text` returns the paragraphs of a file that
    a text names.
    """
    return read_through(raw, around=around, read_text=read_text)[1]


def read_through(
    raw: Mapping[str, object] | str,
    *,
    around: Surroundings = _AS_DELIVERED,
    read_text: Reader | None = None,
) -> tuple[Mapping[str, object], list[Problem]]:
    """Return what a pack says with its texts in it, and every mistake as `check` does."""
    lines: Mapping[Place, int] = {}
    data: object = raw
    if isinstance(raw, str):
        try:
            data, lines = read_with_lines(raw)
        except UnreadableError as error:
            return {}, [Problem(error.line, "", error.message)]
    if not isinstance(data, Mapping):
        return {}, [Problem(1 if isinstance(raw, str) else 0, "", "内容不是办法包。")]
    try:
        whole = with_paragraphs(data, read_text)
    except MissingTextError as error:
        return {}, [_problem(error.place, error.message, lines)]
    found = _mistakes(whole, around)
    return whole, sorted({_problem(place, words, lines) for place, words in found})


def _mistakes(data: Mapping[str, object], around: Surroundings) -> list[tuple[Place, str]]:
    try:
        book = Contents.model_validate(data)
    except ValidationError as error:
        errors = error.errors()
        return [(place_of(one, data), words_of(one)) for one in errors if is_told(one, errors)]
    return [*mistakes_in(book), *unknown_outside(book, around), *wrong_quotes(book)]


def _problem(place: Place, message: str, lines: Mapping[Place, int]) -> Problem:
    return Problem(line_of(place, lines), path_text(place), message, place)


def path_text(place: Place) -> str:
    """Write a place as it is counted in a file: gates[3].route[0].roles."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class MissingTextError(ValueError):
    """A text stands in a file that is not there."""

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(message)


def with_paragraphs(data: Mapping[str, object], read_text: Reader | None) -> Mapping[str, object]:
    """Put the paragraphs of texts in the place of the files that hold them."""
    texts = data.get("texts")
    if not isinstance(texts, list):
        return data
    filled: list[object] = []
    for number, text in enumerate(texts):
        if not isinstance(text, Mapping) or "file" not in text:
            filled.append(text)
            continue
        try:
            paragraphs = read_text(str(text["file"])) if read_text else None
        except (OSError, UnicodeDecodeError, ValueError):
            paragraphs = None
        if paragraphs is None:
            place = ("texts", number, "file")
            raise MissingTextError(place, f"引用的文本{text['file']}不存在。")
        rest = {key: value for key, value in text.items() if key != "file"}
        filled.append(rest | {"paragraphs": paragraphs})
    return {**data, "texts": filled}
