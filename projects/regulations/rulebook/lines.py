"""The lines of a YAML file: where each piece of what it says is written."""

from collections.abc import Mapping

import yaml

from projects.regulations.rulebook.tree import Place

MOST_NODES = 200_000


class UnreadableError(ValueError):
    """A file is no YAML; the message tells its author where and why."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(message)


class _Loader(yaml.CSafeLoader):
    """A loader that counts, and refuses a key that is written twice."""


def read_with_lines(text: str) -> tuple[object, dict[Place, int]]:
    """Read YAML with the line of every piece; raise `UnreadableError` where it is none."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise UnreadableError(1, "文件是空的。")
        lines: dict[Place, int] = {}
        _note(loader, node, (), lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableError(line, "这里不符合YAML的格式，请检查缩进、冒号和引号。") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(1, "文件不符合YAML的格式。") from error
    finally:
        loader.dispose()


def line_of(place: Place, lines: Mapping[Place, int]) -> int:
    """Return the line of a place, or of the nearest piece around it; 0 without a file."""
    for length in range(len(place), -1, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 0


def _note(loader: _Loader, node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    if len(lines) > MOST_NODES:
        raise UnreadableError(1, "文件太大，不能读取。")
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        _refuse_repeats(node)
        loader.flatten_mapping(node)
        for key, value in node.value:
            part = str(key.value)
            lines[*place, part] = key.start_mark.line + 1
            _note(loader, value, (*place, part), lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _note(loader, value, (*place, number), lines)


def _refuse_repeats(node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        name = str(key.value)
        if name in seen and name != "<<":
            raise UnreadableError(key.start_mark.line + 1, f"“{name}”在同一处写了两次。")
        seen.add(name)
