"""The database is the last guard: it refuses any move that is not in the table of moves."""

from django.db import migrations

STAGES = [
    ("", "APPLICATION"),
    ("APPLICATION", "INITIATION"),
    ("INITIATION", "CONSTRUCTION"),
    ("CONSTRUCTION", "ACCEPTANCE"),
    ("ACCEPTANCE", "CONSTRUCTION"),
    ("CONSTRUCTION", "OPERATION"),
    ("ACCEPTANCE", "OPERATION"),
    ("CONSTRUCTION", "EVALUATION"),
    ("ACCEPTANCE", "EVALUATION"),
    ("OPERATION", "EVALUATION"),
    ("EVALUATION", "ACCEPTANCE"),
    ("ACCEPTANCE", "ARCHIVED"),
    ("OPERATION", "ARCHIVED"),
    ("EVALUATION", "ARCHIVED"),
]
STANDINGS = [
    ("", "ACTIVE"),
    ("ACTIVE", "SUSPENDED"),
    ("SUSPENDED", "ACTIVE"),
    ("ACTIVE", "TERMINATED"),
    ("SUSPENDED", "TERMINATED"),
    ("ACTIVE", "WITHDRAWN"),
    ("SUSPENDED", "WITHDRAWN"),
    ("ACTIVE", "NOT_ESTABLISHED"),
]
RECORD_STATUSES = [
    ("", "DRAFT"),
    ("DRAFT", "PENDING"),
    ("RETURNED", "PENDING"),
    ("WITHDRAWN", "PENDING"),
    ("PENDING", "RETURNED"),
    ("DRAFT", "PASSED"),
    ("RETURNED", "PASSED"),
    ("PENDING", "PASSED"),
    ("PENDING", "FAILED"),
    ("PENDING", "WITHDRAWN"),
    ("DRAFT", "VOID"),
    ("RETURNED", "VOID"),
    ("WITHDRAWN", "VOID"),
]
PLAN_STATUSES = [
    ("", "DRAFT"),
    ("DRAFT", "PENDING"),
    ("RETURNED", "PENDING"),
    ("PENDING", "RETURNED"),
    ("PENDING", "CONFIRMED"),
]
GUARDED = {
    "projects_project": {"stage": STAGES, "standing": STANDINGS},
    "projects_record": {"status": RECORD_STATUSES},
    "projects_annualplan": {"status": PLAN_STATUSES},
}

FUNCTION = """
CREATE FUNCTION projects_guard_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    field text := TG_ARGV[0];
    column_name text := TG_ARGV[1];
    before text := '';
    after text := to_jsonb(NEW) ->> column_name;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) ->> column_name;
        IF before = after THEN
            RETURN NEW;
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM projects_allowedmove m
        WHERE m.field = TG_ARGV[0] AND m.old = before AND m.new = after
    ) THEN
        RAISE EXCEPTION 'illegal move of %: % -> %', field, before, after
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def _trigger(table, column):
    name = f"{table}_{column}_guard"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION projects_guard_move('{table}.{column}', '{column}'); "
        f"CREATE TRIGGER {name}_update BEFORE UPDATE OF {column} ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION projects_guard_move('{table}.{column}', '{column}');",
        f"DROP TRIGGER {name}_insert ON {table}; DROP TRIGGER {name}_update ON {table};",
    )


def fill(apps, schema_editor):
    move = apps.get_model("projects", "AllowedMove")
    move.objects.bulk_create(
        move(field=f"{table}.{column}", old=old, new=new)
        for table, columns in GUARDED.items()
        for column, pairs in columns.items()
        for old, new in pairs
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION projects_guard_move;"),
        *(_trigger(table, column) for table, columns in GUARDED.items() for column in columns),
    ]
