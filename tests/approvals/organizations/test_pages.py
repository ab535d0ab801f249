"""The pages of the organization: which office opens which, and what they cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.organizations.models import Appointment, Post, Unit, UnitKind, User
from approvals.organizations.queries import roles_of
from approvals.organizations.services import create_account, create_unit
from tests.approvals.organizations.conftest import AT, MakePost, MakeUser

type Browser = Callable[[User], Client]

OFFICES = ("system_admin", "security_admin", "audit_admin", "handler")
READERS = {"system_admin", "security_admin"}
PAGES = {
    "/organizations/units/": READERS,
    "/organizations/units/{unit}/": READERS,
    "/organizations/units/add/": {"system_admin"},
    "/organizations/units/{unit}/edit/": {"system_admin"},
    "/organizations/units/{unit}/move/": {"system_admin"},
    "/organizations/units/{unit}/posts/add/": {"security_admin"},
    "/organizations/units/{unit}/reorganize/": {"system_admin"},
    "/organizations/import/units/": {"system_admin"},
    "/organizations/import/people/template/": {"system_admin"},
    "/organizations/import/appointments/": {"security_admin"},
    "/organizations/people/": READERS,
    "/organizations/people/{user}/": READERS,
    "/organizations/people/add/": {"system_admin"},
    "/organizations/people/{user}/edit/": {"system_admin"},
    "/organizations/people/{user}/delegate/": {"security_admin"},
    "/organizations/people/{user}/hand-over/": READERS,
    "/organizations/appointments/{appointment}/end/": {"security_admin"},
    "/calendar/fill/": {"system_admin"},
    "/calendar/2026/10/1/": {"system_admin"},
    "/calendar/2026/": set(OFFICES),
    "/notices/": set(OFFICES),
    "/account/": set(OFFICES),
    "/account/password/": set(OFFICES),
    "/account/second-factor/": set(OFFICES),
    "/account/delegate/": set(OFFICES),
}
BUTTONS = {
    "/organizations/units/{unit}/deactivate/": {"system_admin"},
    "/organizations/people/{user}/reset/": {"system_admin"},
    "/organizations/people/{user}/deactivate/": {"system_admin"},
    "/organizations/people/{user}/reactivate/": {"system_admin"},
    "/organizations/people/{user}/unlock/": {"security_admin"},
    "/organizations/posts/{post}/close/": {"security_admin"},
    "/organizations/posts/{post}/reopen/": {"security_admin"},
}


@pytest.mark.parametrize("office", OFFICES)
def test_each_page_opens_to_its_offices_and_to_nobody_else(
    office: str, request: pytest.FixtureRequest, handler: User, signed_in: Browser
) -> None:
    client = signed_in(request.getfixturevalue(office))
    appointment = handler.appointments.get()
    keys = {
        "unit": appointment.post.unit_id,
        "user": handler.pk,
        "post": appointment.post_id,
        "appointment": appointment.pk,
    }

    seen = {page: client.get(page.format(**keys)).status_code for page in PAGES}
    pressed = {page: client.post(page.format(**keys)).status_code for page in BUTTONS}

    assert seen == {page: 200 if office in who else 403 for page, who in PAGES.items()}
    for page, who in BUTTONS.items():
        assert (pressed[page] in {200, 302}) is (office in who), page


@pytest.mark.parametrize("page", [*PAGES, *BUTTONS])
def test_a_stranger_is_led_to_the_sign_in_page(page: str, handler: User) -> None:
    address = page.format(unit=1, user=handler.pk, post=1, appointment=1)

    answer = Client().get(address) if page in PAGES else Client().post(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_a_post_is_given_in_three_actions_and_counts_with_the_next_request(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, security_admin: User, signed_in: Browser
) -> None:
    newcomer, post = make_user("newcomer", None), make_post(bureau, "DATA_REVIEW")
    desk, theirs = signed_in(security_admin), signed_in(newcomer)
    page = f"/organizations/people/{newcomer.pk}/"
    assert "没有岗位" in theirs.get("/account/").content.decode()

    desk.get("/organizations/people/", {"q": "newcomer"})
    desk.get(page)
    given = desk.post(page, {"post": post.pk, "starts_on": timezone.localdate().isoformat()})

    assert given.status_code == 302
    assert "数据部门评审" in theirs.get("/account/").content.decode()


def test_the_form_names_the_exclusive_post(
    bureau: Unit, make_post: MakePost, system_admin: User, security_admin: User, signed_in: Browser
) -> None:
    post = make_post(bureau, "DATA_REVIEW")

    answer = signed_in(security_admin).post(
        f"/organizations/people/{system_admin.pk}/",
        {"post": post.pk, "starts_on": timezone.localdate().isoformat()},
    )

    assert answer.status_code == 422
    assert "三员分立" in answer.content.decode()
    assert Appointment.objects.filter(user=system_admin).count() == 1


def test_nobody_finds_the_form_to_appoint_themselves(
    bureau: Unit, make_post: MakePost, security_admin: User, signed_in: Browser
) -> None:
    post = make_post(bureau, "EXPERT")
    page = f"/organizations/people/{security_admin.pk}/"
    client = signed_in(security_admin)

    shown = client.get(page).content.decode()
    client.post(page, {"post": post.pk, "starts_on": timezone.localdate().isoformat()})

    assert "任命到岗位" not in shown
    assert roles_of(User.objects.get(pk=security_admin.pk), AT.date()) == {"SECURITY_ADMIN"}


def test_the_one_time_password_is_on_the_answer_only(
    bureau: Unit, system_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)

    answer = client.post(
        "/organizations/people/add/",
        {"full_name": "欧阳䶮 😀", "username": "ouyang", "unit": bureau.pk},
    )

    user = User.objects.get(username="ouyang")
    page = answer.content.decode()
    shown = page.split("<code>")[2].split("</code>")[0]
    assert user.check_password(shown)
    assert answer["Cache-Control"] == "no-store"
    assert shown not in client.get(f"/organizations/people/{user.pk}/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("social_credit_code", "91330100000000000X", "校验位不符"),
        ("social_credit_code", "123", "应为18位"),
        ("name", "", "请填写单位名称。"),
        ("name", "长" * 10000, "单位名称最多 120 字"),
        ("kind", "NO_SUCH_KIND", "类别没有这个选项"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_rest(
    field: str, value: str, sentence: str, system_admin: User, signed_in: Browser
) -> None:
    data = {"name": "新单位", "short_name": "新", "kind": "OWNER", "social_credit_code": ""}

    answer = signed_in(system_admin).post("/organizations/units/add/", data | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="新"' in answer.content.decode()


@pytest.mark.parametrize("page", ["/organizations/people/", "/organizations/units/"])
@pytest.mark.parametrize(
    "asked", ["", "?q=测试", "?after=99999999999999999999999", "?state=nonsense"]
)
def test_odd_questions_to_a_list_are_answered(
    page: str, asked: str, system_admin: User, signed_in: Browser
) -> None:
    assert signed_in(system_admin).get(page + asked).status_code == 200


def test_lists_take_the_same_number_of_queries_however_long_they_are(
    bureau: Unit, system_admin: User, make_post: MakePost, signed_in: Browser
) -> None:
    post = make_post(bureau, "DATA_REVIEW")
    client = signed_in(system_admin)
    pages = (
        "/organizations/people/",
        "/organizations/units/",
        "/organizations/units/?q=单位",
        f"/organizations/units/{bureau.pk}/",
        "/notices/",
    )

    def cost() -> list[int]:
        counted = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counted.append(len(queries))
        return counted

    _people(bureau, post, range(2))
    small = cost()
    _people(bureau, post, range(2, 20))
    middle = cost()
    _people(bureau, post, range(20, 400))

    assert small == middle == cost()


def test_a_long_list_is_read_page_by_page_without_gap_or_repetition(
    bureau: Unit, system_admin: User, make_post: MakePost, signed_in: Browser
) -> None:
    _people(bureau, make_post(bureau, "DATA_REVIEW"), range(130))
    client = signed_in(system_admin)
    seen: list[int] = []
    address = "/organizations/people/"
    while address:
        page = client.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        back = page.previous_href
        address = f"/organizations/people/{page.next_href}" if page.next_href else ""

    assert len(seen) == len(set(seen)) == User.objects.filter(is_system=False).count()
    before = client.get(f"/organizations/people/{back}").context["page"]
    assert [row.pk for row in before.rows] == seen[50:100]


def _people(unit: Unit, post: Post, numbers: range) -> None:
    kind = UnitKind.objects.get(code="OWNER")
    for number in numbers:
        if number < 40:
            create_unit(
                name=f"第{number}单位",
                short_name="",
                kind=kind,
                parent=unit,
                actor=User.system(),
                at=AT,
            )
    people = User.objects.bulk_create(
        User(username=f"p{number}", full_name=f"人{number}", pinyin=f"ren{number % 7}", unit=unit)
        for number in numbers
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, post=post, starts_on=AT.date() - timedelta(days=9))
        for user in people
    )


def test_an_account_of_ones_own_explains_posts_and_duties(
    handler: User, signed_in: Browser
) -> None:
    page = signed_in(handler).get("/account/").content.decode()

    assert "经办人" in page
    assert "填报本单位的申报书" in page


def test_delegating_names_both_on_the_page(handler: User, bureau: Unit, signed_in: Browser) -> None:
    deputy = create_account(
        username="deputy",
        full_name="副手",
        unit=bureau,
        password="x" * 12,
        actor=User.system(),
        at=AT,
    ).user
    client = signed_in(handler)
    today = timezone.localdate().isoformat()

    client.post(
        "/account/delegate/",
        {"receiver": deputy.pk, "starts_on": today, "ends_on": today, "reason": "出差"},
    )
    page = client.get("/account/").content.decode()

    assert "副手" in page
    assert "测试handler" in page
    assert "受测试handler委托" in signed_in(deputy).get("/account/").content.decode()
