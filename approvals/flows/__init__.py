"""The approval engine (审批流程): it does not know what it approves."""
