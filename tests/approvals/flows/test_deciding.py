from cProfile import Profile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from approvals.flows import services
from approvals.flows.models import Opinion
from approvals.flows.queries import process_route
from approvals.flows.rules import may_decide
from approvals.flows.shapes import Route, Step, StepKind
from approvals.notifications.models import Notice
from approvals.organizations.models import Appointment, Delegation
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, StaleVersionError, Strength
from tests.approvals.flows.town import (
    APPROVAL,
    INTAKE,
    NOT_NOW,
    NOW,
    ROUTE,
    SHORT,
    TODAY,
    Calls,
    Town,
    agree,
    open_task,
    open_titles,
)

STATEMENTS, WORK = 9, 10_000
ONE = Route(code="tests.one", label="一步审批", steps=(APPROVAL,))
TWO = Route(code="tests.two", label="两步", steps=(INTAKE, APPROVAL))


def test_agreeing_at_the_last_step_concludes_the_process(town: Town, calls: Calls) -> None:
    process = town.send(SHORT)

    agree(open_task(process, "受理岗"), town.clerk)

    process.refresh_from_db()
    assert process.status == "APPROVED"
    assert process.ended_at == NOW + timedelta(minutes=5)
    assert calls.outcomes == ["approved 环城路"]


def test_a_decision_costs_few_statements_and_little_work(town: Town) -> None:
    """Calls are counted, not milliseconds: putting the questions together took half of them."""
    first, second = (open_task(town.send(SHORT), "受理岗") for _ in range(2))
    agree(first, town.clerk, form_key=uuid4())
    work = Profile()

    with CaptureQueriesContext(connection) as asked:
        work.runcall(agree, second, town.clerk, form_key=uuid4())

    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= STATEMENTS, "\n".join(one[:70] for one in statements)
    assert len(statements) >= len(asked) - 2, "one savepoint, that of the test"
    assert sum(entry.callcount for entry in work.getstats()) < WORK


def test_the_first_of_several_posts_decides_and_closes_the_others(town: Town, calls: Calls) -> None:
    process = town.send(TWO)

    agree(open_task(process, "受理二岗"), town.colleague)

    assert open_titles(process) == ["审批岗"]
    assert process.tasks.get(post__title="受理岗").status == "CLOSED"
    assert calls.heard[2:] == ["unassigned 受理二岗", "unassigned 受理岗", "assigned 审批岗"]


def test_an_opinion_keeps_who_signed_in_which_post(town: Town) -> None:
    process = town.send(ONE)

    agree(open_task(process), town.planner, opinion=" 同意\u200b建设。\x00 ")

    opinion = process.opinions.get(step_code="approval")
    assert (opinion.actor_label, opinion.unit_label, opinion.post_label) == (
        "审批",
        "发改局",
        "审批岗",
    )
    assert opinion.text == "同意建设。"
    assert opinion.extra == {"reply_number": "发改〔2026〕1号"}


def test_only_fields_of_the_step_are_kept(town: Town) -> None:
    process = town.send(ONE)

    agree(open_task(process), town.planner, extra={"reply_number": "一号", "amount": "1"})

    assert process.opinions.get(step_code="approval").extra == {"reply_number": "一号"}


def test_a_decision_is_on_the_trail_and_the_sender_is_told(town: Town) -> None:
    process = town.send(ONE)

    agree(open_task(process), town.planner)

    entry = AuditEntry.objects.get(action="approvals.task.approve")
    assert entry.detail == {"环节": "立项审批", "岗位": "审批岗", "轮次": 1}
    notice = Notice.objects.get(user=town.handler)
    assert notice.title == "同意：环城路"
    assert notice.url == f"/todo/process/{process.pk}/"


@pytest.mark.parametrize("decide", [services.return_for_correction, services.reject])
def test_turning_something_back_needs_a_reason(town: Town, decide: object) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="须写明"):
        decide(open_task(process), opinion=" \n", version=1, actor=town.clerk, at=NOW)  # type: ignore[operator]

    process.refresh_from_db()
    assert process.status == "RUNNING"


def test_agreeing_needs_the_fields_and_the_opinion_of_the_step(town: Town) -> None:
    process = town.send(ONE)

    with pytest.raises(RuleViolationError) as refusal:
        agree(open_task(process), town.planner, opinion="", extra={})

    assert [each.message for each in refusal.value.verdict.refusals] == [
        "“立项审批”环节须填写意见。",
        "同意前请填写“批复文号”。",
    ]


def test_returning_does_not_need_the_fields_of_consent(town: Town, calls: Calls) -> None:
    process = town.send(ONE)

    services.return_for_correction(
        open_task(process), opinion="补充测算。", version=1, actor=town.planner, at=NOW
    )

    process.refresh_from_db()
    assert process.status == "RETURNED"
    assert process.ended_at is None
    assert calls.outcomes == ["returned 环城路"]


def test_rejecting_ends_the_process(town: Town, calls: Calls) -> None:
    process = town.send(TWO)

    services.reject(
        open_task(process, "受理岗"), opinion="重复建设。", version=1, actor=town.clerk, at=NOW
    )

    process.refresh_from_db()
    assert (process.status, process.ended_at) == ("REJECTED", NOW)
    assert open_titles(process) == []
    assert calls.outcomes == ["rejected 环城路"]


def test_the_matter_may_refuse_consent_but_not_a_return(town: Town, calls: Calls) -> None:
    calls.consent = NOT_NOW
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="资料尚未齐备"):
        agree(open_task(process, "受理岗"), town.clerk)
    services.return_for_correction(
        open_task(process, "受理岗"), opinion="请补齐。", version=1, actor=town.clerk, at=NOW
    )

    process.refresh_from_db()
    assert process.status == "RETURNED"


def test_nobody_decides_at_a_post_they_do_not_hold(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="不在“受理岗”岗位上"):
        agree(open_task(process, "受理岗"), town.outsider)


def test_an_appointment_that_has_ended_gives_no_say(town: Town) -> None:
    process = town.send(SHORT)
    Appointment.objects.filter(user=town.clerk).update(ends_on=TODAY - timedelta(days=1))

    with pytest.raises(RuleViolationError, match="不在"):
        agree(open_task(process, "受理岗"), town.clerk)


def test_nobody_decides_their_own_matter(town: Town) -> None:
    Appointment.objects.create(user=town.handler, post=town.intake_post, starts_on=date(2025, 1, 1))
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="本人送审"):
        agree(open_task(process, "受理岗"), town.handler)


def test_nobody_decides_for_the_one_who_sent_it(town: Town) -> None:
    process = town.send(SHORT, actor=town.clerk, owner_unit=town.data)
    task = process.tasks.create(
        **{
            name: getattr(process.tasks.get(), name)
            for name in ("round", "step_index", "step_code", "step_label", "role_code", "unit")
        },
        post=town.intake_post,
        opened_at=NOW,
        subject_label="环城路",
        matter_code=process.matter_code,
        starter=town.clerk,
    )
    Delegation.objects.create(
        giver=town.clerk, receiver=town.outsider, starts_on=TODAY, ends_on=TODAY, reason="出差"
    )

    verdict = may_decide(task, town.outsider, TODAY)

    assert [each.message for each in verdict.blocking] == [
        "您受受理甲委托办理，不能办理其本人送审的事项。"
    ]


def test_a_delegate_decides_and_the_opinion_names_for_whom(town: Town) -> None:
    process = town.send(ONE)
    Delegation.objects.create(
        giver=town.planner, receiver=town.outsider, starts_on=TODAY, ends_on=TODAY, reason="出差"
    )

    agree(open_task(process), town.outsider)

    opinion = process.opinions.get(step_code="approval")
    assert (opinion.acting_for_label, opinion.signer) == ("审批", f"{town.outsider}（代审批）")
    process.refresh_from_db()
    assert [node.people for node in process_route(process, TODAY, {})][-1] == opinion.signer
    assert AuditEntry.objects.latest("seq").detail["代"] == "审批"


def test_signing_two_steps_of_one_round_is_pointed_out_but_allowed(town: Town) -> None:
    Appointment.objects.create(user=town.clerk, post=town.ndrc_post, starts_on=date(2025, 1, 1))
    process = town.send(TWO)
    agree(open_task(process, "受理岗"), town.clerk)

    verdict = may_decide(open_task(process), town.clerk, TODAY)

    assert verdict
    assert [(each.strength, each.message[:9]) for each in verdict.refusals] == [
        (Strength.ADVICE, "您在本轮已签过“受")
    ]


def test_the_slower_of_two_is_told_who_was_quicker(town: Town) -> None:
    process = town.send(TWO)
    seen = open_task(process, "受理二岗")
    agree(open_task(process, "受理岗"), town.clerk)

    with pytest.raises(StaleVersionError) as late:
        agree(seen, town.colleague, version=1)

    assert late.value.message == "受理甲（数据局受理岗）已于3月2日 09:35在“受理”环节办理：同意。"
    assert late.value.changes == ("现在到达“立项审批”环节。",)
    assert process.opinions.filter(step_code="intake").count() == 1


def test_a_page_of_an_earlier_round_decides_nothing(town: Town) -> None:
    process = town.send(SHORT)
    services.return_for_correction(
        open_task(process, "受理岗"), opinion="请改。", version=1, actor=town.clerk, at=NOW
    )
    process.refresh_from_db()
    services.resubmit(
        process, content_digest="two", version=process.version, actor=town.handler, at=NOW
    )

    with pytest.raises(StaleVersionError):
        agree(open_task(process, "受理岗"), town.clerk, version=1)


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(town: Town) -> None:
    process = town.send(TWO)
    task, key = open_task(process, "受理岗"), uuid4()

    first = agree(task, town.clerk, version=1, form_key=key)
    again = agree(task, town.clerk, version=1, form_key=key)

    assert first.pk == again.pk
    assert again.status == "DONE"
    assert Opinion.objects.filter(form_key=key).count() == 1
    assert open_titles(process) == ["审批岗"]


def test_a_form_cannot_be_used_for_another_task(town: Town) -> None:
    key = uuid4()
    agree(open_task(town.send(SHORT), "受理岗"), town.clerk, form_key=key)
    other = town.send(SHORT, label="滨江路")

    with pytest.raises(RuleViolationError, match="另一事项"):
        agree(open_task(other, "受理岗"), town.clerk, form_key=key)


def test_one_key_stands_under_one_opinion_of_a_person(town: Town) -> None:
    key = uuid4()
    process = town.send(SHORT)
    agree(open_task(process, "受理岗"), town.clerk, form_key=key)
    copy = Opinion.objects.get(form_key=key)
    copy.pk, copy.task = None, None

    with pytest.raises(IntegrityError, match="approvals_opinion_one_per_form"):
        copy.save(force_insert=True)


def test_an_opinion_of_ten_thousand_characters_is_refused_in_a_sentence(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="意见共10000字，最多4000字"):
        agree(open_task(process, "受理岗"), town.clerk, opinion="好" * 10_000)


def test_consent_is_refused_when_nobody_holds_the_next_step_any_more(town: Town) -> None:
    process = town.send(TWO)
    Appointment.objects.filter(post=town.ndrc_post).delete()

    with pytest.raises(RuleViolationError, match="下一环节“立项审批”目前没有"):
        agree(open_task(process, "受理岗"), town.clerk)

    process.refresh_from_db()
    assert (process.step_index, open_titles(process)) == (0, ["受理岗", "受理二岗"])


def test_consent_is_refused_when_one_role_of_the_countersigning_fell_vacant(town: Town) -> None:
    process = town.send(ROUTE)
    Appointment.objects.filter(post=town.police_post).delete()

    with pytest.raises(RuleViolationError, match="下一环节“联合会签”目前没有"):
        agree(open_task(process, "受理岗"), town.clerk)


def test_a_refused_decision_is_on_the_trail(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError):
        agree(open_task(process, "受理岗"), town.outsider)

    assert AuditEntry.objects.filter(outcome="DENIED", actor_id=town.outsider.pk).count() == 1


def test_a_step_without_opinion_takes_an_empty_one(town: Town) -> None:
    plain = Step(code="plain", label="签收", kind=StepKind.REVIEW, roles=("DATA_INTAKE",))
    process = town.send(Route(code="tests.plain", label="签收", steps=(plain,)))

    agree(open_task(process, "受理岗"), town.clerk, opinion="")

    process.refresh_from_db()
    assert process.status == "APPROVED"
