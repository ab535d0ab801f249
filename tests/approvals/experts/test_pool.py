"""The pool: kept by whoever holds the office, and by nobody else."""

from datetime import timedelta

import pytest

from approvals.experts import services
from approvals.experts.models import Expert, ExpertField, ExpertState
from approvals.experts.queries import Matter, candidates, people_to_add, pool_list, touched_names
from approvals.experts.shapes import barred
from approvals.organizations.models import Reorganization, Unit, User
from approvals.organizations.queries import names_of
from approvals.organizations.services import create_unit, reorganize
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.experts.conftest import Bench, come, seats
from tests.builders import AT, OTHER_OWNER, TODAY, later, person

NOTHING: dict[str, list[str]] = {"units": [], "firms": [], "works": []}


def edited(bench: Bench, expert: Expert, **changes: object) -> Expert:
    given: dict[str, object] = {
        "employer": expert.employer,
        "title": expert.title,
        "is_senior": True,
        "is_external": True,
        "works_since": 2005,
        "yearly_cap": 6,
        "fields": list(expert.fields.all()),
        "version": expert.version,
    }
    return services.edit_expert(expert, **(given | changes), actor=bench.keeper, at=AT)  # type: ignore[arg-type]


def ties_of(expert: Expert, touched: dict[str, list[str]]) -> frozenset[str]:
    found = candidates(Matter(kind="x", ref=1, touched=touched), AT.date())
    return next(one.ties for one in found if one.key == str(expert.pk))


def test_only_who_keeps_the_pool_may_change_it(bench: Bench) -> None:
    with pytest.raises(RuleViolationError, match="由数据部门评审岗办理"):
        services.suspend_expert(
            bench.experts[0], reason="x", actor=bench.county.at("HANDLER"), at=AT
        )


def test_a_person_comes_into_the_pool_once_and_is_no_longer_offered(bench: Bench) -> None:
    new = bench.invited("newcomer")
    assert list(people_to_add(TODAY)) == [new]

    with pytest.raises(RuleViolationError, match="已在专家库中"):
        services.add_expert(
            bench.experts[0].user,
            employer="x",
            title="x",
            is_senior=False,
            is_external=True,
            works_since=2005,
            yearly_cap=3,
            fields=list(ExpertField.objects.all()[:1]),
            actor=bench.keeper,
            at=AT,
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"works_since": 2035}, "从业起始年份应在1950年至2026年之间"),
        ({"yearly_cap": 0}, "每年最多评审次数应在1至200之间"),
        ({"fields": []}, "请至少选择一个专业"),
    ],
)
def test_particulars_that_cannot_be_are_refused(
    bench: Bench, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleViolationError, match=words):
        edited(bench, bench.experts[0], **changes)


def test_two_who_correct_the_same_expert_do_not_overwrite_each_other(bench: Bench) -> None:
    edited(bench, bench.experts[0], title="研究员")

    with pytest.raises(StaleVersionError):
        edited(bench, bench.experts[0], title="教授")


def test_names_are_compared_however_they_are_spelt(bench: Bench) -> None:
    expert = bench.experts[0]
    for kind, name in (("SUPPLIER", "ＡＢＣ软件"), ("KIN", "县教育局"), ("WORK", "环卫监管")):
        services.add_tie(expert, kind=kind, name=name, note="", actor=bench.keeper, at=AT)

    assert ties_of(expert, NOTHING | {"firms": ["abc软件"]}) == {"CONTRACTOR"}
    assert ties_of(expert, NOTHING | {"units": ["县教育局"]}) == {"KIN"}
    assert ties_of(expert, NOTHING | {"works": ["环卫监管"]}) == {"AUTHOR"}
    assert ties_of(expert, NOTHING | {"units": ["第0设计研究院"]}) == {"OWNER_UNIT"}
    assert ties_of(expert, NOTHING | {"firms": ["第0设计研究院"]}) == {"CONTRACTOR"}
    assert ties_of(expert, NOTHING | {"units": ["专家组"]}) == {"OWNER_UNIT"}
    assert ties_of(expert, NOTHING) == set()


def test_who_works_in_a_division_of_a_unit_stays_away_from_the_matters_of_the_unit(
    bench: Bench,
) -> None:
    expert, system = bench.experts[0], User.system()
    kind = bench.county.owner.kind
    line: list[Unit] = []
    for name in ("云河县", "县体育局", "县体育局信息科"):
        above = line[-1] if line else None
        line.append(
            create_unit(name=name, short_name=name, kind=kind, parent=above, actor=system, at=AT)
        )
    User.objects.filter(pk=expert.user_id).update(unit=line[-1])

    assert ties_of(expert, NOTHING | {"units": ["县体育局"]}) == {"OWNER_UNIT"}
    assert ties_of(expert, NOTHING | {"units": ["云河县"]}) == set()


def test_a_unit_is_avoided_by_the_names_it_bore_and_those_of_what_it_took_in(
    bench: Bench,
) -> None:
    owner, system = bench.county.owner, User.system()
    old_name, other = owner.name, bench.county.units[OTHER_OWNER]
    witness = person("security", other, "SECURITY_ADMIN", AT)
    office = person("sysadmin", other, "SYSTEM_ADMIN", AT)
    for unit, kind, more in (
        (owner, "RENAME", {"new_name": "县城市综合管理局"}),
        (other, "RENAME", {"new_name": "县教育和体育局"}),
    ):
        reorganize(
            unit,
            kind=kind,
            basis="机构改革方案",
            effective_on=AT.date(),
            witness=witness,
            actor=office,
            at=AT,
            **more,  # type: ignore[arg-type]
        )
    edited(bench, bench.experts[0], employer=old_name)
    fresh_owner = Unit.objects.get(pk=owner.pk)

    assert names_of(fresh_owner)[0] == "县城市综合管理局"
    assert {"县城市综合管理局", old_name} <= set(bench.subject.units)
    touched = touched_names(units=bench.subject.units, firms=[], works=[])
    assert ties_of(bench.experts[0], touched) == {"OWNER_UNIT"}

    Reorganization.objects.create(
        kind="MERGE",
        state="DONE",
        unit=other,
        target=owner,
        old_name="县教育和体育局",
        basis="机构改革方案",
        effective_on=AT.date(),
        planned_by=system,
        witness=witness,
        planned_at=AT,
    )
    assert {OTHER_OWNER, "县教育和体育局"} <= set(names_of(fresh_owner))
    assert OTHER_OWNER in bench.subject.units


def test_a_tie_is_recorded_once_and_no_longer_counts_when_it_is_dropped(bench: Bench) -> None:
    expert, touched = bench.experts[0], NOTHING | {"units": ["县水利局"]}
    tie = services.add_tie(
        expert, kind="UNIT", name="县水利局", note="曾任职", actor=bench.keeper, at=AT
    )
    with pytest.raises(RuleViolationError, match="不必重复登记"):
        services.add_tie(expert, kind="UNIT", name="县水利局 ", note="", actor=bench.keeper, at=AT)
    assert ties_of(expert, touched) == {"OWNER_UNIT"}

    services.drop_tie(tie, actor=bench.keeper, at=AT)

    assert ties_of(expert, touched) == set()
    told = AuditEntry.objects.filter(action="approvals.expert.change").latest("seq").detail
    assert "县水利局" in str(told)


def test_who_is_suspended_or_full_for_the_year_is_not_drawn(bench: Bench) -> None:
    suspended, full = bench.experts[0], bench.experts[1]
    services.suspend_expert(suspended, reason="本人申请", actor=bench.keeper, at=AT)
    Expert.objects.filter(pk=full.pk).update(yearly_cap=1)
    review = bench.convene()
    while full.pk not in {seat.expert_id for seat in seats(review)}:
        services.cancel_review(review, reason="重抽", actor=bench.keeper, at=AT)
        review.seats.all().delete()
        review = bench.convene()

    found = {
        one.key: one for one in candidates(Matter(kind="x", ref=1, touched=NOTHING), AT.date())
    }

    assert found[str(suspended.pk)].is_suspended
    assert (found[str(full.pk)].seats, found[str(full.pk)].cap) == (1, 1)
    services.resume_expert(suspended, actor=bench.keeper, at=AT)
    assert not Expert.objects.get(pk=suspended.pk).is_suspended
    next_year = candidates(
        Matter(kind="x", ref=1, touched=NOTHING), AT.date().replace(year=AT.year + 1)
    )
    assert {one.seats for one in next_year} == {0}


def test_the_state_of_an_expert_is_one_thing_on_every_page_and_in_the_draw(bench: Bench) -> None:
    suspended, lapsed, closed, full = bench.experts[:4]
    services.suspend_expert(suspended, reason="本人申请", actor=bench.keeper, at=AT)
    lapsed.user.appointments.update(ends_on=AT.date() - timedelta(days=1))
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    review = bench.convene(size=5)
    seated = {seat.expert_id for seat in seats(review)}
    Expert.objects.filter(pk__in=seated).update(yearly_cap=1)

    found = {expert.pk: vars(expert)["state"] for expert in pool_list(on=AT.date())}

    assert (found[suspended.pk], found[lapsed.pk], found[closed.pk]) == (
        "SUSPENDED", "LAPSED", "LAPSED",
    )  # fmt: skip
    assert {key for key, state in found.items() if state == "FULL"} == seated
    assert full.pk in found
    for state in ExpertState:
        listed = {expert.pk for expert in pool_list(on=AT.date(), state=state)}
        assert listed == {key for key, known in found.items() if known == state}
    drawn = candidates(Matter(kind="x", ref=1, touched=NOTHING), AT.date())
    able = {int(one.key) for one in drawn if not barred(one, bench.subject.demands[0])}
    assert able == {key for key, state in found.items() if state == "READY"}


def test_a_panel_that_was_cancelled_takes_nothing_from_the_year(bench: Bench) -> None:
    review = bench.convene()
    assert sum(vars(expert)["this_year"] for expert in pool_list(on=AT.date())) == 5

    services.cancel_review(review, reason="改期", actor=bench.keeper, at=AT)

    assert sum(vars(expert)["this_year"] for expert in pool_list(on=AT.date())) == 0


def test_only_who_holds_the_post_of_an_expert_comes_into_the_pool(bench: Bench) -> None:
    with pytest.raises(RuleViolationError, match="没有评审专家的岗位"):
        services.add_expert(
            bench.witness,
            employer="县财政局",
            title="科员",
            is_senior=False,
            is_external=False,
            works_since=2010,
            yearly_cap=6,
            fields=list(ExpertField.objects.all()[:1]),
            actor=bench.keeper,
            at=AT,
        )


def test_workload_counts_what_is_still_to_be_handed_in(bench: Bench) -> None:
    review = bench.convene()
    come(seats(review)[0])

    found = pool_list(on=AT.date())

    assert sum(int(expert.__dict__["open_seats"]) for expert in found) == 5
    assert sum(int(expert.__dict__["this_year"]) for expert in found) == 5


def test_the_pool_is_searched_by_name_field_and_state(bench: Bench) -> None:
    field = bench.experts[1].fields.get()
    services.suspend_expert(bench.experts[2], reason="x", actor=bench.keeper, at=AT)

    assert bench.experts[3] in pool_list(on=AT.date(), text="第3设计")
    assert {e.pk for e in pool_list(on=AT.date(), field=field)} == {
        bench.experts[1].pk,
        bench.experts[8].pk,
    }
    assert [e.pk for e in pool_list(on=AT.date(), state="SUSPENDED")] == [bench.experts[2].pk]


def test_a_field_of_knowledge_is_added_renamed_and_taken_out_of_use(bench: Bench) -> None:
    field = services.add_field(code="LAW", label="法律", actor=bench.keeper, at=later())
    with pytest.raises(RuleViolationError, match="已经有了"):
        services.add_field(code="law", label="法律二", actor=bench.keeper, at=AT)

    services.edit_field(field, label="法律事务", is_active=False, actor=bench.keeper, at=AT)

    assert not ExpertField.objects.get(label="法律事务").is_active


def test_previous_members_are_known_as_such(bench: Bench) -> None:
    review = bench.convene()
    first = come(seats(review)[0])
    services.cancel_review(review, reason="材料不齐", actor=bench.keeper, at=AT)
    matter = Matter(kind=review.subject_kind, ref=review.subject_ref, touched=NOTHING)

    tied = {one.key for one in candidates(matter, AT.date()) if "PREVIOUS_ROUND" in one.ties}

    assert tied == {str(first.expert_id)}
