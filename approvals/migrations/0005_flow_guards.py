"""The database as the last guard of approvals, whoever writes: `.update()`, raw SQL, a fixture.

Only these moves of a process exist, a decided task never changes, and what was signed stands.
"""

from django.db import migrations

FORWARD = """
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

CREATE FUNCTION approvals_flow_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '已办结的任务、已签署的意见和已发布的流程不得修改或删除。'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER approvals_task_frozen BEFORE UPDATE OR DELETE ON approvals_approvaltask
  FOR EACH ROW WHEN (OLD.status <> 'OPEN') EXECUTE FUNCTION approvals_flow_frozen();
CREATE TRIGGER approvals_opinion_frozen BEFORE UPDATE OR DELETE ON approvals_opinion
  FOR EACH ROW EXECUTE FUNCTION approvals_flow_frozen();
CREATE TRIGGER approvals_flowdefinition_frozen BEFORE UPDATE OR DELETE ON approvals_flowdefinition
  FOR EACH ROW EXECUTE FUNCTION approvals_flow_frozen();
"""

BACKWARD = """
DROP TRIGGER approvals_flowdefinition_frozen ON approvals_flowdefinition;
DROP TRIGGER approvals_opinion_frozen ON approvals_opinion;
DROP TRIGGER approvals_task_frozen ON approvals_approvaltask;
DROP FUNCTION approvals_flow_frozen();
DROP TRIGGER approvals_process_moves ON approvals_approvalprocess;
DROP TRIGGER approvals_process_begins ON approvals_approvalprocess;
DROP FUNCTION approvals_process_status();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_approval_flows")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
