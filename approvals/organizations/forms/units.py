"""Units: search, particulars, another parent."""

from typing import Any

from django import forms

from approvals.organizations.forms.witness import WitnessForm
from approvals.organizations.models import Unit, UnitKind
from config.kernel.forms import CleanCharField, DayField, SocialCreditCodeField, UiForm

RENAMED_ELSEWHERE = "这里只更正笔误；单位依文更名请办“机构改革”，原名称会留在沿革里。"
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
            self.fields["name"].help_text = RENAMED_ELSEWHERE


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


class ReorganizationForm(WitnessForm):
    """Merging, splitting or renaming a unit: what, on which paper, from which day."""

    target = UnitChoice(label="接收单位", queryset=Unit.objects.none(), required=False)
    new_name = CleanCharField(label="新名称", max_length=120, required=False)
    new_short_name = CleanCharField(
        label="新简称", max_length=40, required=False, help_text="不填则用新名称。"
    )
    posts = forms.TypedMultipleChoiceField(
        label="划转的岗位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.TypedMultipleChoiceField(
        label="划转的人员", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    children = forms.TypedMultipleChoiceField(
        label="划转的下级单位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    projects = forms.TypedMultipleChoiceField(
        label="划转的项目", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    basis = CleanCharField(label="依据", max_length=200, help_text="机构改革的文件名称或文号。")
    effective_on = DayField(label="生效日", help_text="当天立即生效；以后的日期到期自动生效。")

    def __init__(
        self,
        *args: Any,
        unit: Unit,
        kind: str,
        options: dict[str, list[tuple[int, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["target"].queryset = active_units().exclude(pk=unit.pk)  # type: ignore[attr-defined]
        for name in PARTS:
            self.fields[name].choices = (options or {}).get(name, [])  # type: ignore[attr-defined]
        empty = [name for name in PARTS if not (options or {}).get(name)]
        for name in dict.fromkeys([*UNUSED[kind], *empty]):
            del self.fields[name]
        if kind == "MERGE":
            self.fields["target"].required = True
        elif kind == "RENAME":
            self.fields["new_name"].required = True
        else:
            self.fields["target"].help_text = "划给已有的单位；新设单位时不选，填写新名称。"

    def clean(self) -> dict[str, Any]:
        """Want a receiver, and something to receive, where a unit is split."""
        found = super().clean()
        if self.kind == "SPLIT":
            if not found.get("target") and not found.get("new_name"):
                self.add_error("target", "请选择接收单位，或填写新设单位的名称。")
            if not any(found.get(name) for name in PARTS):
                self.add_error(None, "请勾选要划转的岗位、人员、下级单位或项目。")
        return found

    def arguments(self) -> dict[str, Any]:
        """Return what the service gets; what was ticked goes together."""
        given = dict(self.cleaned_data)
        chosen = {name: given.pop(name) for name in PARTS if name in given}
        return given | {"kind": self.kind, "chosen": chosen}


PARTS = ("posts", "people", "children", "projects")
UNUSED = {
    "MERGE": ("new_name", "new_short_name", *PARTS),
    "RENAME": ("target", *PARTS),
    "SPLIT": (),
}
