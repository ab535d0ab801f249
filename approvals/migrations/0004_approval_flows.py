"""Approval flows and the desk of whoever decides."""

import config.kernel.models
import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import django_fsm
from config.kernel.migrations import CreateTables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        # Not needed, but quick while there are few models: each of their steps builds anew all
        # that reach the user.
        ('account', '0009_emailaddress_unique_primary_email'),
        ('approvals', '0003_catalogue'),
        ('documents', '0001_initial'),
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='FlowDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=100, verbose_name='流程代码')),
                        ('version', models.PositiveIntegerField(verbose_name='版本')),
                        ('label', models.CharField(max_length=100, verbose_name='流程名称')),
                        ('steps', models.JSONField(verbose_name='环节')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                    ],
                    options={
                        'verbose_name': '审批流程定义',
                        'verbose_name_plural': '审批流程定义',
                        'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='approvals_flowdefinition_one_version')],
                    },
                ),
                migrations.CreateModel(
                    name='ApprovalProcess',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                        ('matter_code', models.CharField(max_length=100, verbose_name='事项')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='approvals.flowdefinition', verbose_name='流程定义')),
                        ('subject_label', models.CharField(max_length=300, verbose_name='项目')),
                        ('project_ref', models.BigIntegerField(db_index=True, verbose_name='项目编号')),
                        ('record_ref', models.BigIntegerField(blank=True, null=True, verbose_name='记录编号')),
                        ('owner_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='建设单位')),
                        ('amount', config.kernel.models.AmountField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='金额')),
                        ('stage', models.CharField(blank=True, max_length=30, verbose_name='阶段')),
                        ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送审人')),
                        ('started_at', models.DateTimeField(verbose_name='送审时间')),
                        ('status', django_fsm.FSMField(choices=[('RUNNING', '办理中'), ('RETURNED', '已退回补正'), ('APPROVED', '已同意'), ('REJECTED', '不予同意'), ('WITHDRAWN', '已撤回'), ('TERMINATED', '已终止')], default='RUNNING', max_length=50, protected=True, verbose_name='状态')),
                        ('step_index', models.PositiveSmallIntegerField(default=0, verbose_name='环节序号')),
                        ('round', models.PositiveSmallIntegerField(default=1, verbose_name='轮次')),
                        ('content_digest', models.CharField(blank=True, max_length=128, verbose_name='内容摘要')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                        ('standing', models.JSONField(blank=True, db_default={}, default=dict, verbose_name='所处位置')),
                        ('paused_on', models.DateField(blank=True, null=True, verbose_name='暂停计时日')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='催办时间')),
                        ('is_supervised', models.BooleanField(db_default=False, default=False, verbose_name='督办')),
                    ],
                    options={
                        'verbose_name': '审批流程',
                        'verbose_name_plural': '审批流程',
                        'indexes': [models.Index(models.F('started_by'), models.OrderBy(models.F('started_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='approvals_process_sent')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('status__in', ['RUNNING', 'RETURNED'])), models.Q(('ended_at__isnull', False), ('status__in', ['APPROVED', 'REJECTED', 'WITHDRAWN', 'TERMINATED'])), _connector='OR'), name='approvals_process_ended_once_concluded')],
                    },
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='approvals.approvalprocess', verbose_name='审批流程')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
                        ('at', models.DateTimeField(verbose_name='查看时间')),
                        ('opinion_ref', models.BigIntegerField(default=0, verbose_name='看到的意见')),
                        ('content_digest', models.CharField(blank=True, max_length=128, verbose_name='看到的内容摘要')),
                        ('since_at', models.DateTimeField(verbose_name='此前查看时间')),
                        ('since_ref', models.BigIntegerField(default=0, verbose_name='此前看到的意见')),
                        ('since_digest', models.CharField(blank=True, max_length=128, verbose_name='此前看到的内容摘要')),
                    ],
                    options={
                        'verbose_name': '查看记录',
                        'verbose_name_plural': '查看记录',
                        'constraints': [models.UniqueConstraint(fields=('user', 'process'), name='approvals_look_once_per_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Receipt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
                        ('form_key', models.UUIDField(verbose_name='表单号')),
                        ('at', models.DateTimeField(verbose_name='提交时间')),
                    ],
                    options={
                        'verbose_name': '表单回执',
                        'verbose_name_plural': '表单回执',
                        'constraints': [models.UniqueConstraint(fields=('user', 'form_key'), name='approvals_receipt_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ApprovalTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='approvals.approvalprocess', verbose_name='审批流程')),
                        ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                        ('step_index', models.PositiveSmallIntegerField(verbose_name='环节序号')),
                        ('step_code', models.CharField(max_length=100, verbose_name='环节代码')),
                        ('step_label', models.CharField(max_length=100, verbose_name='环节')),
                        ('role_code', models.CharField(max_length=50, verbose_name='角色')),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.post', verbose_name='岗位')),
                        ('status', models.CharField(choices=[('OPEN', '待办'), ('WAITING', '等待前序'), ('DONE', '已办'), ('CLOSED', '已关闭')], default='OPEN', max_length=10, verbose_name='状态')),
                        ('opened_at', models.DateTimeField(verbose_name='到达时间')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='办理期限')),
                        ('queue_on', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_on', models.Value(datetime.date(9999, 12, 31))), output_field=models.DateField(), verbose_name='排队日期')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='办理时间')),
                        ('decision', models.CharField(blank=True, choices=[('SUBMITTED', '送审'), ('APPROVED', '同意'), ('RETURNED', '退回补正'), ('REJECTED', '不同意'), ('RESUBMITTED', '补正后重新送审'), ('WITHDRAWN', '撤回'), ('TERMINATED', '终止'), ('ADVISED', '反馈意见'), ('EXPLAINED', '说明异议'), ('DEEMED', '超时视同同意'), ('PASSED_ON', '超时流转'), ('SKIPPED', '自动通过'), ('TAKEN_BACK', '收回'), ('REASSIGNED', '转办'), ('SIGNER_ADDED', '加签'), ('SIGNER_GONE', '减签'), ('CONSULTED', '征求意见'), ('COPIED', '抄送'), ('READ', '已阅'), ('REMINDED', '催办'), ('SUPERVISED', '督办'), ('PAUSED', '暂停计时'), ('RESUMED', '恢复计时'), ('ESCALATED', '超期上报')], max_length=12, verbose_name='决定')),
                        ('stage', models.CharField(blank=True, max_length=30, verbose_name='阶段')),
                        ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='建设单位')),
                        ('amount', config.kernel.models.AmountField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='金额')),
                        ('subject_label', models.CharField(max_length=300, verbose_name='项目')),
                        ('matter_code', models.CharField(max_length=100, verbose_name='事项')),
                        ('starter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送审人')),
                        ('entry', models.PositiveIntegerField(db_default=0, default=0, verbose_name='进入次序')),
                        ('lanes', models.JSONField(blank=True, db_default=[], default=list, verbose_name='席位')),
                        ('part', models.CharField(choices=[('SIGN', '办理'), ('ADDED', '加签'), ('ADVISE', '反馈意见'), ('EXPLAIN', '说明异议')], db_default='SIGN', default='SIGN', max_length=8, verbose_name='性质')),
                        ('weight', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='票数')),
                        ('waits_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='等待')),
                        ('asked_by', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='由何任务提出')),
                        ('target_step', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='退回至')),
                        ('is_escalated', models.BooleanField(db_default=False, default=False, verbose_name='已超期上报')),
                        ('is_paused', models.BooleanField(db_default=False, default=False, verbose_name='计时已暂停')),
                        ('covered', models.CharField(blank=True, db_default='', max_length=128, verbose_name='所依内容摘要')),
                        ('look_on', models.DateField(blank=True, null=True, verbose_name='下次提醒日')),
                    ],
                    options={
                        'verbose_name': '审批任务',
                        'verbose_name_plural': '审批任务',
                        'indexes': [models.Index(condition=models.Q(('status', 'OPEN')), fields=['post', 'queue_on', 'id'], include=('stage', 'unit', 'amount', 'matter_code', 'starter', 'is_paused'), name='approvals_task_queue'), models.Index(condition=models.Q(('status', 'OPEN')), fields=['post', 'opened_at', 'id'], name='approvals_task_stay'), models.Index(condition=models.Q(('look_on__isnull', False), ('status', 'OPEN')), fields=['look_on', 'id'], name='approvals_task_clock'), models.Index(models.F('decided_by'), models.OrderBy(models.F('decided_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'DONE')), name='approvals_task_done')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['OPEN', 'WAITING'])), fields=('process', 'step_index', 'post'), name='approvals_task_one_per_post_and_step'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status', 'DONE'), models.Q(('decision', ''), _negated=True)), models.Q(models.Q(('status', 'DONE'), _negated=True), ('decided_at', None), ('decided_by', None), ('decision', '')), _connector='OR'), name='approvals_task_done_names_who_and_when')],
                    },
                ),
                migrations.CreateModel(
                    name='Opinion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='approvals.approvalprocess', verbose_name='审批流程')),
                        ('task', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinion', to='approvals.approvaltask', verbose_name='任务')),
                        ('round', models.PositiveSmallIntegerField(verbose_name='轮次')),
                        ('step_code', models.CharField(blank=True, max_length=100, verbose_name='环节代码')),
                        ('step_label', models.CharField(blank=True, max_length=100, verbose_name='环节')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('actor_label', models.CharField(max_length=100, verbose_name='姓名')),
                        ('post_label', models.CharField(blank=True, max_length=200, verbose_name='岗位')),
                        ('unit_label', models.CharField(blank=True, max_length=200, verbose_name='单位')),
                        ('acting_for_label', models.CharField(blank=True, max_length=100, verbose_name='代办')),
                        ('decision', models.CharField(choices=[('SUBMITTED', '送审'), ('APPROVED', '同意'), ('RETURNED', '退回补正'), ('REJECTED', '不同意'), ('RESUBMITTED', '补正后重新送审'), ('WITHDRAWN', '撤回'), ('TERMINATED', '终止'), ('ADVISED', '反馈意见'), ('EXPLAINED', '说明异议'), ('DEEMED', '超时视同同意'), ('PASSED_ON', '超时流转'), ('SKIPPED', '自动通过'), ('TAKEN_BACK', '收回'), ('REASSIGNED', '转办'), ('SIGNER_ADDED', '加签'), ('SIGNER_GONE', '减签'), ('CONSULTED', '征求意见'), ('COPIED', '抄送'), ('READ', '已阅'), ('REMINDED', '催办'), ('SUPERVISED', '督办'), ('PAUSED', '暂停计时'), ('RESUMED', '恢复计时'), ('ESCALATED', '超期上报')], max_length=12, verbose_name='决定')),
                        ('text', models.TextField(blank=True, verbose_name='意见')),
                        ('extra', models.JSONField(blank=True, default=dict, verbose_name='填报内容')),
                        ('at', models.DateTimeField(verbose_name='时间')),
                        ('form_key', models.UUIDField(blank=True, null=True, verbose_name='表单号')),
                        ('paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='决定文件')),
                        ('moves', models.JSONField(blank=True, db_default={}, default=dict, verbose_name='变动')),
                    ],
                    options={
                        'verbose_name': '审批意见',
                        'verbose_name_plural': '审批意见',
                        'constraints': [models.UniqueConstraint(fields=('actor', 'form_key'), name='approvals_opinion_one_per_form')],
                    },
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='approvals.approvalprocess', verbose_name='审批流程')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='阅读人')),
                        ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抄送人')),
                        ('sent_at', models.DateTimeField(verbose_name='抄送时间')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                    ],
                    options={
                        'verbose_name': '抄送',
                        'verbose_name_plural': '抄送',
                        'indexes': [models.Index(models.F('user'), models.OrderBy(models.F('sent_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='approvals_reading_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='approvals_reading_unread')],
                        'constraints': [models.UniqueConstraint(fields=('process', 'user'), name='approvals_reading_once_per_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=100, verbose_name='会议名称')),
                        ('held_on', models.DateField(verbose_name='会议日期')),
                        ('place', models.CharField(blank=True, max_length=100, verbose_name='地点')),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.post', verbose_name='召集岗位')),
                        ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='召集人')),
                        ('called_at', models.DateTimeField(verbose_name='建立时间')),
                        ('minutes_number', models.CharField(blank=True, max_length=60, verbose_name='纪要文号')),
                        ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='录入结果时间')),
                    ],
                    options={
                        'verbose_name': '会议',
                        'verbose_name_plural': '会议',
                        'indexes': [models.Index(fields=['post', '-held_on', '-id'], name='approvals_meeting_post')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('concluded_at', None), models.Q(('minutes_number', ''), _negated=True), _connector='OR'), name='approvals_meeting_concluded_by_minutes')],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='approvals.meeting', verbose_name='会议')),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='approvals.approvaltask', verbose_name='任务')),
                        ('place', models.PositiveSmallIntegerField(verbose_name='议题序号')),
                        ('result', models.CharField(blank=True, choices=[('APPROVED', '通过'), ('RETURNED', '退回补正'), ('REJECTED', '不通过'), ('DEFERRED', '暂缓，下次再议')], max_length=10, verbose_name='结果')),
                        ('note', models.TextField(blank=True, verbose_name='会议意见')),
                    ],
                    options={
                        'verbose_name': '议题',
                        'verbose_name_plural': '议题',
                        'constraints': [models.UniqueConstraint(fields=('meeting', 'task'), name='approvals_meetingitem_once_per_meeting')],
                    },
                ),
                migrations.CreateModel(
                    name='Phrase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phrases', to=settings.AUTH_USER_MODEL, verbose_name='使用人')),
                        ('text', models.CharField(max_length=200, verbose_name='常用意见')),
                    ],
                    options={
                        'verbose_name': '常用意见',
                        'verbose_name_plural': '常用意见',
                        'constraints': [models.UniqueConstraint(fields=('user', 'text'), name='approvals_phrase_once_per_user')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='使用人')),
                        ('name', models.CharField(max_length=20, verbose_name='名称')),
                        ('query', models.CharField(max_length=500, verbose_name='条件')),
                    ],
                    options={
                        'verbose_name': '常用筛选',
                        'verbose_name_plural': '常用筛选',
                        'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='approvals_savedview_one_name_per_user')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
                        ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                        ('created_at', models.DateTimeField(verbose_name='开通时间')),
                    ],
                    options={
                        'verbose_name': '日历订阅',
                    },
                ),
            ],
        ),
    ]
