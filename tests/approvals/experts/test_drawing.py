"""The draw: random, repeatable, and never against a demand."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.experts.shapes import (
    RECUSALS,
    Candidate,
    Demand,
    NoPanelError,
    Quota,
    barred,
    draw,
    shortfalls,
    ties_between,
)

OUTSIDE = Quota(label="外部专家", of="EXTERNAL", percent=Decimal("66.67"))
SENIOR = Quota(label="高级职称专家", of="SENIOR", percent=Decimal(50), is_above=True)
SECURITY = Quota(label="网络安全专家", of="CATEGORY", category="SECURITY", at_least=2)
ECONOMY = Quota(label="造价专家", of="CATEGORY", category="ECONOMY", at_least=1)
DRAWS = 10_000


def expert(key: str, **changes: object) -> Candidate:
    given: dict[str, object] = {"key": key, "is_external": True, "is_senior": True, "years": 10}
    return Candidate(**(given | changes))  # type: ignore[arg-type]


def demand(size: int = 5, **changes: object) -> Demand:
    given: dict[str, object] = {"label": "专家评审组", "code": "p", "size": size}
    return Demand(**(given | changes))  # type: ignore[arg-type]


# What the matter has to do with, and the names that experts are tied to, some of them the same.
TOUCHED = {
    "units": frozenset({"县教育局", "县数据局"}),
    "firms": frozenset({"云帆科技", "正衡监理"}),
    "works": frozenset({"教育云平台"}),
}
OWNED: tuple[dict[str, frozenset[str]], ...] = (
    {"UNIT": frozenset({"县教育局"})},
    {"UNIT": frozenset({"云帆科技"})},
    {"SUPPLIER": frozenset({"正衡监理", "别的公司"})},
    {"KIN": frozenset({"县数据局"})},
    {"KIN": frozenset({"云帆科技"})},
    {"WORK": frozenset({"教育云平台"})},
)
FREE: dict[str, frozenset[str]] = {
    "UNIT": frozenset({"省设计院"}),
    "SUPPLIER": frozenset({"别的公司"}),
    "WORK": frozenset({"水利平台"}),
}


def owned_by(n: int) -> dict[str, frozenset[str]]:
    return OWNED[n // 4 % len(OWNED)] if n % 4 == 1 else FREE


def town() -> list[Candidate]:
    """Forty experts of every sort, a good part of whom must not be drawn."""
    fields = ("SECURITY", "ECONOMY", "DATA", "MANAGEMENT")
    return [
        expert(
            f"e{n}",
            fields=frozenset({fields[n % 4], fields[n // 7 % 4]}),
            is_external=n % 5 != 0,
            is_senior=n % 3 != 0,
            years=n % 23,
            ties=ties_between(owned_by(n), TOUCHED)
            | (frozenset({"PREVIOUS_ROUND"}) if n % 11 == 2 else frozenset()),
            seats=n % 6,
            cap=5,
            is_suspended=n % 13 == 7,
            is_lapsed=n % 17 == 4,
        )
        for n in range(40)
    ]


def wanted_of(size: int) -> Demand:
    return demand(
        size,
        at_least=5,
        is_odd=True,
        least_years=3,
        quotas=(OUTSIDE, SENIOR, SECURITY, ECONOMY),
        recusals=frozenset({"PREVIOUS_ROUND"}),
    )


def is_touched(n: int) -> bool:
    """Whether an expert is tied to the matter, told by the names alone."""
    names = frozenset().union(*owned_by(n).values())
    return bool(names & frozenset().union(*TOUCHED.values()))


def test_ten_thousand_draws_break_no_rule_of_avoidance_and_meet_every_demand() -> None:
    pool = town()
    by_key = {one.key: one for one in pool}
    shuffled, seen = list(reversed(pool)), Counter[str]()
    shares = {5: (4, 3), 7: (5, 4)}

    for number in range(DRAWS):
        size = (5, 7)[number % 2]
        drawn = draw(pool, wanted_of(size), f"seed {number}")
        seen.update(drawn)
        panel = [by_key[key] for key in drawn]

        assert draw(shuffled, wanted_of(size), f"seed {number}") == drawn
        assert len(set(drawn)) == size
        assert not any(is_touched(int(key[1:])) for key in drawn)
        assert not any(one.is_suspended or one.is_lapsed for one in panel)
        assert not any("PREVIOUS_ROUND" in one.ties for one in panel)
        assert all(one.seats < one.cap and one.years >= 3 for one in panel)
        external, senior = shares[size]
        assert sum(one.is_external for one in panel) >= external
        assert sum(one.is_senior for one in panel) >= senior
        assert sum("SECURITY" in one.fields for one in panel) >= 2
        assert any("ECONOMY" in one.fields for one in panel)

    assert set(seen) == {one.key for one in pool if not barred(one, wanted_of(5))}
    assert sum(is_touched(n) for n in range(40)) == 10
    assert {tie for one in pool for tie in one.ties} == set(RECUSALS)


def test_a_year_of_draws_ends_when_everybody_has_sat_as_often_as_they_may() -> None:
    pool, wanted, held = [expert(f"e{n}", cap=4) for n in range(23)], demand(5), 0

    while not shortfalls(pool, wanted):
        drawn = draw(pool, wanted, f"draw {held}")
        pool = [replace(one, seats=one.seats + (one.key in drawn)) for one in pool]
        held += 1

    with pytest.raises(NoPanelError, match="本年度评审次数已满"):
        draw(pool, wanted, "one more")
    assert all(one.seats <= one.cap for one in pool)
    assert sum(one.seats for one in pool) == 5 * held
    assert sum(one.seats < one.cap for one in pool) < 5


SECOND_RUN = """
from tests.approvals.experts.test_drawing import draw, town, wanted_of
print(*(key for n in range(200) for key in draw(town(), wanted_of(7), f"seed {n}")))
"""


def test_another_process_draws_the_same_panels_by_the_same_seeds() -> None:
    root = Path(__file__).parents[3]
    runs = [
        subprocess.run(
            [sys.executable, "-c", SECOND_RUN],
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for hash_seed in ("1", "2")
    ]
    here = [key for n in range(200) for key in draw(town(), wanted_of(7), f"seed {n}")]

    assert runs == [here, here]


def test_everybody_is_drawn_about_as_often_where_nothing_is_demanded() -> None:
    pool = [expert(f"e{n}") for n in range(10)]
    seen = Counter(key for n in range(4000) for key in draw(pool, demand(5), f"{n}"))

    assert all(1800 < count < 2200 for count in seen.values()), seen


def test_the_same_seed_gives_the_same_panel_whatever_the_order_of_the_pool() -> None:
    pool, wanted = town(), demand(5, quotas=(SECURITY,))

    first = draw(pool, wanted, "a1b2")

    assert draw(list(reversed(pool)), wanted, "a1b2") == first
    assert draw(pool, wanted, "a1b3") != first


def test_a_substitute_stands_in_for_what_the_one_who_left_brought() -> None:
    kept = [expert(f"k{n}", is_external=True, is_here=True) for n in range(4)]
    others = [expert(f"o{n}", fields=frozenset({"DATA"})) for n in range(20)]
    only = expert("only", fields=frozenset({"ECONOMY"}))

    drawn = draw([*others, only, *kept], demand(5, quotas=(ECONOMY,)), "s", kept)

    assert drawn == ("only",)


@pytest.mark.parametrize(
    ("pool", "wanted", "words"),
    [
        ([], demand(4, is_odd=True), "必须是单数，拟抽取4人"),
        ([], demand(3, at_least=5), "不得少于5人，拟抽取3人"),
        ([], demand(9, at_most=7), "不得超过7人，拟抽取9人"),
        (
            [expert("a"), expert("b", ties=frozenset({"OWNER_UNIT"})), expert("c", cap=1, seats=1)],
            demand(3),
            "有1人，少于需要的3人：库中3人，其中与建设单位同一单位1人、本年度评审次数已满1人",
        ),
        ([expert(f"e{n}") for n in range(6)], demand(5, reserve=2), "少于需要的5人和候补2人"),
        ([expert(f"e{n}") for n in range(9)], demand(5, times_as_many=2), "少于需要的5人的2倍"),
        (
            [expert(f"e{n}", is_external=n < 2) for n in range(9)],
            demand(5, quotas=(OUTSIDE,)),
            "“外部专家”至少4人，可以抽取的只有2人",
        ),
        (
            [
                *(expert(f"x{n}", is_senior=False) for n in range(6)),
                *(expert(f"s{n}", is_external=False) for n in range(6)),
            ],
            demand(5, quotas=(OUTSIDE, SENIOR)),
            "“外部专家”至少4人和“高级职称专家”至少3人分别可以满足，但在5个席位中不能同时满足",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_the_sentence_names_the_demand(
    pool: list[Candidate], wanted: Demand, words: str
) -> None:
    with pytest.raises(NoPanelError, match=words):
        draw(pool, wanted, "seed")


def test_a_reserve_is_not_asked_for_again_once_substitutes_are_drawn() -> None:
    kept = [expert(f"k{n}", is_here=True) for n in range(4)]

    assert draw([expert("last"), *kept], demand(5, reserve=2), "s", kept) == ("last",)


people = st.builds(
    expert,
    st.uuids().map(str),
    is_external=st.booleans(),
    is_senior=st.booleans(),
    fields=st.frozensets(st.sampled_from(["SECURITY", "ECONOMY", "DATA"])),
    ties=st.sampled_from([frozenset(), frozenset(), frozenset({"KIN"})]),
)
quotas = st.lists(
    st.sampled_from([OUTSIDE, SENIOR, SECURITY, ECONOMY]), unique=True, max_size=4
).map(tuple)


@settings(max_examples=150)
@given(st.lists(people, max_size=9), st.sampled_from([3, 5]), quotas, st.text(max_size=8))
def test_it_draws_exactly_where_some_panel_is_possible(
    pool: list[Candidate], size: int, asked: tuple[Quota, ...], seed: str
) -> None:
    wanted = demand(size, quotas=asked)
    able = [one for one in pool if not barred(one, wanted)]
    possible = any(
        all(sum(quota.counts(one) for one in some) >= quota.needed(size) for quota in asked)
        for some in combinations(able, size)
    )

    assert possible == (not shortfalls(pool, wanted))
    if possible:
        drawn = [one for one in able if one.key in draw(pool, wanted, seed)]
        assert len(drawn) == size
        assert all(sum(map(quota.counts, drawn)) >= quota.needed(size) for quota in asked)


def test_what_is_written_down_of_a_draw_is_read_back_as_it_was() -> None:
    wanted = demand(
        5, quotas=(OUTSIDE, SECURITY), attendance=Decimal(80), recusals=frozenset({"KIN"})
    )

    assert Demand.from_json(wanted.to_json()) == wanted
    assert [Candidate.from_json(one.to_json()) for one in town()] == town()
    assert wanted.must_come == 4


@pytest.mark.parametrize(("size", "needed"), [(3, 2), (5, 4), (9, 6), (15, 10)])
def test_a_rounded_two_thirds_of_a_panel_are_two_thirds(size: int, needed: int) -> None:
    assert OUTSIDE.needed(size) == needed
