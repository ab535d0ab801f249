"""People: search, particulars, posts, appointments and delegations."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from approvals.organizations.forms.units import UnitChoice, active_units
from approvals.organizations.forms.witness import WitnessForm
from approvals.organizations.models import Post, Role, Unit, User
from approvals.organizations.shapes import ROLES
from config.kernel.forms import CleanCharField, DayField, UiForm

USERNAME = re.compile(r"[\w.@-]{3,64}")
STATUSES = [
    ("active", "在用"),
    ("idle", "没有岗位"),
    ("closed", "已停用"),
    ("all", "全部"),
]


class UsernameField(CleanCharField):
    """A name to sign in with: letters, digits, Chinese characters and . _ @ -."""

    def to_python(self, value: Any) -> str:
        """Store it so that it is found however it is typed."""
        return User.normalize_username(super().to_python(value)).lower()

    def validate(self, value: str) -> None:
        """Refuse what cannot be typed at a sign-in page."""
        super().validate(value)
        if value and not USERNAME.fullmatch(value):
            raise ValidationError("用户名应为 3 至 64 位字母、数字、汉字或 . _ @ - ，不含空格。")


class PeopleFilter(UiForm):
    """What to look for among people."""

    q = CleanCharField(label="查找", required=False, max_length=60)
    unit = UnitChoice(
        label="单位", queryset=Unit.objects.none(), required=False, empty_label="全部单位"
    )
    role = forms.ChoiceField(label="角色", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=STATUSES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = active_units()  # type: ignore[attr-defined]
        roles = Role.objects.values_list("code", "label")
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "全部角色"),
            *sorted(roles, key=lambda role: _place(role[0])),
        ]
        self.fields["q"].widget.attrs.update(
            {"type": "search", "placeholder": "姓名、拼音、用户名"}
        )


class AccountForm(UiForm):
    """The particulars of a person."""

    full_name = CleanCharField(label="姓名", max_length=40)
    username = UsernameField(
        label="用户名",
        max_length=64,
        help_text="登录时使用，建后不能修改。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = UnitChoice(label="所在单位", queryset=Unit.objects.none())
    phone = CleanCharField(label="电话", max_length=30, required=False)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=254,
        error_messages={"invalid": "电子邮箱的格式不对，应像 name@example.cn。"},
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = active_units()  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["username"]

    def clean_phone(self) -> str:
        """Refuse what nobody can dial."""
        phone = str(self.cleaned_data["phone"])
        if phone and not re.fullmatch(r"[\d+()（）\- ]{5,30}", phone):
            raise ValidationError("电话只能含数字、空格、括号和 + - 。")
        return phone


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the active posts, its unit before it."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell posts of the same title apart."""
        assert isinstance(obj, Post)
        return f"{obj.unit.short_name} · {obj.title}"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people in use, their unit behind."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell people of the same name apart."""
        assert isinstance(obj, User)
        unit = obj.unit.short_name if obj.unit else "无单位"
        return f"{obj.full_name}（{unit}，{obj.username}）"


def active_people() -> QuerySet[User]:
    """Return the people to choose from."""
    people = User.objects.filter(is_active=True, is_system=False)
    return people.select_related("unit").order_by("pinyin", "id")


class PostForm(UiForm):
    """A new post at a unit."""

    role = forms.ModelChoiceField(label="角色", queryset=Role.objects.none())
    title = CleanCharField(
        label="岗位名称",
        max_length=60,
        required=False,
        help_text="不填则用角色名称；同一角色设几个岗位时用来区分。",
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ModelChoiceField)
        known = Role.objects.filter(in_project=False)
        roles = sorted(known, key=lambda role: _place(role.code))
        usual = [role for role in roles if _is_usual(role, unit)]
        others = [role for role in roles if role not in usual]
        field.queryset = known
        field.choices = [
            ("", "请选择"),
            (f"{unit.kind.label}常设", [(role.code, role.label) for role in usual]),
            ("其他", [(role.code, role.label) for role in others]),
        ]


class AppointmentForm(WitnessForm):
    """A post for a person, from when to when."""

    post = PostChoice(label="岗位", queryset=Post.objects.none(), empty_label="请选择岗位")
    starts_on = DayField(label="任职起")
    ends_on = DayField(label="任职止", required=False, help_text="不填则长期任职。")

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": on}, **kwargs)
        posts = Post.objects.filter(is_active=True, unit__is_active=True)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        rows = list(posts.select_related("unit", "role").order_by("unit__path", "id"))
        own = [post for post in rows if post.unit_id == user.unit_id]
        others = [post for post in rows if post.unit_id != user.unit_id]
        field.choices = [
            ("", "请选择岗位"),
            ("本单位", [(post.pk, f"{post.unit.short_name} · {post.title}") for post in own]),
            ("其他单位", [(post.pk, f"{post.unit.short_name} · {post.title}") for post in others]),
        ]


class EndAppointmentForm(WitnessForm):
    """The last day of an appointment."""

    last_day = DayField(
        label="最后一天", required=False, help_text="不填则立即免职，下一次操作起生效。"
    )


class DelegationForm(UiForm):
    """Who acts for whom, for how long, why."""

    receiver = PersonChoice(label="受托人", queryset=User.objects.none(), empty_label="请选择")
    starts_on = DayField(label="委托起")
    ends_on = DayField(label="委托止")
    reason = CleanCharField(label="事由", max_length=200)

    def __init__(self, *args: Any, giver: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": on}, **kwargs)
        self.fields["receiver"].queryset = active_people().exclude(  # type: ignore[attr-defined]
            pk=giver.pk
        )


def _place(code: str) -> int:
    return list(ROLES).index(code) if code in ROLES else len(ROLES)


def _is_usual(role: Role, unit: Unit) -> bool:
    shape = ROLES.get(role.code)
    return unit.kind_id in (*role.unit_kinds, *(shape.unit_kinds if shape else ()))
