"""Which of two measures wins where both say something (优先级)."""

from dataclasses import dataclass

from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.precedence import LEVELS, Precedence

LEVEL_LABELS = {
    "NATIONAL": "国家",
    "PROVINCE": "省级",
    "CITY": "市级",
    "COUNTY": "县级",
    "UNIT": "本单位",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Which of two measures wins and why; nobody where an administrator has to decide."""

    winner: Rulebook | None
    words: str
    rule: Precedence | None = None


def wins(one: Rulebook, other: Rulebook) -> Ranking:
    """Decide which of two measures wins: by their own words, by level, by the later date."""
    for first, second in ((one, other), (other, one)):
        for rule in first.precedence:
            if _yields(rule, first, second):
                words = f"《{first.title}》{rule.clause}：“{rule.quote}”。"
                return Ranking(winner=second, words=words, rule=rule)
            if rule.relation == "PREVAILS_OVER" and second.code in rule.regulations:
                words = f"《{first.title}》{rule.clause}：“{rule.quote}”。"
                return Ranking(winner=first, words=words, rule=rule)
    return _by_rank(one, other)


def _yields(rule: Precedence, own: Rulebook, other: Rulebook) -> bool:
    if rule.relation == "YIELDS_TO":
        return other.code in rule.regulations
    is_higher = LEVELS.index(other.level) < LEVELS.index(own.level)
    return rule.relation == "YIELDS_TO_HIGHER" and is_higher


def _by_rank(one: Rulebook, other: Rulebook) -> Ranking:
    ranks = LEVELS.index(one.level), LEVELS.index(other.level)
    if ranks[0] != ranks[1]:
        winner, loser = (one, other) if ranks[0] < ranks[1] else (other, one)
        words = (
            f"{LEVEL_LABELS[winner.level]}规定优先于{LEVEL_LABELS[loser.level]}规定（系统默认）。"
        )
        return Ranking(winner=winner, words=words)
    days = one.effective_on, other.effective_on
    if days[0] and days[1] and days[0] != days[1] and one.issuer and one.issuer == other.issuer:
        winner = one if days[0] > days[1] else other
        return Ranking(winner=winner, words="同一机关的规定，新的优先于旧的（系统默认）。")
    return Ranking(winner=None, words="层级相同，请管理员确定以哪一个为准。")
