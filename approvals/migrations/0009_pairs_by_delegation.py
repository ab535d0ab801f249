"""Roles that exclude each other stay apart by delegation too: the database refuses, whoever writes.

Whoever acts for somebody acts in that person's posts. Both triggers lock the people concerned, so
that of two transactions at once the second sees the row of the first.
"""

from django.db import migrations

# What somebody acts in on which days: in posts of their own, and of those whom they act for; and
# for an appointment also what those act in who act for the person appointed.
APPOINTMENTS = """
CREATE OR REPLACE FUNCTION approvals_appointment_pair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  own text;
  why text;
  days daterange := daterange(NEW.starts_on, NEW.ends_on, '[]');
BEGIN
  SELECT role_id INTO STRICT own FROM approvals_post WHERE id = NEW.post_id;
  IF NOT EXISTS (SELECT 1 FROM approvals_exclusivepair WHERE own IN (first_id, second_id)) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM approvals_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
  SELECT pair.reason INTO why
    FROM (
      SELECT NEW.user_id AS person, days AS span
      UNION ALL
      SELECT CASE receiver_id WHEN NEW.user_id THEN giver_id ELSE receiver_id END,
             days * daterange(starts_on, ends_on, '[]')
        FROM approvals_delegation
       WHERE NEW.user_id IN (giver_id, receiver_id)
    ) AS together
    JOIN approvals_appointment held ON held.user_id = together.person
    JOIN approvals_post post ON post.id = held.post_id
    JOIN approvals_exclusivepair pair
      ON (pair.first_id, pair.second_id) IN ((own, post.role_id), (post.role_id, own))
   WHERE held.id <> NEW.id AND daterange(held.starts_on, held.ends_on, '[]') && together.span
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', why USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
"""
APPOINTMENTS_BACK = """
CREATE OR REPLACE FUNCTION approvals_appointment_pair() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

DELEGATIONS = """
CREATE FUNCTION approvals_delegation_pair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  why text;
  days daterange := daterange(NEW.starts_on, NEW.ends_on, '[]');
BEGIN
  PERFORM 1 FROM approvals_user WHERE id IN (NEW.giver_id, NEW.receiver_id)
    ORDER BY id FOR NO KEY UPDATE;
  SELECT pair.reason INTO why
    FROM approvals_appointment lent
    JOIN approvals_post post ON post.id = lent.post_id
    CROSS JOIN (
      SELECT NEW.receiver_id AS person, days AS span
      UNION ALL
      SELECT giver_id, days * daterange(starts_on, ends_on, '[]')
        FROM approvals_delegation
       WHERE receiver_id = NEW.receiver_id AND giver_id <> NEW.giver_id
    ) AS acting
    JOIN approvals_appointment held ON held.user_id = acting.person
    JOIN approvals_post other ON other.id = held.post_id
    JOIN approvals_exclusivepair pair
      ON (pair.first_id, pair.second_id)
         IN ((post.role_id, other.role_id), (other.role_id, post.role_id))
   WHERE lent.user_id = NEW.giver_id
     AND NOT isempty(
       daterange(lent.starts_on, lent.ends_on, '[]')
       * daterange(held.starts_on, held.ends_on, '[]') * acting.span
     )
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', why USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER approvals_delegation_pair AFTER INSERT OR UPDATE ON approvals_delegation
  FOR EACH ROW EXECUTE FUNCTION approvals_delegation_pair();
"""
DELEGATIONS_BACK = """
DROP TRIGGER approvals_delegation_pair ON approvals_delegation;
DROP FUNCTION approvals_delegation_pair();
"""


class Migration(migrations.Migration):
    """Keep roles apart by delegation."""

    dependencies = [("approvals", "0008_fewer_indexes")]

    operations = [
        migrations.RunSQL(APPOINTMENTS, APPOINTMENTS_BACK),
        migrations.RunSQL(DELEGATIONS, DELEGATIONS_BACK),
    ]
