"""What the scenarios of several packs need: other settings, and the stages of a life."""

from projects.registry.life import life_of
from projects.registry.models import Stage
from tests.autopilot.mutants import adopt
from tests.autopilot.pages import address_of, folded, visit, words_on
from tests.autopilot.pilot import Pilot


def with_setting(pilot: Pilot, code: str, value: bool | str) -> None:
    """Let an administrator change a setting of the rulebook that the project keeps to."""
    book = pilot.rulebook
    settings = tuple(
        setting.model_copy(update={"value": value}) if setting.code == code else setting
        for setting in book.settings
    )
    adopt(pilot, book.model_copy(update={"settings": settings}))


def stages_of(pilot: Pilot) -> list[str]:
    """Return the stages of the project's life but the archive, as its page shows them."""
    life = life_of(pilot.project)
    labels = [stage.label for stage in life.stages if stage.phase is not Stage.ARCHIVED]
    shown = words_on(visit(pilot, pilot.county.at("HANDLER"), address_of(pilot, "project")))
    return [label for label in labels if folded(label) in shown]
