"""Roles that exclude each other among business posts: the database refuses them, whoever writes."""

import django.db.models.deletion
from django.db import migrations, models

from approvals.organizations.shapes import EXCLUSIVE_PAIRS

# Read after the row is written: rows of one statement see each other, and the lock on the person
# lets two transactions at once see each other's rows.
APPOINTMENTS = """
CREATE FUNCTION approvals_appointment_pair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  own text;
  why text;
BEGIN
  SELECT role_id INTO STRICT own FROM approvals_post WHERE id = NEW.post_id;
  IF NOT EXISTS (SELECT 1 FROM approvals_exclusivepair WHERE own IN (first_id, second_id)) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM approvals_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
  SELECT pair.reason INTO why
    FROM approvals_appointment held
    JOIN approvals_post post ON post.id = held.post_id
    JOIN approvals_exclusivepair pair
      ON (pair.first_id, pair.second_id) IN ((own, post.role_id), (post.role_id, own))
   WHERE held.user_id = NEW.user_id AND held.id <> NEW.id
     AND daterange(held.starts_on, held.ends_on, '[]')
         && daterange(NEW.starts_on, NEW.ends_on, '[]')
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', why USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_appointment_pair AFTER INSERT OR UPDATE ON approvals_appointment
  FOR EACH ROW EXECUTE FUNCTION approvals_appointment_pair();
"""
APPOINTMENTS_BACK = """
DROP TRIGGER approvals_appointment_pair ON approvals_appointment;
DROP FUNCTION approvals_appointment_pair();
"""

# A pair is not taken up while somebody still holds both; who appoints meanwhile waits.
PAIRS = """
SET CONSTRAINTS ALL IMMEDIATE;
CREATE FUNCTION approvals_exclusivepair_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE approvals_appointment IN SHARE ROW EXCLUSIVE MODE;
  IF EXISTS (
    SELECT 1
      FROM approvals_appointment one
      JOIN approvals_post post ON post.id = one.post_id AND post.role_id = NEW.first_id
      JOIN approvals_appointment two ON two.user_id = one.user_id
      JOIN approvals_post other ON other.id = two.post_id AND other.role_id = NEW.second_id
     WHERE daterange(one.starts_on, one.ends_on, '[]')
           && daterange(two.starts_on, two.ends_on, '[]')
       AND coalesce(least(one.ends_on, two.ends_on), CURRENT_DATE) >= CURRENT_DATE
  ) THEN
    RAISE EXCEPTION '还有人同时担任这两个角色的岗位，不能设为互斥。'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_exclusivepair_free AFTER INSERT OR UPDATE ON approvals_exclusivepair
  FOR EACH ROW EXECUTE FUNCTION approvals_exclusivepair_free();
"""
PAIRS_BACK = """
DROP TRIGGER approvals_exclusivepair_free ON approvals_exclusivepair;
DROP FUNCTION approvals_exclusivepair_free();
"""


def write_pairs(apps, schema_editor):
    pairs = apps.get_model("approvals", "ExclusivePair").objects
    for (first, second), reason in EXCLUSIVE_PAIRS.items():
        pairs.create(first_id=first, second_id=second, reason=reason)


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0005_flow_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExclusivePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('source', models.CharField(blank=True, max_length=40, verbose_name='来源')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.role', verbose_name='角色')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.role', verbose_name='互斥的角色')),
            ],
            options={
                'verbose_name': '互斥岗位',
                'constraints': [models.UniqueConstraint(fields=('first', 'second', 'source'), name='approvals_exclusivepair_once'), models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='approvals_exclusivepair_two_roles')],
            },
        ),
        # Where somebody holds both already, the pair counts for all appointments to come.
        migrations.RunPython(write_pairs, migrations.RunPython.noop),
        migrations.RunSQL(PAIRS, PAIRS_BACK),
        migrations.RunSQL(APPOINTMENTS, APPOINTMENTS_BACK),
    ]
