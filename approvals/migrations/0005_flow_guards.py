"""The database as the last guard of approvals, whoever writes: `.update()`, raw SQL, a fixture."""

from django.db import migrations

# Only these moves of a process exist.
MOVES = """
CREATE FUNCTION approvals_process_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status = 'RUNNING' THEN RETURN NEW; END IF;
    RAISE EXCEPTION '审批流程只能以“办理中”开始。'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  IF (OLD.status, NEW.status) IN (
    ('RUNNING', 'RETURNED'), ('RUNNING', 'APPROVED'), ('RUNNING', 'REJECTED'),
    ('RUNNING', 'WITHDRAWN'), ('RUNNING', 'TERMINATED'),
    ('RETURNED', 'RUNNING'), ('RETURNED', 'TERMINATED')
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '审批流程不能由 % 变为 %。', OLD.status, NEW.status
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER approvals_process_begins BEFORE INSERT ON approvals_approvalprocess
  FOR EACH ROW EXECUTE FUNCTION approvals_process_status();
CREATE TRIGGER approvals_process_moves BEFORE UPDATE ON approvals_approvalprocess
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION approvals_process_status();
"""
MOVES_BACK = """
DROP TRIGGER approvals_process_moves ON approvals_approvalprocess;
DROP TRIGGER approvals_process_begins ON approvals_approvalprocess;
DROP FUNCTION approvals_process_status();
"""

# A decided task never changes, and what was signed or published stands. A task that waits for
# somebody may still change.
FROZEN = """
CREATE FUNCTION approvals_flow_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '已办结的任务、已签署的意见和已发布的流程不得修改或删除。'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER approvals_task_frozen BEFORE UPDATE OR DELETE ON approvals_approvaltask
  FOR EACH ROW WHEN (OLD.status NOT IN ('OPEN', 'WAITING'))
  EXECUTE FUNCTION approvals_flow_frozen();
CREATE TRIGGER approvals_opinion_frozen BEFORE UPDATE OR DELETE ON approvals_opinion
  FOR EACH ROW EXECUTE FUNCTION approvals_flow_frozen();
CREATE TRIGGER approvals_flowdefinition_frozen BEFORE UPDATE OR DELETE ON approvals_flowdefinition
  FOR EACH ROW EXECUTE FUNCTION approvals_flow_frozen();
"""
FROZEN_BACK = """
DROP TRIGGER approvals_flowdefinition_frozen ON approvals_flowdefinition;
DROP TRIGGER approvals_opinion_frozen ON approvals_opinion;
DROP TRIGGER approvals_task_frozen ON approvals_approvaltask;
DROP FUNCTION approvals_flow_frozen();
"""

# A case that is under way never stands without a task that somebody may decide.
TASKS = """
CREATE FUNCTION approvals_process_has_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint := CASE WHEN TG_TABLE_NAME = 'approvals_approvalprocess'
    THEN (to_jsonb(NEW)->>'id')::bigint ELSE (to_jsonb(OLD)->>'process_id')::bigint END;
BEGIN
  IF EXISTS (SELECT 1 FROM approvals_approvalprocess WHERE id = wanted AND status = 'RUNNING')
     AND NOT EXISTS (
       SELECT 1 FROM approvals_approvaltask WHERE process_id = wanted AND status = 'OPEN')
  THEN
    RAISE EXCEPTION '办理中的审批流程必须有待办任务。'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approvals_process_has_task
  AFTER INSERT OR UPDATE OF status ON approvals_approvalprocess
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'RUNNING')
  EXECUTE FUNCTION approvals_process_has_task();
CREATE CONSTRAINT TRIGGER approvals_task_leaves_another
  AFTER UPDATE OF status ON approvals_approvaltask
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.status = 'OPEN' AND NEW.status <> 'OPEN')
  EXECUTE FUNCTION approvals_process_has_task();
CREATE CONSTRAINT TRIGGER approvals_task_is_not_taken_away
  AFTER DELETE ON approvals_approvaltask
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'OPEN')
  EXECUTE FUNCTION approvals_process_has_task();
"""
TASKS_BACK = """
DROP TRIGGER approvals_task_is_not_taken_away ON approvals_approvaltask;
DROP TRIGGER approvals_task_leaves_another ON approvals_approvaltask;
DROP TRIGGER approvals_process_has_task ON approvals_approvalprocess;
DROP FUNCTION approvals_process_has_task();
"""


class Migration(migrations.Migration):
    """Guard processes, tasks and what was signed."""

    dependencies = [("approvals", "0004_approval_flows")]

    operations = [
        migrations.RunSQL(MOVES, MOVES_BACK),
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        migrations.RunSQL(TASKS, TASKS_BACK),
    ]
