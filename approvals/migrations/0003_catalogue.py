"""What every installation starts with: unit kinds, roles, the system user, fields of experts."""

from django.contrib.auth.hashers import make_password
from django.db import migrations

from approvals.organizations.shapes import ROLES, UNIT_KINDS

EXPERT_FIELDS = {
    "SOFTWARE": "软件与系统架构",
    "DATA": "数据资源与数据治理",
    "SECURITY": "网络与数据安全",
    "INFRASTRUCTURE": "云与基础设施",
    "ECONOMY": "造价与技术经济",
    "MANAGEMENT": "项目管理与监理",
    "BUSINESS": "行业业务",
}


def write_catalogue(apps, schema_editor):
    kinds = apps.get_model("approvals", "UnitKind").objects
    roles = apps.get_model("approvals", "Role").objects
    users = apps.get_model("approvals", "User").objects
    fields = apps.get_model("approvals", "ExpertField").objects
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
    for code, label in EXPERT_FIELDS.items():
        fields.get_or_create(code=code, defaults={"label": label})
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
