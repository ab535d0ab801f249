"""The database as the last guard of posts and people, whoever writes."""

from django.db import migrations

# The exclusive group of an appointment is its role's. With it the exclusion constraint keeps the
# three administrators (三员) apart from each other and from business posts, without a race.
APPOINTMENTS = """
CREATE FUNCTION approvals_appointment_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT role.exclusive_group INTO STRICT NEW.exclusive_group
    FROM approvals_post post JOIN approvals_role role ON role.code = post.role_id
   WHERE post.id = NEW.post_id;
  RETURN NEW;
END $$;
CREATE TRIGGER approvals_appointment_group BEFORE INSERT OR UPDATE ON approvals_appointment
  FOR EACH ROW EXECUTE FUNCTION approvals_appointment_group();

CREATE FUNCTION approvals_frozen_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '岗位的角色和角色的互斥组一经设定不得修改。'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER approvals_post_role_frozen BEFORE UPDATE ON approvals_post
  FOR EACH ROW WHEN (OLD.role_id IS DISTINCT FROM NEW.role_id)
  EXECUTE FUNCTION approvals_frozen_role();
CREATE TRIGGER approvals_role_group_frozen BEFORE UPDATE ON approvals_role
  FOR EACH ROW WHEN (OLD.exclusive_group IS DISTINCT FROM NEW.exclusive_group)
  EXECUTE FUNCTION approvals_frozen_role();
"""
APPOINTMENTS_BACK = """
DROP TRIGGER approvals_role_group_frozen ON approvals_role;
DROP TRIGGER approvals_post_role_frozen ON approvals_post;
DROP TRIGGER approvals_appointment_group ON approvals_appointment;
DROP FUNCTION approvals_frozen_role();
DROP FUNCTION approvals_appointment_group();
"""

# People are deactivated, never deleted: what they signed names them for ever.
PEOPLE = """
CREATE FUNCTION approvals_user_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '人员只能停用，不能删除。'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER approvals_user_stays BEFORE DELETE ON approvals_user
  FOR EACH ROW EXECUTE FUNCTION approvals_user_stays();
"""
PEOPLE_BACK = """
DROP TRIGGER approvals_user_stays ON approvals_user;
DROP FUNCTION approvals_user_stays();
"""


class Migration(migrations.Migration):
    """Guard appointments and people."""

    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RunSQL(APPOINTMENTS, APPOINTMENTS_BACK),
        migrations.RunSQL(PEOPLE, PEOPLE_BACK),
    ]
