"""Nobody gets behind a route that is not theirs: the URL resolver is walked, nothing left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestedCredentialData
from pytest_django import DjangoDbBlocker

from approvals.experts.models import ExpertTie
from approvals.flows.models import ApprovalTask, Meeting, MeetingItem
from approvals.inbox.models import Phrase, SavedView
from approvals.notifications.models import Delivery, Notice, NoticeChannel
from approvals.notifications.services import publish
from approvals.organizations.models import (
    Appointment,
    OpenSession,
    Post,
    PostClaim,
    SecurityKey,
    User,
)
from audit.models import AuditEntry
from documents.models import DocumentVersion, Job
from documents.services import add_certificate
from projects.application.models import RedLineTerm
from projects.application.services import open_call
from projects.construction.models import Milestone
from projects.planning.models import PlanItem
from projects.planning.services import add_projects, begin_plan
from projects.registry.models import LateEntry, Record
from projects.registry.services import attach_paper, print_record, reserve_numbers
from projects.regulations.services import begin_revision, grant_waiver
from tests.approvals.experts.conftest import Bench
from tests.architecture.routes import POLICY, PREPARES, REDIRECTS, Reach, routes
from tests.builders import AT, OTHER_OWNER, TODAY, County, build_county, initiated, later
from tests.documents.samples import pdf, upload
from tests.documents.sealing.authority import PASSPHRASE, authority
from tests.life import fill
from tests.projects.application.calls import CALL

REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
WRONG_METHOD = {HTTPStatus.METHOD_NOT_ALLOWED}
# What a reader may leave behind without pressing a button: the session and the trail.
TRACES = re.compile(
    r'"(django_session|audit_audit(entry|head)|axes_\w+|approvals_(look|opensession))"'
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Town:
    """A county, one project in it with all that can hang on a project, and the kwargs of routes."""

    county: County
    known: dict[str, object]

    def address(self, name: str, wanted: list[str]) -> str:
        """Return the address of a route, with things that exist."""
        return reverse(
            name, kwargs={key: self.known.get(f"{name} {key}", self.known[key]) for key in wanted}
        )

    def browser(self, role: str, unit: str | None = None, *, csrf: bool = False) -> Client:
        """Open a browser in which the holder of a role is signed in."""
        user = self.county.at(role, unit) if unit else self.county.at(role)
        client = Client(enforce_csrf_checks=csrf, raise_request_exception=True)
        client.force_login(user, backend="approvals.organizations.access.AccountBackend")
        return client


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:  # noqa: ARG001
    """Build everything a route can lead to, once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


def a_key() -> bytes:
    """Return what a security key says of itself when it is registered."""
    own = generate_private_key(SECP256R1()).public_key()
    public = ES256.from_cryptography_key(own)  # type: ignore[no-untyped-call]
    return bytes(AttestedCredentialData.create(Aaguid.NONE, b"1", public))


def _build() -> Town:
    county = build_county()
    handler = county.at("HANDLER")
    project = initiated(county)
    draft = fill(county, project, "waiver", {"reason": "工期紧。"}, at=later())
    application = Record.objects.get(project=project, kind="application")
    appraisal = Record.objects.get(project=project, kind="appraisal")
    paper = attach_paper(
        project,
        record=None,
        kind="CONTRACT_TEXT",
        upload=upload("合同.pdf", pdf()),
        title="",
        actor=handler,
        at=later(),
    )
    printed = print_record(application, actor=handler, at=later())
    compiler = county.at("DATA_REVIEW")
    plan = begin_plan(year=2026, actor=compiler, at=later())
    add_projects(plan, project_ids=[project.pk], version=plan.version, actor=compiler, at=later())
    milestone = Milestone.objects.create(
        project=project, position=1, name="需求确认", planned_start=TODAY, planned_end=TODAY
    )
    waiver = grant_waiver(
        county.rulebook,
        rule_id="T17-R17.shortest",
        project_id=project.pk,
        project_label=project.name,
        reason="工期紧。",
        approver_label="局长",
        starts_on=TODAY,
        expires_on=TODAY,
        actor=User.system(),
        at=AT,
    )
    task = ApprovalTask.objects.filter(process=application.approval).earliest("pk")
    meeting = Meeting.objects.create(
        title="局长办公会",
        held_on=TODAY,
        post=task.post,
        called_by=county.at("DATA_REVIEW"),
        called_at=AT,
    )
    agenda_item = MeetingItem.objects.create(meeting=meeting, task=task, place=1)
    call = open_call(
        **CALL,
        regulation=county.rulebook.regulation,
        opens_on=TODAY - timedelta(days=9),
        closes_on=TODAY - timedelta(days=1),
        actor=compiler,
        at=AT - timedelta(days=9),
    )
    late_entry = LateEntry.objects.create(
        call=call, project=project, reason="工期紧。", asked_by=handler, asked_at=AT
    )
    review = Bench(county, draft).with_pool(3).convene(size=3)
    expert = review.seats.earliest("pk").expert
    channel = NoticeChannel.objects.create(kind="FEISHU", name="群")
    announcement = publish(
        title="申报通知",
        body="本年度申报开始。",
        starts_on=TODAY,
        upload=upload("附件.pdf", pdf()),
        actor=compiler,
        at=AT,
    )
    (letter,) = reserve_numbers("云数审", count=1, purpose="批复", actor=compiler, at=AT)
    known: dict[str, object] = {
        "letter_id": letter.pk,
        "projects:registry-letter-new kind": "letter_reply",
        "call_id": call.pk,
        "term_id": RedLineTerm.objects.create(word="专网", added_by=handler, added_at=AT).pk,
        "late_id": late_entry.pk,
        "review_id": review.pk,
        "seat_id": review.seats.earliest("pk").pk,
        "expert_id": expert.pk,
        "field_id": expert.fields.earliest("pk").pk,
        "tie_id": ExpertTie.objects.create(expert=expert, kind="KIN", name="县水利局").pk,
        "ref": draft.pk,
        "approvals:experts-convene kind": review.subject_kind,
        "approvals:experts-draw number": 1,
        "project_id": project.pk,
        "record_id": draft.pk,
        "projects:application-edit record_id": application.pk,
        "projects:application-draft record_id": application.pk,
        "projects:application-appraisal record_id": appraisal.pk,
        "paper_id": paper.pk,
        "member_id": 1,
        "batch_id": 1,
        "import_id": 1,
        "change_id": 1,
        "version_id": DocumentVersion.objects.get(document=paper.document).pk,
        "projects:regulations-start-force version_id": county.rulebook.pk,
        "projects:regulations-begin version_id": county.rulebook.pk,
        "projects:regulations-export version_id": county.rulebook.pk,
        "draft_id": begin_revision(county.rulebook, actor=handler, at=AT).pk,
        "slug": "basics",
        "number": 0,
        "other": county.rulebook.version,
        "printed_id": printed.pk,
        "job_id": Job.objects.earliest("pk").pk,
        "plan_id": plan.pk,
        "item_id": PlanItem.objects.get(plan=plan).pk,
        "milestone_id": milestone.pk,
        "waiver_id": waiver.pk,
        "process_id": application.approval_id,
        "task_id": task.pk,
        "added_id": task.pk,
        "meeting_id": meeting.pk,
        "approvals:inbox-meeting-drop item_id": agenda_item.pk,
        "notice_id": Notice.objects.filter(user=compiler).earliest("pk").pk,
        "phrase_id": Phrase.objects.create(user=compiler, text="同意。").pk,
        "view_id": SavedView.objects.create(user=compiler, name="超期", query="overdue=on").pk,
        "unit_id": county.owner.pk,
        "post_id": Post.objects.earliest("pk").pk,
        "user_id": handler.pk,
        "appointment_id": Appointment.objects.earliest("pk").pk,
        "delegation_id": 1,
        "reorganization_id": 1,
        "approvals:organizations-import kind": "units",
        "approvals:organizations-import-template kind": "units",
        "seq": AuditEntry.objects.earliest("seq").seq,
        "kind": "waiver",
        "approvals:notifications-channel-add kind": "JSON",
        "channel_id": channel.pk,
        "delivery_id": Delivery.objects.create(
            key="1", channel=channel, event="task", due_at=AT, created_at=AT
        ).pk,
        "key_id": SecurityKey.objects.create(
            user=compiler, name="1", credential_id=b"1", credential=a_key(), created_at=AT
        ).pk,
        "certificate_id": add_certificate(
            county.owner.pk,
            county.owner.name,
            content=authority().issued(),
            passphrase=PASSPHRASE,
            actor=User.system(),
            at=AT,
        ).pk,
        "claim_id": PostClaim.objects.create(value="1", post=task.post).pk,
        "announcement_id": announcement.pk,
        "projects:overview-blank-workbook version_id": county.rulebook.pk,
        "projects:overview-blank-print version_id": county.rulebook.pk,
        "projects:overview-blank-workbook code": "application",
        "projects:overview-blank-print code": "application",
        "token": "none",
        "session_id": OpenSession.objects.create(
            user=compiler, session_key="1", opened_at=AT, seen_at=AT
        ).pk,
        "seal": "none",
        "code": county.rulebook.regulation.code,
        "approvals:setup-step code": "units",
        "documents:verify-code code": printed.verification_code,
        "version": county.rulebook.version,
        "year": 2026,
        "month": 3,
        "day": 2,
    }
    return Town(county, known)


ROUTES = sorted(routes())


def _named(reach: Reach) -> list[tuple[str, list[str]]]:
    return [(name, wanted) for name, wanted in ROUTES if POLICY.get(name) is reach]


def test_each_route_stands_in_the_table_of_access_and_no_other() -> None:
    assert {name for name, _ in ROUTES} == set(POLICY)


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_login_from_everywhere_but_the_public_pages(town: Town) -> None:
    stranger = Client()
    login = resolve_url(settings.LOGIN_URL)

    for name, wanted in ROUTES:
        address = town.address(name, wanted)
        answers = [stranger.get(address), stranger.post(address)]
        led = [
            a.status_code == HTTPStatus.FOUND and a["Location"].startswith(f"{login}?next=")
            for a in answers
        ]

        if POLICY[name] is Reach.PUBLIC:
            assert not any(led), name
        else:
            assert all(led), name


@pytest.mark.django_db
def test_the_handler_of_another_unit_gets_behind_nothing_that_is_bound_to_a_project(
    town: Town,
) -> None:
    outsider = town.browser("HANDLER", OTHER_OWNER)

    for name, wanted in _named(Reach.BOUND):
        address = town.address(name, wanted)

        assert _is_refused(outsider.get(address)), f"GET {name}"
        assert _is_refused(outsider.post(address)), f"POST {name}"


@pytest.mark.django_db
def test_who_holds_no_office_gets_behind_no_office(town: Town) -> None:
    outsider = town.browser("HANDLER", OTHER_OWNER)

    for name, wanted in _named(Reach.OFFICE):
        address = town.address(name, wanted)

        if name in REDIRECTS:
            assert _is_refused(outsider.get(outsider.get(address)["Location"])), name
            continue
        assert _is_refused(outsider.get(address)), f"GET {name}"
        assert _is_refused(outsider.post(address)), f"POST {name}"


def _is_refused(answer: HttpResponseBase) -> bool:
    return answer.status_code in REFUSED | WRONG_METHOD


@pytest.mark.django_db
def test_someone_without_any_post_sees_no_project(town: Town) -> None:
    nobody = User.objects.create(username="nobody", full_name="无岗位人员")
    client = Client()
    client.force_login(nobody, backend="approvals.organizations.access.AccountBackend")

    for name, wanted in [*_named(Reach.BOUND), *_named(Reach.OFFICE)]:
        if name not in REDIRECTS:
            assert _is_refused(client.get(town.address(name, wanted))), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["HANDLER", "DATA_REVIEW", "FINANCE_BUDGET", "AUDIT_READ"])
def test_reading_a_page_changes_nothing(town: Town, role: str) -> None:
    insider = town.browser(role)
    seen = 0

    for name, wanted in ROUTES:
        if name == "approvals:logout" or name in PREPARES:
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = insider.get(town.address(name, wanted))
        b"".join(answer)  # a file that is handed out stays open until it is read
        seen += answer.status_code == HTTPStatus.OK
        written = [
            query["sql"][:90]
            for query in queries.captured_queries
            if WRITES.match(query["sql"]) and not TRACES.search(query["sql"])
        ]
        assert not written, f"{name}: {written}"
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, name

    assert seen > 20, seen


@pytest.mark.django_db
def test_no_button_works_without_the_token_of_its_page(town: Town) -> None:
    forged = town.browser("HANDLER", csrf=True)

    for name, wanted in ROUTES:
        answer = forged.post(town.address(name, wanted))

        assert answer.status_code == HTTPStatus.FORBIDDEN, name
