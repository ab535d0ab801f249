"""A control as its template draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from projects.regulations.editor.names import Groups, Names
from projects.regulations.editor.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control, or a group of them, ready to be drawn."""

    ask: str
    name: str
    label: str = ""
    hint: str = ""
    unit: str = ""
    of: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    groups: Groups = ()
    is_required: bool = False
    is_on: bool = True
    may_be_off: bool = False
    redraws: bool = False
    problems: tuple[str, ...] = ()
    rows: tuple["Row", ...] = ()
    noun: str = ""
    is_table: bool = False
    is_root: bool = False
    controls: tuple["Control", ...] = ()
    fact: "Control | None" = None

    @property
    def id(self) -> str:
        """The id of the control on the page."""
        return "id_" + self.name.replace(".", "-")

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"projects/regulations/editor/controls/{self.ask}.html"

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of the form."""
        return self.ask in {
            "text",
            "lines",
            "many",
            "words",
            "group",
            "rows",
            "variant",
            "variants",
        }

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """All choices without their groups."""
        return tuple(option for _, options in self.groups for option in options)

    @property
    def is_grouped(self) -> bool:
        """Whether the choices come in several groups."""
        return len(self.groups) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of a list on the same page."""

    name: str
    number: int
    own: str = ""
    own_name: str = ""
    is_last: bool = False
    controls: tuple[Control, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to draw up the controls of one page."""

    names: Names
    problems: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    base: Place = ()

    def at(self, place: Place) -> tuple[str, ...]:
        """Return what is wrong with the thing at a place."""
        return self.problems.get(place, ())
