"""What T6 demands and a verb cannot say."""

from approvals.experts.shapes import Candidate, draw
from projects.registry.reviews import RECORDS
from projects.regulations.interpreter import wins
from tests.autopilot.checks import refuses, runs
from tests.autopilot.pilot import Pilot

USUAL_EXPERTS = 3


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


@runs
def experts_are_drawn_as_the_text_says(pilot: Pilot) -> None:
    """Convene experts for the record in hand: so many, by the clause, and a panel is drawn."""
    subject = RECORDS.find(pilot.record_id, user=pilot.writer_of(pilot.record.kind), on=pilot.on)
    assert subject is not None
    (demand,) = subject.demands
    pool = [Candidate(key=str(number), is_external=number > 0, years=20) for number in range(9)]

    panel = draw(pool, demand, "种子")

    assert demand.basis.startswith("《")
    assert "专家" in demand.basis
    assert len(panel) == demand.size == USUAL_EXPERTS
