"""Entries are only ever appended: a trigger refuses everything else, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '留痕只能追加，不能修改或删除。' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER auditentry_append_only
    BEFORE UPDATE OR DELETE ON audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER auditentry_no_truncate
    BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE TRIGGER audithead_no_delete
    BEFORE DELETE ON audit_audithead
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

INSERT INTO audit_audithead (id, seq, hash) VALUES (1, 0, repeat('0', 64));
"""

BACKWARD = """
DROP TRIGGER audithead_no_delete ON audit_audithead;
DROP TRIGGER auditentry_no_truncate ON audit_auditentry;
DROP TRIGGER auditentry_append_only ON audit_auditentry;
DROP FUNCTION audit_refuse_change();
DELETE FROM audit_audithead;
"""


class Migration(migrations.Migration):
    """Guard the trail."""

    dependencies = [("audit", "0001_trail")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
