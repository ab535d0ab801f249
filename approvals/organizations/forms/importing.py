"""What the rows of a workbook mean: the same forms and services as behind the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.forms.people import AccountForm
from approvals.organizations.forms.units import UnitForm
from approvals.organizations.models import Post, Role, Unit, UnitKind, User
from approvals.organizations.services.importing import Imported, Row, RowProblemError, Take
from config.kernel.forms import DayField, UiForm
from config.kernel.texts import clean_line
from documents.spreadsheets import PROBLEM_HEAD, IntakeColumn, SpreadsheetError, read_rows

LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """One kind of workbook: whose office it is, its columns, and what a row does."""

    code: str
    label: str
    ability: Ability
    most_rows: int

    def columns(self) -> tuple[IntakeColumn, ...]:
        """Return the columns, with the choices there are today."""
        return _COLUMNS[self.code]()

    def taker(self, *, actor: User, at: datetime, is_trial: bool) -> Take:
        """Return what takes one row."""
        take = _TAKERS[self.code]
        return lambda row, imported: take(row, imported, _Desk(actor, at, is_trial))


KINDS = {
    kind.code: kind
    for kind in (
        ImportKind(code="units", label="单位", ability=Ability.EDIT_UNITS, most_rows=2000),
        ImportKind(code="people", label="人员", ability=Ability.EDIT_ACCOUNTS, most_rows=500),
        ImportKind(code="appointments", label="任职", ability=Ability.APPOINT, most_rows=2000),
    )
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who imports, when, and whether it is only tried."""

    actor: User
    at: datetime
    is_trial: bool


class UploadForm(UiForm):
    """A filled-in workbook."""

    workbook = forms.FileField(label="工作簿", help_text="按模板填写的 .xlsx 文件，不超过 5 MB。")

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_workbook(self) -> list[dict[str, object]]:
        """Read the rows below the heads, whatever the order of the columns is."""
        upload = self.cleaned_data["workbook"]
        if upload.size > LARGEST:
            raise forms.ValidationError("工作簿超过 5 MB，请分批导入。")
        try:
            rows = read_rows(upload, max_rows=self.kind.most_rows + 1)
        except SpreadsheetError as error:
            raise forms.ValidationError(str(error)) from error
        columns = {column.label: column for column in self.kind.columns()}
        heads = [str(cell or "").strip() for cell in rows[0]] if rows else []
        missing = [c.label for c in columns.values() if c.is_required and c.label not in heads]
        if missing:
            raise forms.ValidationError(
                f"第一行缺少“{'、'.join(missing)}”列，请使用下载的模板，不要改动表头。"
            )
        strange = [head for head in heads if head and head not in {*columns, PROBLEM_HEAD}]
        if strange:
            raise forms.ValidationError(f"第一行的“{'、'.join(strange)}”列不在模板中，请删去。")
        return [
            {
                columns[head].code: _plain(cell)
                for head, cell in zip(heads, row, strict=False)
                if head in columns
            }
            for row in rows[1:]
            if any(cell not in {None, ""} for cell in row)
        ]


def _plain(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else clean_line(str(cell or ""))


def _unit_columns() -> tuple[IntakeColumn, ...]:
    kinds = tuple(UnitKind.objects.order_by("label").values_list("label", flat=True))
    return (
        IntakeColumn(code="name", label="单位名称", is_required=True, width=32),
        IntakeColumn(code="short_name", label="简称", note="不填则用单位名称。"),
        IntakeColumn(code="kind", label="类别", is_required=True, choices=kinds),
        IntakeColumn(
            code="parent", label="上级单位", note="上级的单位名称，可以是本表前面的行。", width=32
        ),
        IntakeColumn(code="social_credit_code", label="统一社会信用代码", note="18 位。", width=24),
    )


def _people_columns() -> tuple[IntakeColumn, ...]:
    return (
        IntakeColumn(code="full_name", label="姓名", is_required=True),
        IntakeColumn(code="username", label="用户名", is_required=True, note="登录时使用。"),
        IntakeColumn(code="unit", label="所在单位", is_required=True, note="单位名称。", width=32),
        IntakeColumn(code="phone", label="电话"),
        IntakeColumn(code="email", label="电子邮箱", width=26),
    )


def _appointment_columns() -> tuple[IntakeColumn, ...]:
    roles = Role.objects.filter(in_project=False, is_administrator=False).order_by("label")
    return (
        IntakeColumn(code="username", label="用户名", is_required=True),
        IntakeColumn(code="unit", label="单位", is_required=True, note="单位名称。", width=32),
        IntakeColumn(
            code="role",
            label="角色",
            is_required=True,
            note="管理员须两人办理，不能批量任命。",
            choices=tuple(roles.values_list("label", flat=True)),
        ),
        IntakeColumn(code="title", label="岗位名称", note="不填则用角色名称；没有的岗位随即设置。"),
        IntakeColumn(code="starts_on", label="任职起", is_required=True, is_day=True),
        IntakeColumn(code="ends_on", label="任职止", is_day=True, note="不填则长期任职。"),
    )


_COLUMNS = {
    "units": _unit_columns,
    "people": _people_columns,
    "appointments": _appointment_columns,
}


def _take_unit(row: Row, _imported: Imported, desk: _Desk) -> str:
    found: dict[str, object] = dict(row)
    kind = UnitKind.objects.filter(label=row.get("kind", "")).first()
    found["kind"] = kind.pk if kind else row.get("kind", "")
    problems = {} if kind else {"kind": f"没有“{row.get('kind', '')}”这个类别。"}
    parent = _unit(row.get("parent", ""), "parent", problems)
    found["parent"] = parent.pk if parent else ""
    form = UnitForm(found)
    given = _checked(form, problems)
    unit = services.create_unit(**given, actor=desk.actor, at=desk.at)
    return f"新增单位“{unit.name}”。"


def _take_person(row: Row, imported: Imported, desk: _Desk) -> str:
    problems: dict[str, str] = {}
    unit = _unit(row.get("unit", ""), "unit", problems)
    form = AccountForm({**row, "unit": unit.pk if unit else ""})
    given = _checked(form, problems)
    # A trial needs no password, and hashing one for every row would take its time.
    known = "!" if desk.is_trial else ""
    account = services.create_account(**given, password_hash=known, actor=desk.actor, at=desk.at)
    imported.accounts.append(account)
    return f"新增人员“{account.user.full_name}”（{account.user.username}）。"


class _AppointmentRow(UiForm):
    """The days of an appointment."""

    starts_on = DayField(label="任职起")
    ends_on = DayField(label="任职止", required=False)


def _take_appointment(row: Row, _imported: Imported, desk: _Desk) -> str:
    problems: dict[str, str] = {}
    unit = _unit(row.get("unit", ""), "unit", problems)
    name = User.normalize_username(str(row.get("username", ""))).lower()
    user = User.objects.filter(username=name, is_system=False).first()
    if user is None:
        problems["username"] = f"没有用户名为“{name}”的人员，请先新增人员。"
    role = Role.objects.filter(label=row.get("role", ""), in_project=False).first()
    if role is None:
        problems["role"] = f"没有“{row.get('role', '')}”这个角色。"
    given = _checked(_AppointmentRow(dict(row)), problems)
    assert user is not None
    assert role is not None
    assert unit is not None
    title = clean_line(str(row.get("title", ""))) or role.label
    post = Post.objects.filter(unit=unit, role=role, title=title).first()
    is_new = post is None
    if post is None:
        post = services.create_post(unit=unit, role=role, title=title, actor=desk.actor, at=desk.at)
    services.appoint(user, post=post, **given, actor=desk.actor, at=desk.at)
    new = "（新设岗位）" if is_new else ""
    return f"任命{user.full_name}为{unit.short_name}{post.title}{new}。"


_TAKERS = {"units": _take_unit, "people": _take_person, "appointments": _take_appointment}


def _unit(name: object, column: str, problems: dict[str, str]) -> Unit | None:
    """Find a unit by its name; several of one name cannot be told apart."""
    if not name:
        return None
    found = list(Unit.objects.filter(name=name, is_active=True)[:2])
    if not found:
        problems[column] = f"没有名为“{name}”的在用单位。"
    elif len(found) > 1:
        problems[column] = f"有几个单位都叫“{name}”，请在页面上办理。"
        return None
    return found[0] if found else None


def _checked(form: UiForm, problems: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form made of the cells, or say what is wrong in which cell."""
    wrong: dict[str, str] = {}
    if not form.is_valid():
        wrong = {
            name: "".join(str(error) for error in errors) for name, errors in form.errors.items()
        }
    wrong |= problems
    if wrong:
        raise RowProblemError(wrong)
    return form.arguments()


def cells_of(kind: ImportKind, rows: Sequence[Row]) -> list[list[object]]:
    """Return rows as they stand in the columns of the template."""
    return [[row.get(column.code, "") for column in kind.columns()] for row in rows]
