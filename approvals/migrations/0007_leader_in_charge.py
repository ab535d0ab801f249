"""Let a leader in charge (分管领导) be appointed where the system was set up before there was one."""

from django.db import migrations

CODE, LABEL = "LEADER_IN_CHARGE", "分管领导"


def write_role(apps, schema_editor):
    roles = apps.get_model("approvals", "Role").objects
    taken = roles.exclude(code=CODE).filter(label=LABEL).exists()
    label = f"{LABEL}（系统）" if taken else LABEL
    roles.get_or_create(code=CODE, defaults={"label": label, "at_owner": True})


class Migration(migrations.Migration):
    dependencies = [("approvals", "0006_exclusive_pairs")]

    operations = [migrations.RunPython(write_role, migrations.RunPython.noop)]
