"""The wizard of the first set-up; once complete, or where people exist already, it is a 404."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from approvals.organizations.forms.setup import (
    AdministratorsForm,
    DepartmentsForm,
    PeopleForm,
    RootForm,
    TokenForm,
)
from approvals.organizations.models import SetupRun, User
from approvals.organizations.services.accounts import NewAccount
from approvals.organizations.services.setup import (
    complete_setup,
    finish_step,
    open_run,
    open_setup,
    set_up_administrators,
    set_up_departments,
    set_up_people,
    set_up_root,
    setup_is_possible,
)
from approvals.organizations.setup_steps import SetupStep, registered_steps
from approvals.organizations.views.office import posted
from config.kernel.forms import UiForm, attempt

PROOF = "setup_proof"
FINISH = "finish"
BUILT_IN = (
    SetupStep(
        code="root",
        label="顶层单位",
        text="单位树的根，通常是本级政府或信息化领导小组所在单位；其他单位都在它之下。",
        form=RootForm,
        service=set_up_root,
    ),
    SetupStep(
        code="administrators",
        label="三名管理员",
        text="系统管理员管账号，安全管理员管授权，审计管理员管留痕，必须由三个不同的人担任，"
        "也不能再任业务岗位。",
        form=AdministratorsForm,
        service=set_up_administrators,
    ),
    SetupStep(
        code="departments",
        label="职能部门",
        text="办法里有职责的部门，一类先设一个；没有的可以不填，以后在“组织与岗位”里补充。",
        form=DepartmentsForm,
        service=set_up_departments,
    ),
    SetupStep(
        code="people",
        label="人员与岗位",
        text="每个岗位先到一个人，项目才走得通；同一个人任几个岗位，就在几行里填同样的姓名和用户名。",
        form=PeopleForm,
        service=set_up_people,
    ),
)


@login_not_required
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    """Ask for the token, then go on where the set-up was left."""
    if not setup_is_possible():
        raise Http404
    run = open_run(request.session.get(PROOF))
    if run is not None:
        return redirect("approvals:setup-step", _next_step(run))
    form = TokenForm(posted(request))
    actor, at = User.system(), timezone.now()
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, open_setup, actor=actor, at=at)
    ):
        request.session.cycle_key()
        request.session[PROOF] = form.result
        return redirect("approvals:setup")
    return render(
        request, "approvals/accounts/setup_token.html", {"form": form}, status=form.status
    )


@login_not_required
@never_cache
def setup_step(request: HttpRequest, code: str) -> HttpResponse:
    """Show one step, or carry it out."""
    if not setup_is_possible():
        raise Http404
    run = open_run(request.session.get(PROOF))
    if run is None:
        return redirect("approvals:setup")
    if code == FINISH:
        return _finish(request, run)
    step = next((step for step in _steps() if step.code == code), None)
    if step is None:
        raise Http404
    if code in run.done_steps:
        return _page(request, run, step, form=None)
    form = step.form(posted(request), initial=step.initial(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, step.service, actor=User.system(), at=timezone.now())
        if done:
            finish_step(run, code)
            return _after(request, run, form)
    return _page(request, run, step, form=form)


def _after(request: HttpRequest, run: SetupRun, form: UiForm) -> HttpResponse:
    """Show new passwords once, or go straight on."""
    following = reverse("approvals:setup-step", args=[_next_step(run)])
    accounts = form.result if isinstance(form.result, list) else []
    if accounts and isinstance(accounts[0], NewAccount):
        context = {
            "accounts": accounts,
            "next_href": following,
            "rail": _rail(run, ""),
            "percent": _percent(run),
        }
        return render(request, "approvals/accounts/setup_passwords.html", context)
    return redirect(following)


def _finish(request: HttpRequest, run: SetupRun) -> HttpResponse:
    form = UiForm(posted(request))
    left = [step.label for step in _steps() if step.code not in run.done_steps]
    if request.method == "POST":
        needed = [step.code for step in _steps()]
        if form.is_valid() and attempt(
            form, complete_setup, run, needed=needed, actor=User.system(), at=timezone.now()
        ):
            request.session.flush()
            messages.success(request, "首次设置已完成，请用各自的用户名和一次性密码登录。")
            return redirect("approvals:login")
    context = {"form": form, "left": left, "rail": _rail(run, FINISH), "percent": _percent(run)}
    return render(request, "approvals/accounts/setup_finish.html", context, status=form.status)


def _page(
    request: HttpRequest, run: SetupRun, step: SetupStep, *, form: UiForm | None
) -> HttpResponse:
    context = {
        "step": step,
        "form": form,
        "rows": form.rows() if form is not None and hasattr(form, "rows") else [],
        "rail": _rail(run, step.code),
        "percent": _percent(run),
        "next_href": reverse("approvals:setup-step", args=[_next_step(run)]),
    }
    status = form.status if form is not None else 200
    return render(request, "approvals/accounts/setup_step.html", context, status=status)


def _steps() -> list[SetupStep]:
    return [*BUILT_IN, *registered_steps()]


def _next_step(run: SetupRun) -> str:
    return next((step.code for step in _steps() if step.code not in run.done_steps), FINISH)


def _rail(run: SetupRun, current: str) -> list[dict[str, Any]]:
    """Return the steps as components/rail.html draws them."""
    rows = [(step.code, step.label, step.code in run.done_steps) for step in _steps()]
    return [
        {
            "title": label,
            "href": reverse("approvals:setup-step", args=[code]),
            "state": "ok" if done else "todo",
            "note": "",
            "current": code == current,
        }
        for code, label, done in [*rows, (FINISH, "完成设置", False)]
    ]


def _percent(run: SetupRun) -> str:
    return f"{len(run.done_steps)} / {len(_steps())}"
