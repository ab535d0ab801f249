"""Units: search, particulars, another parent."""

from typing import Any

from django import forms

from approvals.organizations.models import Unit, UnitKind
from config.kernel.forms import CleanCharField, SocialCreditCodeField, UiForm

STATUSES = [("active", "在用"), ("closed", "已停用"), ("all", "全部")]


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the active units, the name of its parent before it."""

    def label_from_instance(self, obj: Any) -> str:
        """Tell divisions of the same name apart."""
        assert isinstance(obj, Unit)
        return f"{obj.parent.short_name} / {obj.name}" if obj.parent else obj.name


def active_units() -> Any:
    """Return the units to choose from, in the order of the tree."""
    return Unit.objects.filter(is_active=True).select_related("parent").order_by("path")


class UnitFilter(UiForm):
    """What to look for among units."""

    q = CleanCharField(label="查找", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=STATUSES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = UnitKind.objects.order_by("label").values_list("code", "label")
        self.fields["kind"].choices = [("", "全部类别"), *kinds]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs.update({"type": "search", "placeholder": "名称、拼音、代码"})


class UnitForm(UiForm):
    """The particulars of a unit."""

    name = CleanCharField(label="单位名称", max_length=120)
    short_name = CleanCharField(
        label="简称",
        max_length=40,
        required=False,
        help_text="列表和待办里使用；不填则用单位名称。",
    )
    kind = forms.ModelChoiceField(label="类别", queryset=UnitKind.objects.order_by("label"))
    parent = UnitChoice(
        label="上级",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="（无上级，顶层单位）",
    )
    social_credit_code = SocialCreditCodeField(
        label="统一社会信用代码",
        max_length=18,
        required=False,
        help_text="18 位；处室等内设机构没有代码，不填。",
    )

    def __init__(self, *args: Any, with_parent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_parent:
            self.fields["parent"].queryset = active_units()  # type: ignore[attr-defined]
        else:
            del self.fields["parent"]


class MoveForm(UiForm):
    """Another parent."""

    parent = UnitChoice(
        label="新的上级",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="（无上级，顶层单位）",
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = active_units().exclude(  # type: ignore[attr-defined]
            path__startswith=unit.path
        )
