"""The database is the last guard of projects and of the rulebooks they are pinned to.

It refuses any move that is not in the table of moves, which holds the union of what rulebooks
may allow.
"""

from django.db import migrations

STAGES = {
    "": ["APPLICATION"],
    "APPLICATION": ["INITIATION", "CONSTRUCTION"],
    "INITIATION": ["CONSTRUCTION", "ACCEPTANCE", "OPERATION", "EVALUATION", "ARCHIVED"],
    "CONSTRUCTION": ["ACCEPTANCE", "OPERATION", "EVALUATION", "ARCHIVED"],
    "ACCEPTANCE": ["CONSTRUCTION", "OPERATION", "EVALUATION", "ARCHIVED"],
    "OPERATION": ["CONSTRUCTION", "ACCEPTANCE", "EVALUATION", "ARCHIVED"],
    "EVALUATION": ["CONSTRUCTION", "ACCEPTANCE", "OPERATION", "ARCHIVED"],
}
STANDINGS = {
    "": ["ACTIVE"],
    "ACTIVE": ["SUSPENDED", "TERMINATED", "NOT_ESTABLISHED", "WITHDRAWN"],
    "SUSPENDED": ["ACTIVE", "TERMINATED", "WITHDRAWN"],
}
RECORD_STATUSES = {
    "": ["DRAFT"],
    "DRAFT": ["PENDING", "PASSED", "FAILED", "VOID"],
    "RETURNED": ["PENDING", "PASSED", "FAILED", "VOID"],
    "PENDING": ["RETURNED", "WITHDRAWN", "PASSED", "FAILED"],
    "WITHDRAWN": ["PENDING", "VOID"],
}
PLAN_STATUSES = {
    "": ["DRAFT"],
    "DRAFT": ["PENDING"],
    "RETURNED": ["PENDING"],
    "PENDING": ["RETURNED", "CONFIRMED"],
}
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

# A rulebook that has been in force never changes: projects are pinned to it.
RULEBOOKS = """
CREATE FUNCTION projects_guard_rulebook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'DRAFT' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '启用过的办法包不能删除。' USING ERRCODE = 'check_violation';
    END IF;
    IF ROW(NEW.regulation_id, NEW.version, NEW.content, NEW.digest, NEW.effective_on,
           NEW.imported_at, NEW.put_in_force_at)
       IS DISTINCT FROM
       ROW(OLD.regulation_id, OLD.version, OLD.content, OLD.digest, OLD.effective_on,
           OLD.imported_at, OLD.put_in_force_at)
    THEN
        RAISE EXCEPTION '启用过的办法包不能修改。' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT (NEW.status = OLD.status
            OR (OLD.status = 'IN_FORCE' AND NEW.status = 'SUPERSEDED')) THEN
        RAISE EXCEPTION '办法包不能从%改为%。', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER rulebookversion_immutable
    BEFORE UPDATE OR DELETE ON projects_rulebookversion
    FOR EACH ROW EXECUTE FUNCTION projects_guard_rulebook();
"""
RULEBOOKS_BACK = """
DROP TRIGGER rulebookversion_immutable ON projects_rulebookversion;
DROP FUNCTION projects_guard_rulebook();
"""

# The ledger of waivers is appended to and revoked from, nothing else.
WAIVERS = """
CREATE FUNCTION projects_guard_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '豁免台账只能追加和撤销。' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL
       OR (to_jsonb(NEW) - 'revoked_at' - 'revocation_reason')
          IS DISTINCT FROM (to_jsonb(OLD) - 'revoked_at' - 'revocation_reason') THEN
        RAISE EXCEPTION '豁免登记后只能撤销。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER waiver_immutable
    BEFORE UPDATE OR DELETE ON projects_waiver
    FOR EACH ROW EXECUTE FUNCTION projects_guard_waiver();
"""
WAIVERS_BACK = """
DROP TRIGGER waiver_immutable ON projects_waiver;
DROP FUNCTION projects_guard_waiver();
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


def _moves():
    return ", ".join(
        f"('{table}.{column}', '{old}', '{new}')"
        for table, columns in GUARDED.items()
        for column, moves in columns.items()
        for old, targets in moves.items()
        for new in targets
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"INSERT INTO projects_allowedmove (field, old, new) VALUES {_moves()};",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION projects_guard_move;"),
        *(_trigger(table, column) for table, columns in GUARDED.items() for column in columns),
        migrations.RunSQL(RULEBOOKS, RULEBOOKS_BACK),
        migrations.RunSQL(WAIVERS, WAIVERS_BACK),
    ]
