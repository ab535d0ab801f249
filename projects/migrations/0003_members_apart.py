"""The database keeps apart, in one project, the roles that its rulebook keeps apart (职责分离)."""

from django.db import migrations

# Read after the row is written, under the lock of the project: nobody comes in beside it. What a
# waiver could lift is left to the service, which knows the waivers.
MEMBERS = """
CREATE FUNCTION projects_members_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  why text;
BEGIN
  PERFORM 1 FROM projects_project WHERE id = NEW.project_id FOR NO KEY UPDATE;
  SELECT replace(rule.body ->> 'message', '{found}', role.label) INTO why
    FROM projects_project project
    JOIN projects_rulebookversion book ON book.id = project.rulebook_id
    CROSS JOIN LATERAL jsonb_array_elements(book.content -> 'separations') AS rule(body)
    JOIN projects_projectmember other ON other.project_id = project.id AND NOT other.is_ended
    JOIN approvals_role role ON role.code = other.role_id
    JOIN approvals_user person ON person.id = other.user_id
   WHERE project.id = NEW.project_id
     AND rule.body ->> 'strength' = 'BLOCK'
     AND rule.body -> 'roles' ? NEW.role_id AND rule.body -> 'roles' ? other.role_id
     AND other.role_id <> NEW.role_id
     AND (other.user_id = NEW.user_id
          OR ((rule.body ->> 'units_too')::boolean
              AND person.unit_id = (SELECT unit_id FROM approvals_user WHERE id = NEW.user_id)))
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '%', why USING ERRCODE = 'exclusion_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER projects_members_apart AFTER INSERT OR UPDATE ON projects_projectmember
  FOR EACH ROW WHEN (NOT NEW.is_ended) EXECUTE FUNCTION projects_members_apart();
"""
MEMBERS_BACK = """
DROP TRIGGER projects_members_apart ON projects_projectmember;
DROP FUNCTION projects_members_apart();
"""


class Migration(migrations.Migration):
    """Guard the members of projects."""

    dependencies = [("projects", "0002_guards"), ("approvals", "0006_exclusive_pairs")]

    operations = [migrations.RunSQL(MEMBERS, MEMBERS_BACK)]
