"""The pages of the rulebooks and of the ledger of waivers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from approvals.organizations.models import Appointment, Post, Role, Unit, UnitKind, User
from config.kernel.verdicts import RuleViolationError, Strength
from projects.regulations.interpreter.prose import describe
from projects.regulations.models import RulebookVersion, Waiver
from projects.regulations.services import (
    confirm_force,
    grant_waiver,
    import_pack,
    propose_force,
    put_in_force,
)
from tests.projects.regulations.t4 import T4

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def browser_of(role_code: str) -> Client:
    """Return a browser of somebody who holds a post of this role."""
    kind = UnitKind.objects.get(code="DATA")
    unit, _ = Unit.objects.get_or_create(
        name="数据局", defaults={"kind": kind, "path": "/902/", "short_name": "数据局"}
    )
    role = Role.objects.get(code=role_code)
    group = Group.objects.create(name=f"rules {role_code}")
    post = Post.objects.create(unit=unit, role=role, title=role.label, group=group)
    user = User.objects.create(username=role_code.lower(), full_name=role.label, unit=unit)
    Appointment.objects.create(user=user, post=post, starts_on=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    return client


def second_administrator() -> Client:
    """Return a browser of another person with the post of the rule administrator."""
    post = Post.objects.get(role_id="RULE_ADMIN")
    user = User.objects.create(username="second", full_name="另一位管理员", unit=post.unit)
    Appointment.objects.create(user=user, post=post, starts_on=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk() -> User:
    return User.objects.create(username="clerk", full_name="周明")


@pytest.fixture
def unused(clerk: User) -> RulebookVersion:
    return import_pack(T4, actor=clerk, at=AT)


@pytest.fixture
def in_force(unused: RulebookVersion, clerk: User) -> RulebookVersion:
    return put_in_force(unused, actor=clerk, at=AT)


@pytest.fixture
def waiver(in_force: RulebookVersion, clerk: User) -> Waiver:
    on = timezone.localdate()
    return grant_waiver(
        in_force,
        rule_id="T04-R12.2",
        project_id=7,
        project_label="智慧水务一期",
        reason="既有机房承重不足。",
        approver_label="陈立",
        starts_on=on,
        expires_on=on + timedelta(days=30),
        actor=clerk,
        at=AT,
    )


@pytest.mark.usefixtures("in_force")
def test_a_rulebook_reads_as_prose_with_every_clause() -> None:
    page = browser_of("HANDLER").get("/regulations/T4/").content.decode()

    assert "《投资信息化项目管理办法》第七条" in page
    assert "信息化项目应接入级公共数据平台" in page
    assert "申报的财政资金大于零" in page
    assert "发改部门审批</p>" in page
    assert '<span class="muted">角色：</span>发改审批' in page
    assert "批复文号；批复日期（日期）；批复金额（金额）" in page
    assert "系统默认，非法规规定" in page
    assert "试运行结束日期不早于试运行开始日期之后2个月" in page


@pytest.mark.usefixtures("in_force")
def test_no_raw_code_stands_on_the_page() -> None:
    page = browser_of("HANDLER").get("/regulations/T4/").content.decode()
    body = page.partition('<main class="page"')[2].partition("</main>")[0]

    for code in ("DATA_HEAD", "MUNICIPAL_CLOUD", "record_passed", "application.", "T04-R", "None"):
        assert code not in body


@pytest.mark.usefixtures("in_force")
def test_the_list_names_each_regulation_and_its_versions() -> None:
    page = browser_of("DATA_HEAD").get("/regulations/").content.decode()

    assert "投资信息化项目管理办法" in page
    assert "已启用" in page
    assert "豁免台账" not in page


def test_an_imported_version_is_put_in_force_by_two_persons(unused: RulebookVersion) -> None:
    first = browser_of("RULE_ADMIN")
    address = f"/regulations/versions/{unused.pk}/start/"
    assert "提请启用" in first.get("/regulations/T4/").content.decode()

    page = first.post(address, follow=True).content.decode()
    again = first.post(address)
    unused.refresh_from_db()

    assert "等另一位办法管理员确认" in page
    assert again.status_code == 422
    assert "启用需要两个人" in again.content.decode()
    assert unused.is_unused

    second = second_administrator()
    page = second.post(address, follow=True).content.decode()

    assert "已启用投资信息化项目管理办法（第1版）" in page
    assert "确认启用" not in page


def test_what_is_imported_over_a_proposal_is_proposed_anew(
    unused: RulebookVersion, clerk: User
) -> None:
    propose_force(unused, actor=clerk, at=AT)

    version = import_pack(T4.model_copy(update={"summary": "改了。"}), actor=clerk, at=AT)

    assert version.pk == unused.pk
    assert version.proposed_by is None
    other = User.objects.create(username="other", full_name="李红")
    with pytest.raises(RuleViolationError, match="还没有人提请启用"):
        confirm_force(version, actor=other, at=AT)


def test_a_draft_says_why_it_cannot_be_put_in_force(clerk: User) -> None:
    draft = T4.model_copy(update={"code": "T7", "status": "DRAFT"})
    version = import_pack(draft, actor=clerk, at=AT)
    client = browser_of("RULE_ADMIN")

    assert "是征求意见稿，只能查阅和模拟" in client.get("/regulations/T7/").content.decode()
    answer = client.post(f"/regulations/versions/{version.pk}/start/")

    assert answer.status_code == 422
    assert "是征求意见稿" in answer.content.decode()


@pytest.mark.parametrize("role", ["HANDLER", "DATA_HEAD", "SYSTEM_ADMIN"])
def test_others_cannot_put_in_force(unused: RulebookVersion, role: str) -> None:
    client = browser_of(role)

    assert client.post(f"/regulations/versions/{unused.pk}/start/").status_code == 403
    assert "提请启用" not in client.get("/regulations/T4/").content.decode()


def test_the_ledger_shows_reason_approver_and_end(waiver: Waiver) -> None:
    page = browser_of("AUDIT_READ").get("/regulations/waivers/").content.decode()

    for text in ("智慧水务一期", "既有机房承重不足。", "陈立", "第六条", "有效"):
        assert text in page
    assert f"{waiver.expires_on:%Y-%m-%d}" in page
    assert "确认撤销" not in page


def test_the_ledger_is_closed_to_others(waiver: Waiver) -> None:
    client = browser_of("HANDLER")

    assert client.get("/regulations/waivers/").status_code == 403
    assert client.post(f"/regulations/waivers/{waiver.pk}/end/").status_code == 403


def test_a_waiver_is_revoked_with_a_reason(waiver: Waiver) -> None:
    client = browser_of("RULE_ADMIN")
    address = f"/regulations/waivers/{waiver.pk}/end/"

    empty = client.post(address, {"reason": " "})
    done = client.post(address, {"reason": "已改用市级政务云平台。"}, follow=True)

    assert empty.status_code == 422
    assert "撤销理由" in empty.content.decode()
    assert "已撤销智慧水务一期的豁免。" in done.content.decode()
    waiver.refresh_from_db()
    assert waiver.revoked_at is not None


@pytest.mark.parametrize(
    "address",
    ["/regulations/T99/", "/regulations/T4/9/"],
)
@pytest.mark.usefixtures("in_force")
def test_a_rulebook_that_is_not_there_is_404(address: str) -> None:
    assert browser_of("HANDLER").get(address).status_code == 404


def test_every_condition_of_the_pack_can_be_said_in_chinese() -> None:
    for rule in T4.requirements:
        text = describe(rule.condition, T4)
        assert text
        assert not any(character.isascii() and character.isalpha() for character in text)
        assert rule.strength in Strength


@pytest.mark.parametrize(
    "address",
    [
        f"/regulations/waivers/?project={'9' * 40}",
        "/regulations/waivers/?valid_on=2026-02-30",
        f"/regulations/T4/{'9' * 40}/",
        "/regulations/waivers/?project=%00",
    ],
)
@pytest.mark.usefixtures("in_force")
def test_strange_addresses_never_break_a_page(address: str) -> None:
    assert browser_of("RULE_ADMIN").get(address).status_code in {200, 404}
