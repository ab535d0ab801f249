"""Routes of every shape, declared in a regulation and gone through on the pages."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask, Meeting, Opinion
from approvals.organizations.models import Post, User
from approvals.organizations.services import create_unit
from projects.registry.models import Record
from tests.builders import AT, open_task
from tests.documents.samples import pdf, upload
from tests.projects.registry.harbour import (
    Harbour,
    begun,
    build_harbour,
    harbour_pack,
    keep,
    person,
    sent,
    start_values,
)

pytestmark = pytest.mark.django_db
CITED = {"clause": "第一条", "quote": "项目管理办公室审核立项单"}
OFFICE = "HARBOUR_PMO"


def step(code: str, kind: str = "REVIEW", *roles: str, **said: Any) -> dict[str, Any]:
    """Return a step as a rulebook declares it."""
    whose = {"roles": list(roles)} if roles else {}
    return {"code": code, "label": code, "kind": kind, "days": 3, **whose, **CITED, **said}


def harbour_with(*route: dict[str, Any]) -> Harbour:
    """Return a port whose first form goes along this route."""
    gates = harbour_pack().model_dump(mode="json", exclude_defaults=True)["gates"]
    gates[0]["route"] = list(route)
    return build_harbour(pack=harbour_pack(gates=gates))


def first_form(harbour: Harbour, **changes: Any) -> Record:
    """Fill in the first form of a project, and send it."""
    draft = keep(begun(harbour), start_values(**changes), by=harbour.at("HANDLER"))
    return sent(draft, by=harbour.at("HANDLER"))


def answer(record: Record, role: str, deed: Any, *, by: User, **said: Any) -> None:
    """Let somebody answer the open task of a role."""
    task = open_task(record, role)
    given = {"version": task.process.version, "actor": by, "at": AT} | said
    deed(task, **given)


def open_steps(record: Record) -> set[str]:
    """Return the steps that are open now."""
    tasks = ApprovalTask.objects.filter(process__record_ref=record.pk, status="OPEN")
    return set(tasks.values_list("step_code", flat=True))


def test_what_is_sent_again_unchanged_goes_straight_to_whoever_returned_it() -> None:
    harbour = harbour_with(
        step("first", "REVIEW", OFFICE),
        step("second", "REVIEW", OFFICE, handling={"resubmit": "DIRECT"}),
    )
    record, office = first_form(harbour), harbour.at(OFFICE)
    answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
    answer(record, OFFICE, flows.return_for_correction, by=office, opinion="请说明。")

    sent(record, by=harbour.at("HANDLER"))

    assert open_steps(record) == {"second"}


@pytest.mark.parametrize(
    ("changed", "open_now"),
    [
        ({"amount": "450000.00"}, {"basics"}),
        ({}, {"returner"}),
    ],
)
def test_only_the_consent_to_what_was_changed_is_given_again(
    changed: dict[str, str], open_now: set[str]
) -> None:
    harbour = harbour_with(
        step("basics", "REVIEW", OFFICE, handling={"covers": ["一、基本情况"]}),
        step("papers", "REVIEW", OFFICE, handling={"covers": ["材料"]}),
        step("returner", "REVIEW", OFFICE, handling={"resubmit": "DIRECT"}),
    )
    record, office, handler = first_form(harbour), harbour.at(OFFICE), harbour.at("HANDLER")
    for _ in range(2):
        answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
    answer(record, OFFICE, flows.return_for_correction, by=office, opinion="请说明。")

    sent(keep(record, start_values(**changed), by=handler), by=handler)

    assert open_steps(record) == open_now
    if changed:
        answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
        assert open_steps(record) == {"returner"}


def crowd(harbour: Harbour, *roles: str) -> dict[str, User]:
    """Give a role of its own department to somebody each."""
    parent = harbour.owner
    return {role: person(role.lower(), parent, role) for role in roles}


def page_of(user: User) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    return client


def decided(record: Record, role: str, user: User, decision: str, **said: Any) -> Any:
    """Press a button on the page of the open task of a role."""
    task = open_task(record, role)
    form = {
        "decision": decision,
        "opinion": "办理意见。",
        "version": str(task.process.version),
        "form_key": str(uuid4()),
    }
    return page_of(user).post(f"/todo/{task.pk}/decide/", form | said)


def last_opinion(record: Record) -> Opinion:
    """Return what was said last of a record."""
    return Opinion.objects.filter(process__record_ref=record.pk).latest("pk")


def test_a_meeting_that_a_regulation_declares_is_decided_by_its_minutes() -> None:
    asked = [{"code": "reply", "label": "批复文号"}]
    picked = {"approver": "CHOSEN", "chosen_at": "council"}
    harbour = harbour_with(
        step("council", "MEETING", OFFICE, fields=asked),
        step("picked", "REVIEW", "UNIT_HEAD", "LEADER_IN_CHARGE", **picked),
    )
    people = crowd(harbour, "UNIT_HEAD", "LEADER_IN_CHARGE")
    record, client = first_form(harbour), page_of(harbour.at(OFFICE))
    post = open_task(record, OFFICE).post_id
    called = {"title": "审议会", "held_on": "2026-03-02", "post": post, "form_key": str(uuid4())}
    client.post("/todo/meetings/", called)
    meeting = Meeting.objects.get()
    task = open_task(record, OFFICE).pk
    client.post(f"/todo/meetings/{meeting.pk}/add/", {"task": task, "form_key": str(uuid4())})
    item = meeting.items.get()
    results: dict[str, Any] = {f"result_{item.pk}": "APPROVED", "minutes_number": "纪要1号"}

    bare = client.post(f"/todo/meetings/{meeting.pk}/", results | {"form_key": str(uuid4())})
    results |= {f"field_{item.pk}_reply": "港复1号", "form_key": str(uuid4())}
    unchosen = client.post(f"/todo/meetings/{meeting.pk}/", results)
    head = Post.objects.get(role="UNIT_HEAD").pk
    results |= {f"chosen_{item.pk}": [head], "form_key": str(uuid4())}
    whole = client.post(f"/todo/meetings/{meeting.pk}/", results)

    assert [one.status_code for one in (bare, unchosen, whole)] == [422, 422, 302]
    assert "同意前请填写“批复文号”。" in bare.content.decode()
    assert "请选择“picked”环节由哪个岗位办理。" in unchosen.content.decode()
    assert last_opinion(record).extra == {
        "meeting_on": "2026-03-02", "minutes_number": "纪要1号", "reply": "港复1号",
    }  # fmt: skip
    assert holders_of(record) == {people["UNIT_HEAD"]}


def fresh_status(record: Record) -> str:
    """Return where a record stands now."""
    return str(Record.objects.get(pk=record.pk).status)


def test_the_signer_before_chooses_among_the_roles_that_a_regulation_offers() -> None:
    offered = {"approver": "CHOSEN", "chosen_at": "first"}
    harbour = harbour_with(
        step("first", "REVIEW", OFFICE),
        step("picked", "REVIEW", "UNIT_HEAD", "LEADER_IN_CHARGE", **offered),
        step("last", "REVIEW", OFFICE),
    )
    people = crowd(harbour, "UNIT_HEAD", "LEADER_IN_CHARGE")
    record, office = first_form(harbour), harbour.at(OFFICE)

    nobody = decided(record, OFFICE, office, "APPROVED")
    picked = Post.objects.get(role="LEADER_IN_CHARGE").pk
    somebody = decided(record, OFFICE, office, "APPROVED", chosen=[picked])

    assert (nobody.status_code, somebody.status_code) == (422, 302)
    assert "请选择“picked”环节由哪个岗位办理" in nobody.content.decode()
    (task,) = ApprovalTask.objects.filter(process__record_ref=record.pk, status="OPEN")
    assert task.post_id == picked
    decided(record, "LEADER_IN_CHARGE", people["LEADER_IN_CHARGE"], "APPROVED")
    decided(record, OFFICE, office, "RETURNED", to_step="1")
    (again,) = ApprovalTask.objects.filter(process__record_ref=record.pk, status="OPEN")
    assert again.post_id == picked


def test_whether_a_dissent_is_taken_up_is_asked_of_whoever_asked_for_opinions() -> None:
    harbour = harbour_with(
        step("first", "REVIEW", OFFICE), step("heard", "CONSULTATION", "UNIT_HEAD")
    )
    (head,) = crowd(harbour, "UNIT_HEAD").values()
    record, office = first_form(harbour), harbour.at(OFFICE)
    decided(record, OFFICE, office, "APPROVED")

    asked = page_of(head).get(f"/todo/{open_task(record, 'UNIT_HEAD').pk}/").content.decode()
    decided(record, "UNIT_HEAD", head, "REJECTED")
    explained = page_of(office).get(f"/todo/{open_task(record, OFFICE).pk}/").content.decode()
    bare = decided(record, OFFICE, office, "APPROVED")
    whole = decided(record, OFFICE, office, "APPROVED", field_is_adopted="不采纳")

    assert ("是否采纳" in asked, "是否采纳" in explained) == (False, True)
    assert (bare.status_code, whole.status_code) == (422, 302)
    assert last_opinion(record).extra["is_adopted"] == "不采纳"
    assert fresh_status(record) == "PASSED"


def test_the_refusal_of_another_organ_is_kept_with_its_number_and_paper() -> None:
    harbour = harbour_with(step("ministry", "EXTERNAL", OFFICE))
    record, office = first_form(harbour), harbour.at(OFFICE)
    stated = {
        "field_decided_by": "国家部委",
        "field_document_number": "部函1号",
        "field_decided_on": "2026-03-02",
    }

    bare = decided(record, OFFICE, office, "REJECTED", paper=upload("函.pdf", pdf()))
    whole = decided(record, OFFICE, office, "REJECTED", paper=upload("函.pdf", pdf()), **stated)

    assert (bare.status_code, whole.status_code) == (422, 302)
    assert "不同意前请填写“文号”。" in bare.content.decode()
    said = last_opinion(record)
    assert (said.decision, said.extra["document_number"]) == ("REJECTED", "部函1号")
    assert said.paper is not None


def test_a_return_is_meant_for_the_step_that_a_regulation_names() -> None:
    harbour = harbour_with(
        step("first", "REVIEW", OFFICE),
        step("second", "REVIEW", OFFICE),
        step("third", "REVIEW", OFFICE, returns_to="second"),
    )
    record, office = first_form(harbour), harbour.at(OFFICE)
    for _ in range(2):
        decided(record, OFFICE, office, "APPROVED")

    page = page_of(office).get(f"/todo/{open_task(record, OFFICE).pk}/").content.decode()

    assert '<option value="1" selected>second</option>' in page


def test_a_limit_is_counted_as_the_regulation_counts_it() -> None:
    harbour = harbour_with(step("first", "REVIEW", OFFICE, days=20, days_unit="DAY"))

    record = first_form(harbour)

    # The twentieth day after 2 March 2026 is a Sunday; the limit rolls on to Monday.
    assert open_task(record, OFFICE).due_on == date(2026, 3, 23)


def test_a_matter_goes_to_the_leader_in_charge_of_the_division_that_sent_it() -> None:
    harbour = harbour_with(step("leader", "APPROVE", approver="LEADER_IN_CHARGE"))
    division = create_unit(
        name="规划处",
        short_name="规划处",
        kind=harbour.owner.kind,
        parent=harbour.owner,
        actor=User.system(),
        at=AT,
    )
    over_all = person("over_all", harbour.owner, "LEADER_IN_CHARGE")
    in_charge = person("in_charge", division, "LEADER_IN_CHARGE")

    record = first_form(harbour)
    User.objects.filter(pk=harbour.at("HANDLER").pk).update(unit=division)
    harbour.people["HANDLER"] = User.objects.get(pk=harbour.at("HANDLER").pk)
    other = first_form(harbour)

    assert holders_of(record) == {over_all}
    assert holders_of(other) == {in_charge}


def holders_of(record: Record) -> set[User]:
    """Return whose desk a record lies on."""
    tasks = ApprovalTask.objects.filter(process__record_ref=record.pk, status="OPEN")
    return set(User.objects.filter(appointments__post__in=tasks.values("post")))


@pytest.mark.parametrize(
    ("kind", "said", "consent", "refusal"),
    [
        ("REVIEW", {}, "同意并看下一件", "不同意"),
        ("CONSULTATION", {}, "无不同意见并看下一件", "有不同意见"),
        ("BALLOT", {"ballot": {"percent": "50"}}, "投同意票并看下一件", "投反对票"),
        ("EXTERNAL", {}, "录入同意的决定并看下一件", "录入不同意的决定"),
        ("FILING", {}, "予以备案并看下一件", ""),
    ],
)
def test_the_buttons_say_what_they_mean_at_each_kind_of_step(
    kind: str, said: dict[str, Any], consent: str, refusal: str
) -> None:
    harbour = harbour_with(step("only", kind, OFFICE, **said))
    record = first_form(harbour)

    page = page_of(harbour.at(OFFICE)).get(f"/todo/{open_task(record, OFFICE).pk}/")

    text = page.content.decode()
    assert consent in text
    assert (f"</svg>{refusal}</button>" in text) is bool(refusal)
