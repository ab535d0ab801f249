"""Facts and a rulebook in, a verdict out: pure functions, no queries, no clock."""

from projects.regulations.interpreter.clocks import (
    RunningClock,
    clocks_of,
)
from projects.regulations.interpreter.duties import (
    DueReport,
    Lockout,
    lockout,
    recurring_duties,
    separation,
    team,
)
from projects.regulations.interpreter.judging import judge, judge_requirement
from projects.regulations.interpreter.panels import Member, draw, panel_facts
from projects.regulations.interpreter.paying import NodeState, payment_node, payment_nodes
from projects.regulations.interpreter.ranking import Ranking, wins
from projects.regulations.interpreter.refusing import Resolver
from projects.regulations.interpreter.scoping import (
    Applicability,
    applies,
    band_of,
    judge_line,
    words_in,
)
from projects.regulations.interpreter.scoring import Score, score
from projects.regulations.interpreter.situation import Facts
from projects.regulations.interpreter.ways import (
    ChosenRoute,
    LifeStage,
    change_route,
    life_of,
    next_stage,
    plan_priority,
    route_of,
)

__all__ = [
    "Applicability",
    "ChosenRoute",
    "DueReport",
    "Facts",
    "LifeStage",
    "Lockout",
    "Member",
    "NodeState",
    "Ranking",
    "Resolver",
    "RunningClock",
    "Score",
    "applies",
    "band_of",
    "change_route",
    "clocks_of",
    "draw",
    "judge",
    "judge_line",
    "judge_requirement",
    "life_of",
    "lockout",
    "next_stage",
    "panel_facts",
    "payment_node",
    "payment_nodes",
    "plan_priority",
    "recurring_duties",
    "route_of",
    "score",
    "separation",
    "team",
    "wins",
    "words_in",
]
