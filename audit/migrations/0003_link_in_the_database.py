"""The database links entries itself, in one step, while it holds the end of the chain.

It runs in the name of whoever owns the tables, so the application needs no right to write them.
"""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION audit_append(entries jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    entry jsonb;
    head audit_audithead;
    link text;
BEGIN
    SELECT * INTO head FROM audit_audithead WHERE id = 1 FOR UPDATE;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM audit_auditentry) THEN
            RAISE EXCEPTION '留痕链尾缺失，不能追加。' USING ERRCODE = 'data_corrupted';
        END IF;
        INSERT INTO audit_audithead (id, seq, hash) VALUES (1, 0, repeat('0', 64))
            ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM audit_audithead WHERE id = 1 FOR UPDATE;
    END IF;
    FOR entry IN SELECT * FROM jsonb_array_elements(entries) LOOP
        head.seq := head.seq + 1;
        link := head.hash;
        head.hash := encode(sha256(convert_to(
            head.seq || E'\\n' || link || E'\\n' || (entry ->> 'digest'), 'UTF8'
        )), 'hex');
        INSERT INTO audit_auditentry SELECT placed.* FROM jsonb_populate_record(
            NULL::audit_auditentry,
            entry || jsonb_build_object('seq', head.seq, 'prev_hash', link, 'hash', head.hash)
        ) AS placed;
    END LOOP;
    UPDATE audit_audithead SET seq = head.seq, hash = head.hash WHERE id = 1;
END $$;
"""

BACKWARD = "DROP FUNCTION audit_append(jsonb);"


class Migration(migrations.Migration):
    """Link in the database."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="digest",
            field=models.CharField(db_default="", max_length=64, verbose_name="内容摘要"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
