"""Small forms of the registry; the sheets themselves are built from their declarations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from approvals.organizations.models import User
from config.kernel.fields import DayField
from config.kernel.forms import CleanCharField, CleanTextField, UiForm
from projects.registry.models import OfficialLetter, Project
from projects.regulations.models import RulebookVersion
from projects.regulations.rulebook.duties import RoleRule


class VersionForm(UiForm):
    """A button that acts on a record as its reader saw it."""

    version = forms.IntegerField(label="页面版本", min_value=1, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """The same, with a reason."""

    reason = CleanTextField(label="理由", max_length=500)


class PaperForm(UiForm):
    """A paper to file under a project or a record."""

    kind = forms.SlugField(label="材料类型")
    title = CleanCharField(label="材料名称", max_length=200, required=False)
    upload = forms.FileField(label="文件")


class ButtonForm(UiForm):
    """A button that needs nothing but to be pressed."""


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people whom a project may ask, their unit behind."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell people of the same name apart."""
        assert isinstance(obj, User)
        unit = obj.unit.short_name if obj.unit else "无单位"
        return f"{obj.full_name}（{unit}）"


class ExplainForm(UiForm):
    """Whose rights on which project are to be explained."""

    person = PersonChoice(label="人员", queryset=User.objects.none(), empty_label="请选择")
    project = CleanCharField(
        label="项目编号", max_length=20, help_text="例如 2026-0001；在项目页和待办中都能看到。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_system=False).select_related("unit")
        self.fields["person"].queryset = people.order_by("pinyin", "id")  # type: ignore[attr-defined]

    def clean_project(self) -> Project:
        """Find the project by its number."""
        number = self.cleaned_data["project"].replace("－", "-")
        found = Project.objects.select_related("owner_unit", "rulebook")
        project = found.defer("rulebook__content").filter(number=number).first()
        if project is None:
            raise forms.ValidationError(f"没有编号为“{number}”的项目，请核对编号。")
        return project


class MemberForm(UiForm):
    """Who takes part in a project, in which role, from when."""

    role_code = forms.ChoiceField(label="角色")
    user = PersonChoice(label="人员", queryset=User.objects.none(), empty_label="请选择")
    starts_on = DayField(label="开始日期")
    ends_on = DayField(label="结束日期", required=False, help_text="不填就到项目成员退出为止。")

    def __init__(
        self, *args: Any, roles: Iterable[RoleRule], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field, person = self.fields["role_code"], self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        field.choices = [("", "请选择"), *((role.code, role.label) for role in roles)]
        person.queryset = people


class LastDayForm(UiForm):
    """The last day on which somebody takes part."""

    last_day = DayField(label="最后一天")


class PinForm(UiForm):
    """Under which other version a project shall go on, and why."""

    version = forms.ModelChoiceField(
        label="改用版本", queryset=RulebookVersion.objects.none(), empty_label="请选择"
    )
    reason = CleanTextField(label="理由", max_length=500)

    def __init__(self, *args: Any, versions: QuerySet[RulebookVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = versions


class AnswerForm(UiForm):
    """What the rule administrator answers."""

    answer = CleanTextField(label="办理意见", max_length=500)


class NumberForm(UiForm):
    """The number that a letter is to bear: a reserved one, or the next of a series."""

    series = CleanCharField(
        label="发文字号代字",
        max_length=20,
        required=False,
        help_text="例如“云数审”；年份和序号由系统按年度顺序编排。",
    )
    reserved = forms.ModelChoiceField(
        label="或者使用预留的文号",
        queryset=OfficialLetter.objects.none(),
        required=False,
        empty_label="不使用",
    )

    def __init__(self, *args: Any, reserved: QuerySet[OfficialLetter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reserved"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reserved


class ReserveForm(UiForm):
    """Numbers to set aside."""

    series = CleanCharField(label="发文字号代字", max_length=20, help_text="例如“云数审”。")
    count = forms.IntegerField(label="个数", min_value=1, max_value=20, initial=1)
    purpose = CleanCharField(label="用途", max_length=200)


class VoidForm(UiForm):
    """Why a number is given up."""

    reason = CleanCharField(label="作废原因", max_length=500)
