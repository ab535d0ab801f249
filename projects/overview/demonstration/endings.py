"""How far the projects of each plan have come: the endings of their stories so far."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from config.kernel.periods import add_months
from projects.overview.demonstration.building_site import HALF, MOST
from projects.overview.demonstration.life import Life

type Ending = Callable[[Life], None]

EVER = 10_000
DAILY = ("DAILY", "SECURITY", "ACCIDENT", "FAULT", "PERFORMANCE", "SOFTWARE_CHANGE", "EVALUATION")


def _contracted(life: Life, *, days_ago: int = EVER) -> None:
    """Sign the contract so many days before today, or as soon as may be.

    What is not finished must not have lain for half a year: its last deeds are of late.
    """
    life.wait(3)
    life.give_quota()
    life.wait(10)
    life.near(days_ago)
    life.sign_contract(months=6)
    life.plan_work()
    life.set_targets()


def _under_contract(life: Life) -> None:
    _contracted(life, days_ago=45)


def _half_built(life: Life, *, days_ago: int = EVER) -> None:
    _contracted(life, days_ago=days_ago)
    life.wait(4)
    life.pay("ADVANCE", HALF)
    life.reach(2)
    life.report(45)


def _tested(life: Life, *, days_ago: int = EVER) -> None:
    _half_built(life, days_ago=days_ago)
    life.reach(4)
    life.report(90)
    life.test()
    life.wait(2)
    life.pay("PROGRESS", MOST)


def _on_trial(life: Life) -> None:
    _tested(life, days_ago=230)
    life.wait(3)
    life.begin_trial()


def _tried(life: Life, *, days_ago: int = EVER) -> None:
    _tested(life, days_ago=days_ago)
    life.wait(3)
    trial = life.begin_trial()
    life.end_trial(trial, months=2 + life.number % 2)
    life.catalogue()


def _accepting(life: Life) -> None:
    _tried(life, days_ago=330)
    life.near(8)
    record = life.ask_acceptance()
    life.decide(record, steps=1 + life.number % 2)


def _accepted(life: Life) -> None:
    _tried(life)
    life.wait(4)
    life.decide(life.ask_acceptance())
    life.wait(5)
    life.pay("FINAL", Decimal(0))
    life.settle()


def _operating(life: Life) -> None:
    _accepted(life)
    life.wait(6)
    life.register_system(life.day - timedelta(days=10))
    life.wait(18)
    life.maintain(DAILY[life.number % len(DAILY)])


def _evaluating(life: Life) -> None:
    _operating(life)
    life.near(12)
    record = life.evaluate_itself()
    life.decide(record, steps=life.number % 3)


def _evaluated(life: Life) -> None:
    _operating(life)
    life.wait_until(add_months(life.day, 4))
    life.decide(life.evaluate_itself())
    life.wait(8)
    life.be_evaluated()


def _archived(life: Life) -> None:
    _evaluated(life)
    life.wait(10)
    life.close()


def _suspended(life: Life) -> None:
    _half_built(life, days_ago=240)
    life.wait(15)
    life.decide(life.change_standing("SUSPEND"))


def _terminated(life: Life) -> None:
    _contracted(life)
    life.wait(20)
    life.decide(life.change_standing("TERMINATE"))


def _paying(life: Life) -> None:
    _half_built(life, days_ago=150)
    life.near(5)
    assert life.contract.amount is not None
    life.ask_payment("PROGRESS", (life.contract.amount * Decimal("0.2")).quantize(Decimal("0.01")))


def _draft(life: Life) -> None:
    life.apply()


def _at_unit_head(life: Life) -> None:
    life.send(life.apply())


def _at_intake(life: Life) -> None:
    record = life.send(life.apply())
    life.decide(record, steps=1)


def _returned(life: Life) -> None:
    record = life.send(life.apply())
    life.decide(record, steps=1)
    life.send_back(
        record, f"请补充{life.name}与公共数据平台的接口说明，并核对软件开发费用的测算依据。"
    )


def _in_appraisal(life: Life) -> None:
    life.decide(life.send(life.apply()))
    life.wait(2)
    record = life.appraise()
    life.decide(record, steps=life.number % 2)


def _appraised(life: Life) -> None:
    life.decide(life.send(life.apply()))
    life.wait(2)
    life.decide(life.appraise())


def _initiating(life: Life) -> None:
    _appraised(life)
    life.wait(2)
    life.decide(life.initiate(), steps=life.number % 2)


def _replied(life: Life) -> None:
    life.apply_and_get_reply()


def _not_established(life: Life) -> None:
    _appraised(life)
    life.wait(2)
    record = life.initiate()
    life.decide(record, steps=1)
    life.refuse(record, f"{life.name}与在建项目内容交叉，建设必要性论证不充分，不予立项。")


def _withdrawn(life: Life) -> None:
    life.decide(life.send(life.apply()))
    life.wait(3)
    life.decide(life.change_standing("WITHDRAW"))


def _times(count: int, ending: Ending) -> list[Ending]:
    return [ending] * count


ENDINGS: dict[int, list[Ending]] = {
    2: [_archived, _evaluating],
    1: [_operating, _accepting, _terminated],
    0: [_on_trial, _paying, _under_contract, _suspended],
    -1: [
        *_times(2, _replied),
        *_times(3, _initiating),
        _not_established,
        *_times(2, _appraised),
        *_times(5, _in_appraisal),
        *_times(12, _at_intake),
        *_times(12, _at_unit_head),
        *_times(6, _returned),
        *_times(28, _draft),
        _withdrawn,
    ],
}

LONG_AGO = 58
DAYS_AGO: dict[Ending, int] = {
    _initiating: 40,
    _in_appraisal: 24,
    _at_intake: 12,
    _at_unit_head: 8,
    _returned: 14,
    _draft: 6,
    _withdrawn: 32,
}
