"""The forms of the pool: search, particulars, ties, fields."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from approvals.experts.models import DEFAULT_CAP, Expert, ExpertField, ExpertState, ExpertTie
from approvals.experts.queries import people_to_add
from approvals.organizations.models import User
from config.kernel.forms import CleanCharField, CountField, UiForm

STATES = [("", "全部"), *ExpertState.choices]
CODE = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


class PoolFilter(UiForm):
    """What to look for in the pool."""

    q = CleanCharField(label="查找", required=False, max_length=60)
    field = forms.ModelChoiceField(
        label="专业", queryset=ExpertField.objects.none(), required=False, empty_label="全部专业"
    )
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = ExpertField.objects.order_by("pk")  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs.update({"type": "search", "placeholder": "姓名、拼音、单位"})


class ExpertForm(UiForm):
    """The particulars of an expert."""

    employer = CleanCharField(
        label="工作单位", max_length=120, help_text="写全称；与被评审单位相同的不会被抽中。"
    )
    title = CleanCharField(label="职称或职务", max_length=60)
    is_senior = forms.BooleanField(label="具有高级职称", required=False)
    is_external = forms.BooleanField(label="外部专家（不在本级机关单位任职）", required=False)
    works_since = CountField(label="从业起始年份", unit="年")
    yearly_cap = CountField(
        label="每年最多评审次数", unit="次", help_text="系统默认，非法规规定；满了当年不再抽取。"
    )
    fields_known = forms.ModelMultipleChoiceField(
        label="专业",
        queryset=ExpertField.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个专业。"},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, expert: Expert | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(expert), **kwargs)
        known = ExpertField.objects.filter(is_active=True).order_by("pk")
        self.fields["fields_known"].queryset = known  # type: ignore[attr-defined]
        if expert is None:
            del self.fields["version"]

    def arguments(self) -> dict[str, Any]:
        """Name the fields of knowledge as the service does."""
        given = dict(self.cleaned_data)
        given["fields"] = given.pop("fields_known")
        if "version" in given:
            given["version"] = given["version"] or 0
        return given


def _initial(expert: Expert | None) -> dict[str, object]:
    if expert is None:
        return {"is_external": True, "yearly_cap": DEFAULT_CAP}
    names = (
        "employer",
        "title",
        "is_senior",
        "is_external",
        "works_since",
        "yearly_cap",
        "version",
    )
    known = [field.pk for field in expert.fields.all()]
    return {name: getattr(expert, name) for name in names} | {"fields_known": known}


class PersonToAdd(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people who hold a post as an expert."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell people of the same name apart."""
        assert isinstance(obj, User)
        return f"{obj.full_name}（{obj.unit.short_name if obj.unit else '无单位'}，{obj.username}）"


class NewExpertForm(ExpertForm):
    """A person with the post of an expert comes into the pool."""

    user = PersonToAdd(
        label="人员",
        queryset=User.objects.none(),
        empty_label="请选择",
        help_text="先由系统管理员建账号、安全管理员任命为评审专家，才能在这里选到。",
    )
    field_order = ("user",)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_to_add(on)  # type: ignore[attr-defined]


class TieForm(UiForm):
    """Something that an expert stays away from."""

    kind = forms.ChoiceField(label="关系", choices=ExpertTie.Kind.choices)
    name = CleanCharField(
        label="单位、项目名称或者项目编号",
        max_length=200,
        help_text="按名称比对，请写全称；前期工作写项目编号或者项目名称。",
    )
    note = CleanCharField(label="说明", max_length=200, required=False)


class NewFieldForm(UiForm):
    """A new field of knowledge."""

    code = CleanCharField(
        label="代码",
        max_length=40,
        help_text="大写字母、数字和下划线，办法用它引用；建后不能修改。",
    )
    label = CleanCharField(label="名称", max_length=60)

    def clean_code(self) -> str:
        """Refuse what a rulebook cannot name."""
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise ValidationError("代码应为2至40位大写字母、数字或下划线，以字母开头。")
        return code


class FieldForm(UiForm):
    """Another name for a field of knowledge, or out of use."""

    label = CleanCharField(label="名称", max_length=60)
    is_active = forms.BooleanField(label="在用", required=False)


class ReasonForm(UiForm):
    """Why."""

    reason = CleanCharField(label="原因", max_length=200)
