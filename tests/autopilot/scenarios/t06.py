"""What T6 demands and a verb cannot say."""

from projects.regulations.interpreter import wins
from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot


@runs
def higher_policy_prevails(pilot: Pilot) -> None:
    """Hold the measures of the city against those of a province: by 第十七条 they give way."""
    own = pilot.rulebook
    higher = own.model_copy(update={"code": "P1", "level": "PROVINCE", "precedence": ()})

    ranking = wins(own, higher)

    assert ranking.winner is higher
    assert "第十七条" in ranking.words


@runs
def half_of_the_work_is_done(pilot: Pilot) -> None:
    """Report half of the work: it is too early for the experts."""
    pilot.change(percent="50")
    pilot.let_pass()

    refuses(pilot, rule="T06-S04", **{"try": "NEXT_STAGE"})
