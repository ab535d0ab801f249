"""The pages of the first set-up: token, root unit, administrators, departments, people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from approvals.organizations.forms.people import UsernameField
from approvals.organizations.forms.units import UnitForm
from approvals.organizations.services.setup import NewDepartment, NewHolder, unit_for_role
from approvals.organizations.shapes import ADMINISTRATORS, ROLES, UNIT_KINDS
from config.kernel.forms import CleanCharField, SocialCreditCodeField, UiForm

NEEDED_KINDS = ("DATA", "NDRC", "FINANCE", "OWNER")
OTHER_KINDS = ("CYBERSPACE", "SECRECY", "POLICE", "AUDIT", "LEADING_GROUP")
FIRST_ROLES = (
    "HANDLER",
    "UNIT_HEAD",
    "DATA_INTAKE",
    "DATA_REVIEW",
    "DATA_HEAD",
    "NDRC_APPROVAL",
    "NDRC_HEAD",
    "FINANCE_BUDGET",
    "FINANCE_PAYMENT",
    "CYBERSPACE_REVIEW",
    "SECRECY_REVIEW",
    "POLICE_REVIEW",
    "AUDIT_READ",
    "LEADING_GROUP",
    "RULE_ADMIN",
)


class TokenForm(UiForm):
    """The one-time token from the server."""

    token = CleanCharField(
        label="一次性口令",
        max_length=200,
        help_text="在服务器上运行 manage.py setup_token 得到，24 小时内有效，只能用一次。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "class": "mono"}),
    )


class RootForm(UnitForm):
    """The unit at the root of the tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_parent=False, **kwargs)


class HoldersForm(UiForm):
    """One row of name and user name per role."""

    roles: tuple[str, ...] = ()
    all_needed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in self.offered():
            label = ROLES[role].label
            self.fields[f"name_{role}"] = CleanCharField(
                label=f"{label}：姓名", max_length=40, required=self.all_needed
            )
            self.fields[f"username_{role}"] = UsernameField(
                label=f"{label}：用户名",
                max_length=64,
                required=False,
                widget=forms.TextInput(
                    attrs={"autocomplete": "off", "placeholder": "不填则用姓名拼音"}
                ),
            )
            for name in (f"name_{role}", f"username_{role}"):
                field = self.fields[name]
                field.error_messages["required"] = f"请填写{field.label}。"

    def offered(self) -> list[str]:
        """Return the roles that get a row."""
        return list(self.roles)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as the page draws them."""
        return [
            {
                "label": ROLES[role].label,
                "duty": ROLES[role].duty,
                "name": self[f"name_{role}"],
                "username": self[f"username_{role}"],
            }
            for role in self.offered()
        ]

    def clean(self) -> dict[str, Any]:
        """One user name belongs to one name."""
        found = super().clean() or {}
        owners: dict[str, str] = {}
        for role in self.offered():
            name, username = found.get(f"name_{role}", ""), found.get(f"username_{role}", "")
            if username and not name:
                self.add_error(f"name_{role}", f"请填写{ROLES[role].label}的姓名，或清空用户名。")
            elif username and owners.setdefault(username, name) != name:
                self.add_error(
                    f"username_{role}",
                    f"用户名“{username}”同时填给了{owners[username]}和{name}，请改一个。",
                )
        return found

    def arguments(self) -> dict[str, Any]:
        """Hand over the rows that are filled in."""
        found = self.cleaned_data
        return {
            "holders": [
                NewHolder(
                    role=role,
                    full_name=found[f"name_{role}"],
                    username=found[f"username_{role}"],
                )
                for role in self.offered()
                if found[f"name_{role}"]
            ]
        }


class AdministratorsForm(HoldersForm):
    """The three administrators."""

    roles = ADMINISTRATORS
    all_needed = True


class PeopleForm(HoldersForm):
    """The first people, for the roles whose unit exists."""

    roles = FIRST_ROLES

    def offered(self) -> list[str]:
        """Leave out roles that have no unit yet."""
        if not hasattr(self, "_offered"):
            self._offered = [role for role in FIRST_ROLES if unit_for_role(role) is not None]
        return self._offered

    def clean(self) -> dict[str, Any]:
        """Ask for at least one person."""
        found = super().clean()
        if not any(found.get(f"name_{role}") for role in self.offered()):
            raise ValidationError("请至少填写一个人。其余的以后可在“组织与岗位”里补充。")
        return found


class DepartmentsForm(UiForm):
    """One unit per duty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in (*NEEDED_KINDS, *OTHER_KINDS):
            label = "第一个建设单位" if kind == "OWNER" else UNIT_KINDS[kind]
            self.fields[f"name_{kind}"] = CleanCharField(
                label=f"{label}：名称", max_length=120, required=kind in NEEDED_KINDS
            )
            self.fields[f"code_{kind}"] = SocialCreditCodeField(
                label=f"{label}：统一社会信用代码", max_length=18, required=False
            )
            for name in (f"name_{kind}", f"code_{kind}"):
                field = self.fields[name]
                field.error_messages["required"] = f"请填写{field.label}。"

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as the page draws them."""
        return [
            {
                "label": "第一个建设单位" if kind == "OWNER" else UNIT_KINDS[kind],
                "name": self[f"name_{kind}"],
                "code": self[f"code_{kind}"],
            }
            for kind in (*NEEDED_KINDS, *OTHER_KINDS)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a row with a code but no name."""
        found = super().clean() or {}
        for kind in OTHER_KINDS:
            if found.get(f"code_{kind}") and not found.get(f"name_{kind}"):
                self.add_error(f"name_{kind}", f"请填写{UNIT_KINDS[kind]}的名称，或清空代码。")
        return found

    def arguments(self) -> dict[str, Any]:
        """Hand over the rows that are filled in."""
        found = self.cleaned_data
        return {
            "departments": [
                NewDepartment(
                    kind=kind,
                    name=found[f"name_{kind}"],
                    social_credit_code=found[f"code_{kind}"],
                )
                for kind in (*NEEDED_KINDS, *OTHER_KINDS)
                if found[f"name_{kind}"]
            ]
        }
