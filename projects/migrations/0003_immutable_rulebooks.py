"""A rulebook that has been in force never changes: projects are pinned to it."""

from django.db import migrations, models

FORWARD = """
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

BACKWARD = """
DROP TRIGGER waiver_immutable ON projects_waiver;
DROP FUNCTION projects_guard_waiver();
DROP TRIGGER rulebookversion_immutable ON projects_rulebookversion;
DROP FUNCTION projects_guard_rulebook();
"""


class Migration(migrations.Migration):
    """Guard rulebooks in force and the ledger of waivers."""

    dependencies = [("projects", "0002_guards")]

    operations = [
        migrations.AlterField(
            model_name="rulebookversion",
            name="effective_on",
            field=models.DateField("施行日期", null=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
