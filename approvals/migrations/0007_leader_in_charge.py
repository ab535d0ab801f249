"""Let a leader in charge (分管领导) be appointed where the system was set up before there was one."""

from django.db import migrations

from approvals.organizations.shapes import ROLES

CODE = "LEADER_IN_CHARGE"


def write_role(apps, schema_editor):
    roles, shape = apps.get_model("approvals", "Role").objects, ROLES[CODE]
    taken = roles.exclude(code=CODE).filter(label=shape.label).exists()
    label = f"{shape.label}（系统）" if taken else shape.label
    roles.get_or_create(code=CODE, defaults={"label": label, "at_owner": shape.at_owner})


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_flow_guards")]

    operations = [migrations.RunPython(write_role, migrations.RunPython.noop)]
