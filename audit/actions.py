"""The deeds that leave an entry on the trail: one member each, `app.subject.verb`.

Everybody adds the deeds of their app to its section; a code, once written, never changes.
"""

from django.db.models import TextChoices


class AuditAction(TextChoices):
    """What somebody did, or was refused."""

    # audit
    DEED_REFUSED = "audit.deed.refuse", "办理被拒绝"
    ACCESS_REFUSED = "audit.access.refuse", "越权访问被拒绝"
    TRAIL_VERIFIED = "audit.trail.verify", "校验留痕"
    TRAIL_EXPORTED = "audit.trail.export", "导出留痕"

    # accounts
    LOGGED_IN = "accounts.session.open", "登录"
    LOGGED_OUT = "accounts.session.close", "退出"
    LOGIN_FAILED = "accounts.session.fail", "登录失败"
    PASSWORD_CHANGED = "accounts.password.change", "修改密码"
    PASSWORD_RESET = "accounts.password.reset", "重置密码"
    ACCOUNT_UNLOCKED = "accounts.account.unlock", "解除登录锁定"
    SECOND_FACTOR_CHANGED = "accounts.second_factor.change", "启停动态口令"

    # documents
    DOCUMENT_STORED = "documents.document.store", "上传文档"
    DOCUMENT_REPLACED = "documents.document.replace", "上传文档新版本"
    DOCUMENT_REMOVED = "documents.document.remove", "移除文档"
    DOCUMENT_DOWNLOADED = "documents.document.download", "下载文档"
    SHEET_PRINTED = "documents.sheet.print", "打印表单"
    SCAN_RETURNED = "documents.sheet.scan", "回传签章扫描件"
    WORKBOOK_EXPORTED = "documents.workbook.export", "导出表格"
    JOB_CANCELLED = "documents.job.cancel", "取消后台作业"
    JOB_RETRIED = "documents.job.retry", "重试后台作业"

    # approvals: organizations
    UNIT_CREATED = "approvals.unit.create", "新增单位"
    UNIT_CHANGED = "approvals.unit.change", "修改单位"
    UNIT_CLOSED = "approvals.unit.close", "停用单位"
    REORGANIZATION_PLANNED = "approvals.reorganization.plan", "办理机构改革"
    REORGANIZATION_CANCELLED = "approvals.reorganization.cancel", "取消机构改革"
    REORGANIZED = "approvals.reorganization.carry_out", "机构改革生效"
    USER_CREATED = "approvals.user.create", "新增用户"
    USER_CHANGED = "approvals.user.change", "修改用户"
    USER_CLOSED = "approvals.user.close", "停用用户"
    POST_CREATED = "approvals.post.create", "新增岗位"
    POST_CHANGED = "approvals.post.change", "修改岗位"
    POST_CLOSED = "approvals.post.close", "停用岗位"
    APPOINTMENT_MADE = "approvals.appointment.make", "任职"
    APPOINTMENT_ENDED = "approvals.appointment.end", "免职"
    DELEGATION_MADE = "approvals.delegation.make", "委托办理"
    DELEGATION_ENDED = "approvals.delegation.end", "终止委托"
    ORGANIZATION_IMPORTED = "approvals.organization.import", "批量导入"
    HANDED_OVER = "approvals.handover.make", "办理交接"
    CALENDAR_CHANGED = "approvals.calendar.change", "调整工作日历"
    SYSTEM_SET_UP = "approvals.setup.change", "首次设置"

    # approvals: flows
    PROCESS_STARTED = "approvals.process.start", "送审"
    TASK_APPROVED = "approvals.task.approve", "审批同意"
    TASK_RETURNED = "approvals.task.return", "退回补正"
    TASK_REJECTED = "approvals.task.reject", "审批不同意"
    PROCESS_RESUBMITTED = "approvals.process.resubmit", "补正后重新送审"
    PROCESS_WITHDRAWN = "approvals.process.withdraw", "撤回送审"
    PROCESS_TERMINATED = "approvals.process.terminate", "终止审批流程"
    TASK_EXPLAINED = "approvals.task.explain", "说明异议处理"
    TASK_TAKEN_BACK = "approvals.task.take_back", "收回决定"
    TASK_REASSIGNED = "approvals.task.reassign", "转办"
    TASK_EXPIRED = "approvals.task.expire", "超时处理"
    SIGNER_ADDED = "approvals.signer.add", "加签"
    SIGNER_REMOVED = "approvals.signer.remove", "减签"
    OPINION_ASKED = "approvals.opinion.ask", "征求意见"
    OPINION_GIVEN = "approvals.opinion.give", "反馈意见"
    PROCESS_COPIED = "approvals.process.copy", "抄送"
    PROCESS_READ = "approvals.process.read", "阅毕抄送"
    PROCESS_REMINDED = "approvals.process.remind", "催办"
    PROCESS_SUPERVISED = "approvals.process.supervise", "督办"
    CLOCK_PAUSED = "approvals.clock.pause", "暂停计时"
    CLOCK_RESUMED = "approvals.clock.resume", "恢复计时"
    MEETING_CALLED = "approvals.meeting.call", "召集会议"
    MEETING_CHANGED = "approvals.meeting.change", "调整会议议题"
    MEETING_CONCLUDED = "approvals.meeting.conclude", "录入会议结果"
    FLOW_DEFINED = "approvals.flow.define", "发布审批路线"

    # projects: regulations
    RULEBOOK_IMPORTED = "projects.rulebook.import", "导入办法包"
    RULEBOOK_PROPOSED = "projects.rulebook.propose", "提请启用办法包"
    RULEBOOK_PUT_IN_FORCE = "projects.rulebook.put_in_force", "启用办法包"
    RULEBOOK_DRAFT_BEGUN = "projects.rulebook_draft.begin", "起草办法"
    RULEBOOK_DRAFT_CHANGED = "projects.rulebook_draft.change", "修改办法草稿"
    RULEBOOK_DRAFT_SUBMITTED = "projects.rulebook_draft.submit", "提交办法草稿复核"
    RULEBOOK_DRAFT_RETURNED = "projects.rulebook_draft.return", "退回办法草稿"
    RULEBOOK_DRAFT_APPROVED = "projects.rulebook_draft.approve", "复核发布办法"
    RULEBOOK_DRAFT_DISCARDED = "projects.rulebook_draft.discard", "作废办法草稿"
    PRECEDENCE_DECIDED = "projects.regulation.rank", "裁定办法适用"
    WAIVER_GRANTED = "projects.waiver.grant", "登记豁免"
    WAIVER_REVOKED = "projects.waiver.revoke", "撤销豁免"

    # projects: registry
    PROJECT_CREATED = "projects.project.create", "新建项目"
    PROJECT_CHANGED = "projects.project.change", "修改项目"
    PROJECT_STAGE_ENTERED = "projects.project.enter_stage", "进入阶段"
    PROJECT_SUSPENDED = "projects.project.suspend", "暂停项目"
    PROJECT_RESUMED = "projects.project.resume", "恢复项目"
    PROJECT_TERMINATED = "projects.project.terminate", "终止项目"
    PROJECT_WITHDRAWN = "projects.project.withdraw", "撤回项目"
    PROJECT_NOT_ESTABLISHED = "projects.project.not_establish", "不予立项"
    PIN_CHANGE_ASKED = "projects.project.ask_version", "申请改用办法版本"
    PIN_CHANGE_REFUSED = "projects.project.keep_version", "不改用办法版本"
    PROJECT_REPINNED = "projects.project.repin", "改用办法版本"
    MEMBER_APPOINTED = "projects.member.appoint", "指定项目成员"
    MEMBER_RELEASED = "projects.member.release", "项目成员退出"
    DOSSIER_REQUESTED = "projects.project.pack_dossier", "生成项目档案包"
    PROJECT_ARCHIVED = "projects.project.archive", "项目归档"
    HANDLER_CHANGED = "projects.project.change_handler", "变更经办人"
    RECORD_CREATED = "projects.record.create", "新建记录"
    RECORD_SAVED = "projects.record.save", "保存记录"
    RECORD_DISCARDED = "projects.record.discard", "删除草稿"
    RECORD_SUBMITTED = "projects.record.submit", "提交记录"
    RECORD_PASSED = "projects.record.pass", "记录通过"
    RECORD_RETURNED = "projects.record.return", "记录退回"
    RECORD_FAILED = "projects.record.fail", "记录不通过"
    RECORD_WITHDRAWN = "projects.record.withdraw", "撤回记录"
    PAPER_FILED = "projects.paper.file", "归入项目文档"
    PAPER_REMOVED = "projects.paper.remove", "移出项目文档"

    RED_LINE_TERM_ADDED = "projects.red_line_term.add", "添加红线用语"
    RED_LINE_TERM_RETIRED = "projects.red_line_term.retire", "停用红线用语"
    CALL_OPENED = "projects.call.open", "发布申报批次"
    CALL_CHANGED = "projects.call.change", "修改申报批次"
    CALL_CANCELLED = "projects.call.cancel", "取消申报批次"
    LATE_ENTRY_ASKED = "projects.late_entry.ask", "申请逾期申报"
    LATE_ENTRY_DECIDED = "projects.late_entry.decide", "办理逾期申报"

    # projects: planning
    PLAN_BEGUN = "projects.plan.begin", "新编年度计划"
    PLAN_RETURNED = "projects.plan.return", "退回年度计划"
    PLAN_COMPILED = "projects.plan.compile", "编制年度计划"
    PLAN_ADJUSTED = "projects.plan.adjust", "调整年度计划"
    PLAN_SUBMITTED = "projects.plan.submit", "送审年度计划"
    PLAN_ISSUED = "projects.plan.issue", "下达年度计划"
    PLAN_EXPORTED = "projects.plan.export", "导出年度计划"

    # projects: construction and acceptance
    MILESTONES_PLANNED = "projects.milestone.plan", "编排里程碑"
    MILESTONE_REACHED = "projects.milestone.reach", "里程碑完成"
    DATA_CATALOGUED = "projects.data_resource.catalogue", "编制数据资源目录"


def action_label(code: str) -> str:
    """Name a deed in Chinese, also one whose code a later release no longer knows."""
    return str(AuditAction(code).label) if code in AuditAction.values else "其他操作"
