"""Units, people and appointments from a workbook: tried first, then all of it or nothing."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.organizations.forms import KINDS
from approvals.organizations.models import Appointment, Post, Unit, User
from approvals.organizations.shapes import SYSTEM_ADMIN
from audit.actions import AuditAction
from audit.models import AuditEntry
from documents.spreadsheets import read_rows, write_intake

type Browser = Callable[[User], Client]


def workbook(kind: str, *rows: Sequence[object]) -> SimpleUploadedFile:
    """Fill in the template."""
    content = write_intake(KINDS[kind].columns(), title="表", rows=rows)
    return SimpleUploadedFile("表.xlsx", content)


def tried(client: Client, kind: str, *rows: Sequence[object]) -> tuple[str, str]:
    """Try a workbook: the page, and what it hands on to the next step."""
    page = client.post(f"/organizations/import/{kind}/", {"workbook": workbook(kind, *rows)})
    return page.content.decode(), page.context["payload"]


def test_units_are_tried_and_then_taken_with_those_above_them_in_the_same_workbook(
    bureau: Unit, system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    rows = (
        ("云河县水利局", "县水利局", "建设单位", "", ""),
        ("防汛科", "", "建设单位", "云河县水利局", ""),
    )

    page, payload = tried(client, "units", *rows)

    assert "试导入通过，还没有导入" in page
    assert list(Unit.objects.all()) == [bureau]
    client.post("/organizations/import/units/", {"payload": payload, "step": "apply"})
    division = Unit.objects.get(name="防汛科")
    assert division.parent is not None
    assert division.parent.name == "云河县水利局"
    assert AuditEntry.objects.filter(action=AuditAction.ORGANIZATION_IMPORTED).count() == 1


@pytest.mark.usefixtures("bureau")
def test_each_wrong_cell_is_named_and_no_row_is_taken(
    system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    rows = (
        ("张三", "zhangsan", "云河县数据局", "", ""),
        ("李四", "zhangsan", "云河县数据局", "", ""),
        ("王五", "w", "没有的局", "", "不是邮箱"),
    )
    before = User.objects.count()

    page, payload = tried(client, "people", *rows)

    for sentence in (
        "第 3 行",
        "已有人使用",
        "第 4 行",
        "用户名应为 3 至 64 位",
        "没有名为“没有的局”的在用单位。",
        "电子邮箱的格式不对",
    ):
        assert sentence in page.replace("&quot;", '"')
    applied = client.post("/organizations/import/people/", {"payload": payload, "step": "apply"})
    assert "一行也没有导入" in applied.content.decode()
    assert User.objects.count() == before


@pytest.mark.usefixtures("bureau")
def test_the_list_of_errors_is_the_same_workbook_with_reasons_and_can_be_sent_again(
    system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    _, payload = tried(client, "people", ("王五", "wangwu", "没有的局", "", ""))

    answer = client.post("/organizations/import/people/", {"payload": payload, "step": "errors"})

    rows = read_rows(io.BytesIO(answer.content))
    assert rows[0][-1] == "需要改正"
    assert rows[1] == [
        "王五",
        "wangwu",
        "没有的局",
        None,
        None,
        "没有名为“没有的局”的在用单位。",
    ]
    again = client.post(
        "/organizations/import/people/",
        {"workbook": SimpleUploadedFile("错误.xlsx", answer.content)},
    )
    assert "没有名为" in again.content.decode()


def test_imported_people_get_one_time_passwords_shown_once(
    bureau: Unit, system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    _, payload = tried(client, "people", ("张三", "zhangsan", bureau.name, "0571-1234567", ""))

    page = client.post("/organizations/import/people/", {"payload": payload, "step": "apply"})

    (account,) = page.context["outcome"].accounts
    assert account.one_time_password in page.content.decode()
    assert User.objects.get(username="zhangsan").check_password(account.one_time_password)


def test_appointments_set_up_missing_posts_and_count_from_their_day(
    bureau: Unit, handler: User, security_admin: User, signed_in: Browser
) -> None:
    client = signed_in(security_admin)
    row = ("handler", bureau.name, "数据部门评审", "评审二岗", "2026-12-01", "")

    page, payload = tried(client, "appointments", row)

    assert "（新设岗位）" in page
    assert not Post.objects.filter(title="评审二岗").exists()
    client.post("/organizations/import/appointments/", {"payload": payload, "step": "apply"})
    appointment = Appointment.objects.get(post__title="评审二岗")
    assert (appointment.user, appointment.starts_on) == (handler, date(2026, 12, 1))


def test_neither_exclusive_posts_nor_administrators_come_in_by_workbook(
    bureau: Unit, system_admin: User, handler: User, security_admin: User, signed_in: Browser
) -> None:
    client = signed_in(security_admin)

    page, _ = tried(
        client,
        "appointments",
        (system_admin.username, bureau.name, "数据部门评审", "", "2026-12-01", ""),
        (handler.username, bureau.name, "系统管理员", "", "2026-12-01", ""),
    )

    assert page.count("三员分立") == 2
    assert Appointment.objects.filter(post__role=SYSTEM_ADMIN).count() == 1


def test_each_office_imports_its_own(
    system_admin: User, security_admin: User, audit_admin: User, signed_in: Browser
) -> None:
    kinds = ("units", "people", "appointments")

    reached = {
        user.username: [
            kind
            for kind in kinds
            if signed_in(user).get(f"/organizations/import/{kind}/").status_code == 200
        ]
        for user in (system_admin, security_admin, audit_admin)
    }

    assert reached == {
        "sysadmin": ["units", "people"],
        "secadmin": ["appointments"],
        "audadmin": [],
    }
    start = signed_in(security_admin).get("/organizations/import/")
    assert start["Location"] == "/organizations/import/appointments/"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK not a workbook", "工作簿"),
        (write_intake((), title="空"), "第一行缺少“单位名称、类别”列"),
    ],
)
def test_a_file_that_is_no_template_is_refused_in_words(
    content: bytes, sentence: str, system_admin: User, signed_in: Browser
) -> None:
    answer = signed_in(system_admin).post(
        "/organizations/import/units/", {"workbook": SimpleUploadedFile("x.xlsx", content)}
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_what_was_tried_cannot_be_forged(system_admin: User, signed_in: Browser) -> None:
    answer = signed_in(system_admin).post(
        "/organizations/import/units/", {"payload": "forged:by:hand", "step": "apply"}
    )

    assert "已过期，请重新上传" in answer.content.decode()
    assert not AuditEntry.objects.filter(action=AuditAction.ORGANIZATION_IMPORTED).exists()
