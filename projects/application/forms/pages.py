"""Forms of the application stage; the sheets themselves come from their declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from approvals.organizations.models import Unit
from config.kernel.forms import (
    ChoiceRadio,
    CleanCharField,
    CleanTextField,
    CountField,
    MoneyField,
    UiForm,
)
from documents.forms import SheetForm, build_form
from documents.forms.tables import TableField
from documents.sheets.boxes import one_of
from documents.sheets.shapes import Block, Field, Sheet
from projects.application.models import BudgetLine
from projects.application.queries import ContentFinding, kind_labels
from projects.application.shapes import LineInput, ReviewInput
from projects.registry.models import Project
from projects.regulations.models import RulebookVersion
from projects.regulations.rulebook import Rulebook

LINES, LIKE = "budget_lines", "similar_projects"
SHOWN_APART = frozenset({LIKE, "estimated_amount", "fiscal_amount"})
LONGEST_ANSWER = 2000


class StartForm(UiForm):
    """What a new application begins with."""

    name = CleanCharField(label="项目名称", max_length=200)
    owner_unit = forms.ModelChoiceField(label="申报单位", queryset=Unit.objects.none())
    rulebook = forms.ModelChoiceField(
        label="适用办法", queryset=RulebookVersion.objects.none(), empty_label=None
    )
    plan_year = CountField(label="申报年度", unit="年")
    build_type = ChoiceRadio(label="建设性质", choices=Project.BuildType.choices)
    object_kind = ChoiceRadio(label="项目类别", choices=Project.ObjectKind.choices)
    has_no_state_secrets = forms.BooleanField(
        label="本人确认：申报内容及附件不涉及国家秘密。",
        error_messages={
            "required": "请勾选不涉密声明。涉及国家秘密的事项不得在本系统填报，"
            "请按保密规定线下向保密行政管理部门和领导小组办公室办理。"
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        units: Sequence[Unit],
        rulebooks: Sequence[RulebookVersion],
        year: int,
    ) -> None:
        first_unit = units[0].pk if len(units) == 1 else None
        first_book = rulebooks[0].pk if rulebooks else None
        super().__init__(
            data,
            initial={"plan_year": year, "owner_unit": first_unit, "rulebook": first_book},
        )
        _offer(self.fields["owner_unit"], Unit.objects.filter(pk__in=[u.pk for u in units]))
        _offer(
            self.fields["rulebook"],
            RulebookVersion.objects.filter(pk__in=[r.pk for r in rulebooks]).select_related(
                "regulation"
            ),
        )


def _offer(field: forms.Field, choices: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = choices


class PageForm(UiForm):
    """What the page says of itself: which version it shows, and which page it is."""

    version = forms.IntegerField(label="页面版本", min_value=1)
    page = forms.UUIDField(label="页面", required=False)


def sheet_to_fill(rulebook: Rulebook, sheet: Sheet) -> Sheet:
    """Return the sheet of the application as it is filled in: kinds of content by the rulebook."""
    kinds = tuple((code, label) for code, label in kind_labels(rulebook).items() if code)
    return replace(sheet, blocks=tuple(_to_fill(block, kinds) for block in sheet.blocks))


def _to_fill(block: Block, kinds: tuple[tuple[str, str], ...]) -> Block:
    fields = tuple(
        _lines_to_fill(field, kinds) if field.code == LINES else field
        for field in block.fields
        if field.code not in SHOWN_APART
    )
    return replace(block, fields=fields)


def _lines_to_fill(field: Field, kinds: tuple[tuple[str, str], ...]) -> Field:
    columns = tuple(
        one_of("line_kind", "内容性质", kinds) if column.code == "content_kind" else column
        for column in field.columns
        if column.code != "amount"
    )
    return replace(field, columns=columns)


def application_form(
    rulebook: Rulebook, sheet: Sheet, values: Mapping[str, object], data: QueryDict | None = None
) -> SheetForm:
    """Return the form of an application, by the sheet that its project has."""
    form = build_form(sheet_to_fill(rulebook, sheet), data, values, draft=True)
    for field in form.fields.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3 if field.required else 2
    lines = form.fields[LINES]
    assert isinstance(lines, TableField)
    for code, control in lines.widget.fields.items():
        if isinstance(control.widget, forms.Textarea):
            control.widget.attrs["rows"] = 1
        if code == "line_kind" and isinstance(control, forms.ChoiceField):
            control.choices = list(kind_labels(rulebook).items())
    return form


def readable_values(form: SheetForm) -> dict[str, object]:
    """Return what can be kept of a form although some of it cannot be read."""
    form.is_valid()
    return {code: value for code, value in form.values().items() if code not in form.errors}


def lines_from(values: dict[str, object]) -> list[LineInput] | None:
    """Take the budget lines out of the values of a form; None where they cannot be read."""
    rows = values.pop(LINES, None)
    if not isinstance(rows, list):
        return None
    return [_line(row) for row in rows]


def _line(row: Mapping[str, Any]) -> LineInput:
    return LineInput(
        item=row.get("item") or "",
        category=row.get("category") or "",
        source=row.get("source") or "",
        specification=row.get("specification") or "",
        line_kind=row.get("line_kind") or "",
        answer=row.get("answer") or "",
        quantity=_decimal(row.get("quantity")),
        unit_price=_decimal(row.get("unit_price")),
    )


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


class AnswersForm(UiForm):
    """What the applicant says of each similar project."""

    def __init__(self, similar: Mapping[int, str], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={f"similar-{pk}": text for pk, text in similar.items()})
        for pk in similar:
            self.fields[f"similar-{pk}"] = CleanTextField(
                label="不属于重复建设的说明",
                max_length=LONGEST_ANSWER,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def answers(self) -> dict[int, str]:
        """Return the answers by project, as far as they can be read."""
        self.is_valid()
        return {
            int(name.removeprefix("similar-")): text for name, text in self.cleaned_data.items()
        }


class RedLineForm(UiForm):
    """What the applicant says of each red line that the contents touch."""

    def __init__(self, found: Sequence[ContentFinding], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={one.box: one.answer for one in found})
        self.keys = {one.box: one.key for one in found}
        for one in found:
            self.fields[one.box] = CleanTextField(
                label=f"{one.label}中的{one.word.label}：说明",
                max_length=LONGEST_ANSWER,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def answers(self) -> dict[str, str]:
        """Return the answers by place and red line, as far as they were asked for and read."""
        self.is_valid()
        return {
            self.keys[name]: text for name, text in self.cleaned_data.items() if name in self.data
        }


class ReviewForm(UiForm):
    """What is left of each budget line, and why."""

    def __init__(self, lines: Sequence[BudgetLine], data: QueryDict | None = None) -> None:
        initial: dict[str, object] = {}
        for line in lines:
            initial[f"reviewed-{line.pk}"] = line.reviewed_amount
            initial[f"reason-{line.pk}"] = line.review_reason
        super().__init__(data, initial=initial)
        for number, line in enumerate(lines, start=1):
            self.fields[f"reviewed-{line.pk}"] = MoneyField(
                label=f"第{number}行审定金额", in_wan=True, required=False
            )
            self.fields[f"reason-{line.pk}"] = CleanTextField(
                label=f"第{number}行核减理由",
                max_length=LONGEST_ANSWER,
                required=False,
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    def reviews(self, lines: Sequence[BudgetLine]) -> dict[int, ReviewInput]:
        """Return the reviews by line; what cannot be read stays as it was."""
        self.is_valid()
        return {
            line.pk: ReviewInput(
                reviewed=self.cleaned_data.get(f"reviewed-{line.pk}", line.reviewed_amount),
                reason=self.cleaned_data.get(f"reason-{line.pk}", line.review_reason),
            )
            for line in lines
        }


def without_tables(sheet: Sheet, *codes: str) -> Sheet:
    """Return the sheet without boxes that the page shows in a way of its own."""
    blocks = (
        replace(block, fields=tuple(field for field in block.fields if field.code not in codes))
        for block in sheet.blocks
    )
    return replace(sheet, blocks=tuple(blocks))
