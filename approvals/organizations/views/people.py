"""The list of people and the page of one person."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from approvals.organizations import services
from approvals.organizations.access import Ability, has_ability, is_administrator
from approvals.organizations.forms import (
    AccountForm,
    AppointmentForm,
    DelegationForm,
    PeopleFilter,
    WitnessForm,
)
from approvals.organizations.models import User
from approvals.organizations.queries import (
    page_by_key,
    people_list,
    people_summary,
    rights_of,
    without_place,
)
from approvals.organizations.services.second_factor import has_second_factor
from approvals.organizations.services.sessions import live_sessions
from approvals.organizations.views.office import (
    do_and_return,
    may_at,
    office_needed,
    person_at,
    posted,
    witness_check,
)
from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out

PAGE = "approvals:organizations-person"
LIST = "approvals:organizations-people"
PEOPLE_LIST = "approvals.people"
PEOPLE_COLUMNS = (
    Column("姓名", width=12),
    Column("用户名", width=16),
    Column("所在单位", width=24),
    Column("今天的岗位", ColumnKind.LONG_TEXT, 36),
    Column("电话", width=16),
    Column("状态", width=12),
)
AT_ONCE = 1_000


@office_needed(Ability.SEE_ORGANIZATION)
def people(request: HttpRequest) -> HttpResponse:
    """Find people (人员)."""
    asked = PeopleFilter(request.GET)
    found = _people(asked, timezone.localdate())
    context = {
        "tab": "people",
        "filter": asked,
        "export_href": f"export/?{without_place(request.GET)}",
        "page": page_by_key(found, request.GET, unit="人"),
        "may_edit": may_at(request, Ability.EDIT_ACCOUNTS),
    }
    return render(request, "approvals/organizations/people.html", context)


def _people(asked: PeopleFilter, on: date) -> QuerySet[User]:
    wanted = asked.cleaned_data if asked.is_valid() else {}
    return people_list(
        on=on,
        text=wanted.get("q", ""),
        unit=wanted.get("unit"),
        role=wanted.get("role", ""),
        status=wanted.get("state") or "active",
    )


@office_needed(Ability.SEE_ORGANIZATION)
@require_safe
def export_people(request: HttpRequest) -> HttpResponse:
    """Hand out the people that are listed."""
    return hand_out(request, PEOPLE_LIST)


def open_people(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the list of people as its reader filtered it."""
    on = timezone.localdate(at)
    assert isinstance(user, User)
    if not has_ability(user, Ability.SEE_ORGANIZATION, on):
        raise PermissionDenied
    form = PeopleFilter(asked)
    found = _people(form, on).order_by("pinyin", "id")
    words = form.in_words()
    return Listing(
        title="人员",
        columns=PEOPLE_COLUMNS,
        rows=_people_rows(found),
        count=found.count(),
        wanted="；".join(words),
    )


def _people_rows(found: QuerySet[User]) -> Iterator[list[object]]:
    for person in found.iterator(AT_ONCE):
        posts = (f"{held.post.unit.short_name} {held.post.title}" for held in person.current)  # type: ignore[attr-defined]
        state = "未启用密码" if person.must_change_password else "在用"
        yield [
            person.full_name,
            person.username,
            person.unit.name if person.unit else "",
            "、".join(posts),
            person.phone,
            state if person.is_active else "已停用",
        ]


@office_needed(Ability.SEE_ORGANIZATION)
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show a person: posts, rights explained, account; the security administrator appoints here."""
    shown, actor, on = _person(user_id), person_at(request), timezone.localdate()
    may_appoint = may_at(request, Ability.APPOINT) and shown.pk != actor.pk and shown.is_active
    check = witness_check(request)
    form = AppointmentForm(posted(request), user=shown, on=on, check=check) if may_appoint else None
    if (
        form is not None
        and request.method == "POST"
        and form.is_valid()
        and attempt(form, services.appoint, shown, actor=actor, at=timezone.now())
    ):
        messages.success(request, f"已任命{shown.full_name}，下一次操作起生效。")
        return redirect(PAGE, shown.pk)
    context = {
        "person": shown,
        "trail": [{"label": "人员", "href": reverse(LIST)}],
        "form": form,
        "rights": rights_of(shown, on),
        "today": on,
        "has_factor": has_second_factor(shown),
        "sessions": live_sessions(shown, at=timezone.now()),
        "is_oneself": shown.pk == actor.pk,
        "may_edit": may_at(request, Ability.EDIT_ACCOUNTS) and shown.pk != actor.pk,
        "may_unlock": may_at(request, Ability.UNLOCK) and shown.pk != actor.pk,
        "may_appoint": may_appoint,
        "is_administrator": is_administrator(shown, on),
        "witness": {
            deed: WitnessForm(check=check, auto_id=f"{deed}_%s")
            if is_administrator(shown, on)
            else None
            for deed in ("reset", "deactivate", "unlock")
        },
        **people_summary(shown, on),
    }
    status = form.status if form is not None else 200
    return render(request, "approvals/organizations/person.html", context, status=status)


@office_needed(Ability.EDIT_ACCOUNTS)
def add_person(request: HttpRequest) -> HttpResponse:
    """Create an account (新增人员); the one-time password is on the answer and nowhere else."""
    form = AccountForm(posted(request), initial={"unit": request.GET.get("unit", "")})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.create_account, actor=person_at(request), at=timezone.now())
    ):
        context = {"accounts": [form.result], "person": form.result.user, "is_new": True}
        return render(request, "approvals/organizations/one_time_password.html", context)
    context = {
        "form": form,
        "title": "新增人员",
        "note": "账号建好后没有任何权限，由安全管理员任命到岗位后才能办事。",
        "trail": [{"label": "人员", "href": reverse(LIST)}],
        "button": "新增人员",
    }
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@office_needed(Ability.EDIT_ACCOUNTS)
def edit_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Correct the particulars of a person (修改人员)."""
    shown = _person(user_id)
    initial = {
        "full_name": shown.full_name,
        "unit": shown.unit_id,
        "phone": shown.phone,
        "email": shown.email,
    }
    form = AccountForm(posted(request), initial=initial, is_new=False)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.edit_account, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, "人员信息已修改。")
        return redirect(PAGE, shown.pk)
    trail = [
        {"label": "人员", "href": reverse(LIST)},
        {"label": shown.full_name, "href": reverse(PAGE, args=[shown.pk])},
    ]
    context = {"form": form, "title": "修改人员信息", "trail": trail, "button": "保存"}
    return render(request, "approvals/organizations/form.html", context, status=form.status)


@office_needed(Ability.APPOINT)
def delegate_for(request: HttpRequest, user_id: int) -> HttpResponse:
    """Record a delegation for somebody who is away (代办委托)."""
    shown = _person(user_id)
    form = DelegationForm(posted(request), giver=shown, on=timezone.localdate())
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.delegate, shown, actor=person_at(request), at=timezone.now())
    ):
        messages.success(request, f"已由{form.result.receiver.full_name}代{shown.full_name}办理。")
        return redirect(PAGE, shown.pk)
    context = {
        "form": form,
        "giver": shown,
        "back_label": shown.full_name,
        "back_href": reverse(PAGE, args=[shown.pk]),
    }
    return render(request, "approvals/organizations/delegate.html", context, status=form.status)


@require_POST
@office_needed(Ability.EDIT_ACCOUNTS)
def reset_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Set a new one-time password (重置密码), shown once."""
    shown, actor = _person(user_id), person_at(request)
    try:
        account = services.reset_password(
            shown, witness=_witness(request), actor=actor, at=timezone.now()
        )
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
        return redirect(PAGE, shown.pk)
    context = {"accounts": [account], "person": shown, "is_new": False}
    return render(request, "approvals/organizations/one_time_password.html", context)


@require_POST
@office_needed(Ability.EDIT_ACCOUNTS)
def deactivate_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account (停用账号)."""
    shown, actor, witness = _person(user_id), person_at(request), _witness(request)
    return do_and_return(
        request,
        lambda: services.deactivate_account(shown, witness=witness, actor=actor, at=timezone.now()),
        done=f"{shown.full_name}的账号已停用，已登录的立即退出。",
        back=reverse(PAGE, args=[shown.pk]),
    )


@require_POST
@office_needed(Ability.EDIT_ACCOUNTS)
def reactivate_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again (启用账号)."""
    shown, actor = _person(user_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.reactivate_account(shown, actor=actor, at=timezone.now()),
        done=f"{shown.full_name}的账号已启用。",
        back=reverse(PAGE, args=[shown.pk]),
    )


@require_POST
@office_needed(Ability.UNLOCK)
def unlock_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let somebody locked out try again (解除锁定)."""
    shown, actor, witness = _person(user_id), person_at(request), _witness(request)
    return do_and_return(
        request,
        lambda: services.unlock_account(shown, witness=witness, actor=actor, at=timezone.now()),
        done=f"{shown.full_name}可以重新登录；动态口令须重新绑定。",
        back=reverse(PAGE, args=[shown.pk]),
    )


def _witness(request: HttpRequest) -> User | None:
    """Return who stands by, if anybody was named and is right."""
    form = WitnessForm(request.POST, check=witness_check(request))
    return form.cleaned_data["witness"] if form.is_valid() else None


def _person(user_id: int) -> User:
    people = User.objects.filter(is_system=False).select_related("unit")
    return get_object_or_404(people, pk=user_id)
