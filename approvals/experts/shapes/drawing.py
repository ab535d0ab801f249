"""The draw (随机抽取): at random, by a seed that anybody can repeat it with, within the demands.

Who may be drawn is put into an order that only the seed decides. Down that order each expert
gets a seat if the seats that are left can still meet every demand; nobody is passed over for
another reason. So the same seed and the same pool always give the same panel.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import combinations

from approvals.experts.shapes.demands import Candidate, Demand, Quota, barred

type Needs = tuple[int, ...]
type Crowd = tuple[tuple[int, int], ...]


class NoPanelError(ValueError):
    """No panel meets the demands; each sentence names one that cannot be met."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("".join(sentences))


def in_drawn_order(keys: Collection[str], seed: str) -> list[str]:
    """Put keys into the order of a seed; the order in which they come in does not matter."""
    return sorted(set(keys), key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).digest())


def draw(
    pool: Collection[Candidate], demand: Demand, seed: str, kept: Collection[Candidate] = ()
) -> tuple[str, ...]:
    """Draw the seats that are free beside those who are kept; `NoPanelError` where it cannot be."""
    if sentences := shortfalls(pool, demand, kept):
        raise NoPanelError(sentences)
    free = demand.size - len(kept)
    needs = _needs(demand.quotas, demand.size, kept)
    eligible = {one.key: one for one in pool if not barred(one, demand)}
    masks = {key: _mask(one, demand.quotas) for key, one in eligible.items()}
    crowd = Counter(masks.values())
    drawn: list[str] = []
    for key in in_drawn_order(eligible, seed):
        if len(drawn) == free:
            break
        crowd[masks[key]] -= 1
        left = _after(needs, masks[key])
        if not any(left) or _is_coverable(_crowd(crowd), free - len(drawn) - 1, left):
            drawn.append(key)
            needs = left
    return tuple(drawn)


def shortfalls(
    pool: Collection[Candidate], demand: Demand, kept: Collection[Candidate] = ()
) -> tuple[str, ...]:
    """Say which demands cannot be met; nothing if a panel can be drawn."""
    wrong = _size_is_wrong(demand)
    eligible = [one for one in pool if not barred(one, demand)]
    free = demand.size - len(kept)
    if wrong:
        return wrong
    found = [
        *_too_few(pool, eligible, demand, free, demand.reserve if not kept else 0),
        *(s for q in demand.quotas if (s := _too_few_of(q, eligible, demand, kept))),
    ]
    return tuple(found) or _together(eligible, demand, kept)


def _size_is_wrong(demand: Demand) -> tuple[str, ...]:
    found = []
    if demand.size < demand.at_least:
        found.append(f"{demand.label}不得少于{demand.at_least}人，拟抽取{demand.size}人。")
    if demand.at_most is not None and demand.size > demand.at_most:
        found.append(f"{demand.label}不得超过{demand.at_most}人，拟抽取{demand.size}人。")
    if demand.is_odd and demand.size % 2 == 0:
        found.append(f"{demand.label}的人数必须是单数，拟抽取{demand.size}人。")
    return tuple(found)


def _too_few(
    pool: Collection[Candidate],
    eligible: Sequence[Candidate],
    demand: Demand,
    free: int,
    reserve: int,
) -> list[str]:
    wanted = {
        f"{free}人": free,
        f"{free}人和候补{reserve}人": free + reserve if reserve else 0,
        f"{free}人的{demand.times_as_many}倍": free * demand.times_as_many,
    }
    words, most = max(wanted.items(), key=lambda item: item[1])
    if len(eligible) >= most:
        return []
    reasons = Counter(why for one in pool for why in barred(one, demand)[:1])
    away = "、".join(f"{why}{count}人" for why, count in reasons.items())
    return [
        f"可以抽取的专家有{len(eligible)}人，少于需要的{words}：库中{len(pool)}人"
        + (f"，其中{away}。" if away else "。")
    ]


def _too_few_of(
    quota: Quota, eligible: Sequence[Candidate], demand: Demand, kept: Collection[Candidate]
) -> str:
    needed = quota.needed(demand.size)
    there = sum(quota.counts(one) for one in kept)
    free = demand.size - len(kept)
    able = sum(quota.counts(one) for one in eligible)
    if there + min(free, able) >= needed:
        return ""
    if free < needed - there:
        return (
            f"“{quota.label}”至少{needed}人，评审组中已有{there}人，只空出{free}个席位，不能满足。"
        )
    already = f"，评审组中已有{there}人" if kept else ""
    return f"“{quota.label}”至少{needed}人，可以抽取的只有{able}人{already}，不能满足。"


def _together(
    eligible: Sequence[Candidate], demand: Demand, kept: Collection[Candidate]
) -> tuple[str, ...]:
    """Name the fewest demands that cannot be met at once, each being possible alone."""

    def can_be(some: Sequence[Quota]) -> bool:
        crowd = Counter(_mask(one, some) for one in eligible)
        needs = _needs(some, demand.size, kept)
        return _is_coverable(_crowd(crowd), demand.size - len(kept), needs)

    if can_be(demand.quotas):
        return ()
    counts = range(2, len(demand.quotas) + 1)
    groups = (some for count in counts for some in combinations(demand.quotas, count))
    clash = next(some for some in groups if not can_be(some))
    names = "和".join(f"“{q.label}”至少{q.needed(demand.size)}人" for q in clash)
    return (f"{names}分别可以满足，但在{demand.size}个席位中不能同时满足。",)


def _needs(quotas: Sequence[Quota], size: int, kept: Collection[Candidate]) -> Needs:
    return tuple(max(0, q.needed(size) - sum(q.counts(one) for one in kept)) for q in quotas)


def _mask(candidate: Candidate, quotas: Sequence[Quota]) -> int:
    mask = 0
    for place, quota in enumerate(quotas):
        if quota.counts(candidate):
            mask |= 1 << place
    return mask


def _after(needs: Needs, mask: int, times: int = 1) -> Needs:
    return tuple(
        max(0, need - times) if mask >> place & 1 else need for place, need in enumerate(needs)
    )


def _crowd(counted: Counter[int]) -> Crowd:
    return tuple(sorted((mask, count) for mask, count in counted.items() if count > 0 and mask))


@lru_cache(maxsize=100_000)
def _is_coverable(crowd: Crowd, seats: int, needs: Needs) -> bool:
    """Whether so many seats can meet all needs with these experts, told by what they count for."""
    if not any(needs):
        return True
    if not crowd or max(needs) > seats:
        return False
    (mask, count), rest = crowd[0], crowd[1:]
    useful = max(need for place, need in enumerate(needs) if mask >> place & 1)
    most = min(count, seats, useful)
    return any(
        _is_coverable(rest, seats - taken, _after(needs, mask, taken))
        for taken in range(most, -1, -1)
    )
