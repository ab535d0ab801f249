"""The ground of all shapes of a rulebook: frozen, closed, and what several of them share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
Label = Annotated[str, Field(min_length=1, max_length=200)]


class Shape(BaseModel):
    """A piece of a rulebook; an unknown key is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Shape):
    """One value that a field may take."""

    code: Code
    label: Label


class ChoiceList(Shape):
    """A closed list that a text fixes, such as the kinds of projects it covers."""

    code: Code
    label: Label
    choices: tuple[Choice, ...] = Field(min_length=1)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the list."""
        return frozenset(choice.code for choice in self.choices)

    def label_of(self, code: str) -> str:
        """Name a value; a value that is not on the list keeps its code."""
        return next((c.label for c in self.choices if c.code == code), code)
