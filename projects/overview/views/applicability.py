"""适用性判定: which regulations apply, what they keep out, and which wins where two do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_POST

from approvals.organizations.models import UnitKind
from config.kernel.fields import CleanTextField, MoneyField
from config.kernel.forms import DayField, UiForm, attempt
from config.kernel.texts import clean_line
from projects.overview.queries.applicability import Finding, Plan, conflicts, find
from projects.overview.views.fact_entry import controls_of, facts_from
from projects.registry.views.fetching import reader
from projects.regulations.editor.names import Names
from projects.regulations.models import Regulation
from projects.regulations.queries import newest_versions, rulebook_of
from projects.regulations.queries.drafts import world
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import decide_precedence

READ, RANK = "projects.view_rulebook", "projects.publish_rulebook"
MOST_LINES = 200


class PlanForm(UiForm):
    """What somebody has in mind."""

    owner_kind = forms.ChoiceField(label="建设单位类型", required=False)
    amount = MoneyField(label="项目总投资", in_wan=True, required=False)
    fiscal_amount = MoneyField(label="其中财政资金", in_wan=True, required=False)
    on = DayField(label="拟开始日期", required=False)
    lines = CleanTextField(
        label="主要建设内容",
        help_text="一行写一项，例如“智慧环卫监管平台软件开发”“机房改造”。",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def plan(self) -> Plan:
        """Return what was said; lines beyond the most are not looked at."""
        said = self.cleaned_data
        lines = [clean_line(line) for line in said["lines"].splitlines()]
        return Plan(
            owner_kind=said["owner_kind"],
            amount=said["amount"],
            fiscal_amount=said["fiscal_amount"],
            lines=tuple(line for line in lines if line)[:MOST_LINES],
        )


class RulingForm(UiForm):
    """Which of two regulations wins."""

    winner = forms.ModelChoiceField(label="以哪一个为准", queryset=Regulation.objects.all())
    first = forms.ModelChoiceField(label="办法", queryset=Regulation.objects.all())
    second = forms.ModelChoiceField(label="另一办法", queryset=Regulation.objects.all())
    reason = CleanTextField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def arguments(self) -> dict[str, Any]:
        """Return who wins over whom; the winner must be one of the two."""
        said = self.cleaned_data
        over = said["second"] if said["winner"] == said["first"] else said["first"]
        return {"winner": said["winner"], "over": over, "reason": said["reason"]}


@require_GET
def which_apply(request: HttpRequest) -> HttpResponse:
    """Ask what the project is, and show what every regulation says to it."""
    person = reader(request)
    if not person.has_perm(READ):
        raise PermissionDenied
    form = PlanForm(request.GET or None)
    labels = UnitKind.objects.order_by("label").values_list("code", "label")
    form.fields["owner_kind"].choices = [("", "请选择"), *labels]  # type: ignore[attr-defined]
    findings: list[Finding] = []
    if request.GET and form.is_valid():
        versions = list(newest_versions())
        answers = {
            rulebook.code: _answers(request, rulebook) for rulebook in map(rulebook_of, versions)
        }
        on = form.cleaned_data["on"] or localdate()
        findings = find(versions, form.plan(), answers, on)
    context = {
        "form": form,
        "is_asked": bool(request.GET) and not form.errors,
        "rows": [_row(request, finding) for finding in _in_order(findings)],
        "conflicts": conflicts(findings),
        "may_rank": person.has_perm(RANK),
        "lines": form.plan().lines if findings else (),
    }
    return render(request, "projects/overview/applicability.html", context, status=form.status)


@require_POST
def rule_which_wins(request: HttpRequest) -> HttpResponse:
    """Record which of two regulations of equal rank wins."""
    person = reader(request)
    if not person.has_perm(RANK):
        raise PermissionDenied
    form = RulingForm(request.POST)
    if form.is_valid() and attempt(form, decide_precedence, actor=person, at=now()):
        messages.success(request, "已记录以哪一个办法为准。")
    else:
        messages.error(request, "；".join(str(m) for e in form.errors.values() for m in e))
    return redirect("projects:overview-applicability")


def _in_order(findings: list[Finding]) -> list[Finding]:
    order = {True: 0, None: 1, False: 2}
    return sorted(findings, key=lambda finding: order[finding.result.applies])


def _answers(request: HttpRequest, rulebook: Rulebook) -> dict[str, object]:
    """Return what was said to the questions of one rulebook."""
    prefix = f"{rulebook.code}:"
    asked = [name.removeprefix(prefix) for name in request.GET if name.startswith(prefix)]
    known = [name for name in asked if name in rulebook.vocabulary]
    found = facts_from(request.GET, rulebook, known, prefix=prefix)
    return {name: value for name, value in found.items() if value != ()}


def _row(request: HttpRequest, finding: Finding) -> dict[str, object]:
    names = Names(finding.version.content, world())
    return {
        "finding": finding,
        "controls": controls_of(
            request.GET,
            finding.rulebook,
            names,
            finding.questions,
            prefix=f"{finding.rulebook.code}:",
        ),
        "kept_out": [(line, words) for line, words in finding.lines if words],
    }
