"""The steps of the first set-up (首次设置) that other parts add: the calendar, the rulebook.

The wizard belongs to the organization, the lowest part, so it cannot know what stands above;
each part registers its step in `ready()`. A step's service gets the cleaned data of its form
and `actor=`, `at=`; it must be safe to run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.kernel.forms import UiForm


def no_initial(_on: date) -> dict[str, Any]:
    """Begin with an empty form."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupStep:
    """One page of the wizard: its form and the service that the form feeds."""

    code: str
    label: str
    text: str
    form: Callable[..., UiForm]
    service: Callable[..., Any]
    initial: Callable[[date], dict[str, Any]] = no_initial
    order: int = 100
    done_text: str = "本步已完成。"


_steps: dict[str, SetupStep] = {}


def register_step(step: SetupStep) -> None:
    """Add a step after the built-in ones."""
    _steps[step.code] = step


def registered_steps() -> list[SetupStep]:
    """Return the added steps in their order."""
    return sorted(_steps.values(), key=lambda step: step.order)
