"""The unit kinds, the roles and the system user that every installation starts with."""

from django.contrib.auth.hashers import make_password
from django.db import migrations

from approvals.organizations.shapes import ROLES, UNIT_KINDS


def write_catalogue(apps, schema_editor):
    kinds = apps.get_model("approvals", "UnitKind").objects
    roles = apps.get_model("approvals", "Role").objects
    users = apps.get_model("approvals", "User").objects
    for code, label in UNIT_KINDS.items():
        kinds.update_or_create(code=code, defaults={"label": label})
    for code, shape in ROLES.items():
        roles.update_or_create(
            code=code,
            defaults={
                "label": shape.label,
                "is_administrator": shape.is_administrator,
                "exclusive_group": shape.exclusive_group,
                "at_owner": shape.at_owner,
            },
        )
    users.get_or_create(
        is_system=True,
        defaults={
            "username": "system",
            "full_name": "系统",
            "pinyin": "xitong xt",
            "password": make_password(None),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_appointment_guards")]

    operations = [migrations.RunPython(write_catalogue, migrations.RunPython.noop)]
