"""Units, people, posts, the calendar, notices and experts."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
from config.kernel.migrations import CreateTables
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('documents', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='UnitKind',
                    fields=[
                        ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='代码')),
                        ('label', models.CharField(max_length=40, unique=True, verbose_name='名称')),
                    ],
                    options={
                        'verbose_name': '单位类别',
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, verbose_name='单位名称')),
                        ('short_name', models.CharField(max_length=40, verbose_name='简称')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='approvals.unitkind', verbose_name='类别')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='approvals.unit', verbose_name='上级')),
                        ('social_credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True, verbose_name='统一社会信用代码')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                        ('pinyin', models.CharField(editable=False, max_length=600)),
                        ('path', models.CharField(default='', editable=False, max_length=400)),
                    ],
                    options={
                        'verbose_name': '单位',
                        'indexes': [models.Index(fields=['path'], name='approvals_unit_path', opclasses=['varchar_pattern_ops']), models.Index(fields=['pinyin', 'id'], name='approvals_unit_pinyin'), django.contrib.postgres.indexes.GinIndex(fields=['name'], name='approvals_unit_name_search', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='approvals_unit_name_among_siblings', nulls_distinct=False, violation_error_message='同一上级之下已有同名单位。'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='approvals_unit_not_its_own_parent')],
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('username', models.CharField(max_length=64, unique=True, verbose_name='用户名')),
                        ('full_name', models.CharField(max_length=40, verbose_name='姓名')),
                        ('pinyin', models.CharField(default='', editable=False, max_length=300)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='approvals.unit', verbose_name='所在单位')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='电话')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                        ('is_system', models.BooleanField(default=False, editable=False, verbose_name='系统用户')),
                        ('must_change_password', models.BooleanField(default=False, editable=False, verbose_name='须改密码')),
                        ('password_expires_at', models.DateTimeField(editable=False, null=True, verbose_name='一次性密码有效期')),
                        ('password_changed_at', models.DateTimeField(editable=False, null=True, verbose_name='密码修改时间')),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': '人员',
                        'indexes': [models.Index(fields=['pinyin', 'id'], name='approvals_user_pinyin'), django.contrib.postgres.indexes.GinIndex(fields=['full_name'], name='approvals_user_name_search', opclasses=['gin_trgm_ops'])],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='approvals_user_username_any_case'), models.UniqueConstraint(condition=models.Q(('is_system', True)), fields=('is_system',), name='approvals_user_one_system_user'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='approvals_user_no_superuser')],
                    },
                ),
                migrations.CreateModel(
                    name='SecondFactor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
                        ('encrypted_secret', models.TextField(editable=False)),
                        ('confirmed_at', models.DateTimeField(null=True, verbose_name='启用时间')),
                        ('last_step', models.BigIntegerField(default=0)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('locked_until', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': '动态口令',
                    },
                ),
                migrations.CreateModel(
                    name='RecoveryCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.CharField(max_length=64)),
                        ('used_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': '恢复码',
                        'constraints': [models.UniqueConstraint(fields=('user', 'digest'), name='approvals_recoverycode_user_digest')],
                    },
                ),
                migrations.CreateModel(
                    name='SecurityKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='security_keys', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=40, verbose_name='名称')),
                        ('credential_id', models.BinaryField(unique=True)),
                        ('credential', models.BinaryField()),
                        ('counter', models.BigIntegerField(default=0)),
                        ('created_at', models.DateTimeField(verbose_name='登记时间')),
                        ('last_used_at', models.DateTimeField(null=True, verbose_name='最近使用')),
                    ],
                    options={
                        'verbose_name': '安全密钥',
                    },
                ),
                migrations.CreateModel(
                    name='OpenSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
                        ('session_key', models.CharField(editable=False, max_length=40, unique=True)),
                        ('address', models.GenericIPAddressField(null=True, verbose_name='地址')),
                        ('browser', models.CharField(blank=True, max_length=200, verbose_name='浏览器')),
                        ('opened_at', models.DateTimeField(verbose_name='登录时间')),
                        ('seen_at', models.DateTimeField(verbose_name='最近使用')),
                    ],
                    options={
                        'verbose_name': '登录会话',
                    },
                ),
                migrations.CreateModel(
                    name='FormerPassword',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_passwords', to=settings.AUTH_USER_MODEL)),
                        ('password', models.CharField(editable=False, max_length=128)),
                        ('left_at', models.DateTimeField(verbose_name='停用时间')),
                    ],
                    options={
                        'verbose_name': '历史密码',
                    },
                ),
                migrations.CreateModel(
                    name='SetupRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_digest', models.CharField(max_length=64)),
                        ('expires_at', models.DateTimeField()),
                        ('done_steps', models.JSONField(default=list)),
                        ('completed_at', models.DateTimeField(null=True)),
                        ('is_only', models.BooleanField(default=True, editable=False, unique=True)),
                    ],
                    options={
                        'verbose_name': '首次设置',
                        'constraints': [models.CheckConstraint(condition=models.Q(('is_only', True)), name='approvals_setuprun_only_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='代码')),
                        ('label', models.CharField(max_length=40, unique=True, verbose_name='名称')),
                        ('is_administrator', models.BooleanField(default=False, verbose_name='管理员')),
                        ('exclusive_group', models.SlugField(max_length=40, verbose_name='互斥组')),
                        ('at_owner', models.BooleanField(default=False, verbose_name='设在建设单位')),
                        ('in_project', models.BooleanField(default=False, verbose_name='设在项目内')),
                        ('unit_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name='通常所在单位类别')),
                    ],
                    options={
                        'verbose_name': '角色',
                    },
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='approvals.unit', verbose_name='单位')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='approvals.role', verbose_name='角色')),
                        ('title', models.CharField(max_length=60, verbose_name='岗位名称')),
                        ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='post', to='auth.group')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                    ],
                    options={
                        'verbose_name': '岗位',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'role', 'title'), name='approvals_post_unit_role_title', violation_error_message='该单位已有同名岗位。')],
                    },
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='approvals.post', verbose_name='岗位')),
                        ('starts_on', models.DateField(verbose_name='任职起')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='任职止')),
                        ('exclusive_group', models.CharField(default='', editable=False, max_length=40)),
                        ('from_claim', models.BooleanField(default=False, editable=False, verbose_name='来自单点登录')),
                    ],
                    options={
                        'verbose_name': '任职',
                        'indexes': [models.Index(fields=['user', 'starts_on'], name='approvals_appointment_user'), models.Index(fields=['post', 'starts_on'], name='approvals_appointment_post')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='approvals_appointment_dates_in_order', violation_error_message='任职止不能早于任职起。'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('exclusive_group', '<>'), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='approvals_appointment_three_administrators', violation_error_message='系统、安全、审计管理员与业务岗位不能由同一人同时担任。')],
                    },
                ),
                migrations.CreateModel(
                    name='PostClaim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.CharField(max_length=200, verbose_name='身份信息中的值')),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='approvals.post', verbose_name='岗位')),
                    ],
                    options={
                        'verbose_name': '岗位对应',
                        'constraints': [models.UniqueConstraint(fields=('value', 'post'), name='approvals_postclaim_value_post')],
                    },
                ),
                migrations.CreateModel(
                    name='Delegation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
                        ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_received', to=settings.AUTH_USER_MODEL, verbose_name='受托人')),
                        ('starts_on', models.DateField(verbose_name='委托起')),
                        ('ends_on', models.DateField(verbose_name='委托止')),
                        ('reason', models.CharField(max_length=200, verbose_name='事由')),
                    ],
                    options={
                        'verbose_name': '委托',
                        'indexes': [models.Index(fields=['receiver', 'ends_on'], name='approvals_delegation_receiver')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='approvals_delegation_dates_in_order', violation_error_message='委托止不能早于委托起。'), models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='approvals_delegation_two_people', violation_error_message='不能委托给本人。')],
                    },
                ),
                migrations.CreateModel(
                    name='Reorganization',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('MERGE', '并入'), ('SPLIT', '拆分划转'), ('RENAME', '更名')], max_length=10, verbose_name='方式')),
                        ('state', models.CharField(choices=[('PLANNED', '待生效'), ('DONE', '已生效'), ('CANCELLED', '已取消')], default='PLANNED', max_length=10, verbose_name='状态')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reorganizations', to='approvals.unit', verbose_name='单位')),
                        ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reorganizations_into', to='approvals.unit', verbose_name='接收单位')),
                        ('old_name', models.CharField(max_length=120, verbose_name='原名称')),
                        ('new_name', models.CharField(blank=True, max_length=120, verbose_name='新名称')),
                        ('new_short_name', models.CharField(blank=True, max_length=40, verbose_name='新简称')),
                        ('chosen', models.JSONField(blank=True, default=dict, verbose_name='划转范围')),
                        ('basis', models.CharField(max_length=200, verbose_name='依据')),
                        ('effective_on', models.DateField(verbose_name='生效日')),
                        ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                        ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='见证人')),
                        ('planned_at', models.DateTimeField(verbose_name='办理时间')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='生效时间')),
                        ('moved', models.JSONField(blank=True, default=dict, verbose_name='移交内容')),
                        ('problem', models.TextField(blank=True, verbose_name='未能生效的原因')),
                    ],
                    options={
                        'verbose_name': '机构改革',
                        'indexes': [models.Index(condition=models.Q(('state', 'PLANNED')), fields=['effective_on', 'id'], name='approvals_reorganization_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('target', None), models.Q(('target', models.F('unit')), _negated=True), _connector='OR'), name='approvals_reorganization_two_units'), models.UniqueConstraint(condition=models.Q(('state', 'PLANNED')), fields=('unit',), name='approvals_reorganization_one_planned', violation_error_message='该单位已有一项待生效的机构改革。')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True, verbose_name='日期')),
                        ('is_workday', models.BooleanField(verbose_name='工作日')),
                        ('note', models.CharField(blank=True, max_length=60, verbose_name='说明')),
                        ('is_provisional', models.BooleanField(default=False, verbose_name='节假日安排未公布')),
                    ],
                    options={
                        'verbose_name': '工作日历',
                    },
                ),
                migrations.CreateModel(
                    name='ExpertField',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='代码')),
                        ('label', models.CharField(max_length=60, verbose_name='名称')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                    ],
                    options={
                        'verbose_name': '评审专业',
                        'default_permissions': (),
                    },
                ),
                migrations.CreateModel(
                    name='Expert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL, verbose_name='人员账号')),
                        ('pinyin', models.CharField(editable=False, max_length=300)),
                        ('employer', models.CharField(max_length=120, verbose_name='工作单位')),
                        ('title', models.CharField(max_length=60, verbose_name='职称或职务')),
                        ('is_senior', models.BooleanField(default=False, verbose_name='高级职称')),
                        ('is_external', models.BooleanField(default=True, verbose_name='外部专家')),
                        ('works_since', models.PositiveSmallIntegerField(verbose_name='从业起始年份')),
                        ('yearly_cap', models.PositiveSmallIntegerField(default=12, verbose_name='每年最多评审次数')),
                        ('is_suspended', models.BooleanField(default=False, verbose_name='已停用')),
                        ('suspended_reason', models.CharField(blank=True, max_length=200, verbose_name='停用原因')),
                        ('added_at', models.DateTimeField(verbose_name='入库时间')),
                        ('fields', models.ManyToManyField(related_name='experts', to='approvals.expertfield', verbose_name='专业')),
                    ],
                    options={
                        'verbose_name': '评审专家',
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pinyin', 'id'], name='approvals_expert_pinyin')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertTie',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='approvals.expert', verbose_name='专家')),
                        ('kind', models.CharField(choices=[('UNIT', '曾任职、兼职或聘用的单位'), ('SUPPLIER', '有利害关系的供应商'), ('KIN', '近亲属所在的单位'), ('WORK', '参与过前期工作的项目')], max_length=10, verbose_name='关系')),
                        ('name', models.CharField(max_length=200, verbose_name='单位、项目名称或者项目编号')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                    ],
                    options={
                        'verbose_name': '回避关系',
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('expert', 'kind', 'name'), name='approvals_expert_tie_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ExpertReview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                        ('code', models.CharField(max_length=60, verbose_name='评审组代码')),
                        ('label', models.CharField(max_length=100, verbose_name='评审组')),
                        ('subject_kind', models.CharField(max_length=60, verbose_name='事项种类')),
                        ('subject_ref', models.BigIntegerField(verbose_name='事项编号')),
                        ('subject_label', models.CharField(max_length=300, verbose_name='评审事项')),
                        ('subject_url', models.CharField(blank=True, max_length=300, verbose_name='链接')),
                        ('project_ref', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='项目编号')),
                        ('project', models.JSONField(default=dict, verbose_name='项目')),
                        ('demand', models.JSONField(verbose_name='组成要求')),
                        ('form', models.JSONField(verbose_name='评分表')),
                        ('touched', models.JSONField(verbose_name='回避名单')),
                        ('status', django_fsm.FSMField(choices=[('SEALED', '评审中'), ('OPENED', '已启封'), ('CONCLUDED', '已出结论'), ('CANCELLED', '已取消')], default='SEALED', max_length=50, protected=True, verbose_name='状态')),
                        ('deadline', models.DateTimeField(verbose_name='评审截止')),
                        ('convened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='组织人')),
                        ('convened_at', models.DateTimeField(verbose_name='组织时间')),
                        ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='见证人')),
                        ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启封人')),
                        ('opened_at', models.DateTimeField(null=True, verbose_name='启封时间')),
                        ('result', models.JSONField(null=True, verbose_name='评分结果')),
                        ('conclusion', models.CharField(blank=True, choices=[('PASSED', '通过'), ('AMENDED', '修改完善后通过'), ('FAILED', '不通过')], max_length=20, verbose_name='结论')),
                        ('opinion', models.TextField(blank=True, verbose_name='评审意见')),
                        ('concluded_at', models.DateTimeField(null=True, verbose_name='结论时间')),
                        ('cancelled_reason', models.CharField(blank=True, max_length=200, verbose_name='取消原因')),
                        ('opinion_sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.printedsheet', verbose_name='评审意见表')),
                        ('sign_in_sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.printedsheet', verbose_name='签到表')),
                        ('papers', models.ManyToManyField(related_name='reviews', to='documents.document', verbose_name='评审材料')),
                    ],
                    options={
                        'verbose_name': '专家评审',
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['-convened_at', '-id'], name='approvals_review_newest'), models.Index(fields=['subject_kind', 'subject_ref'], name='approvals_review_subject')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['SEALED', 'OPENED'])), fields=('subject_kind', 'subject_ref'), name='approvals_review_one_at_a_time'), models.CheckConstraint(condition=models.Q(('opened_at', None), ('opened_at__gte', models.F('deadline')), _connector='OR'), name='approvals_review_sealed_until_deadline')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewDraw',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='approvals.expertreview', verbose_name='评审')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='次序')),
                        ('seed', models.CharField(max_length=64, verbose_name='随机种子')),
                        ('demand', models.JSONField(verbose_name='组成要求')),
                        ('pool', models.JSONField(verbose_name='抽取时的专家库')),
                        ('kept', models.JSONField(verbose_name='已在评审组中的专家')),
                        ('drawn', models.JSONField(verbose_name='抽取结果')),
                        ('reason', models.CharField(max_length=300, verbose_name='事由')),
                        ('witness', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='见证人')),
                        ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='抽取人')),
                        ('drawn_at', models.DateTimeField(verbose_name='抽取时间')),
                    ],
                    options={
                        'verbose_name': '抽取记录',
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='approvals_draw_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewSeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='approvals.expertreview', verbose_name='评审')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='approvals.expert', verbose_name='专家')),
                        ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='approvals.reviewdraw', verbose_name='抽取')),
                        ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                        ('status', django_fsm.FSMField(choices=[('INVITED', '待声明'), ('ACCEPTED', '已到会'), ('RECUSED', '已回避'), ('DECLINED', '不能参加'), ('RELEASED', '已更换')], default='INVITED', max_length=50, protected=True, verbose_name='状态')),
                        ('declared_at', models.DateTimeField(null=True, verbose_name='声明时间')),
                        ('left_reason', models.CharField(blank=True, max_length=300, verbose_name='退出原因')),
                        ('ratings', models.JSONField(default=dict, verbose_name='评分')),
                        ('remarks', models.TextField(blank=True, verbose_name='评审意见')),
                        ('proposal', models.CharField(blank=True, choices=[('PASSED', '通过'), ('AMENDED', '修改完善后通过'), ('FAILED', '不通过')], max_length=20, verbose_name='建议结论')),
                        ('submitted_at', models.DateTimeField(null=True, verbose_name='提交时间')),
                    ],
                    options={
                        'verbose_name': '评审席位',
                        'default_permissions': (),
                        'constraints': [models.UniqueConstraint(fields=('review', 'expert'), name='approvals_seat_once'), models.UniqueConstraint(fields=('review', 'position'), name='approvals_seat_position'), models.CheckConstraint(condition=models.Q(('submitted_at', None), ('declared_at__isnull', False), _connector='OR'), name='approvals_seat_declares_before_scoring')],
                    },
                ),
                migrations.CreateModel(
                    name='Announcement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120, verbose_name='标题')),
                        ('body', models.TextField(verbose_name='正文')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='发布单位')),
                        ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                        ('published_at', models.DateTimeField(verbose_name='发布时间')),
                        ('starts_on', models.DateField(verbose_name='有效期起')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='有效期止')),
                        ('is_pinned', models.BooleanField(default=False, verbose_name='置顶')),
                        ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='附件')),
                        ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                    ],
                    options={
                        'verbose_name': '通知公告',
                        'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['-is_pinned', '-starts_on', '-id'], name='approvals_announcement_shown')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='approvals_announcement_dates_in_order', violation_error_message='有效期止不能早于有效期起。')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                        ('event', models.CharField(default='other', max_length=40, verbose_name='事项')),
                        ('title', models.CharField(max_length=200, verbose_name='标题')),
                        ('body', models.TextField(blank=True, verbose_name='内容')),
                        ('url', models.CharField(blank=True, max_length=300, verbose_name='链接')),
                        ('created_at', models.DateTimeField(verbose_name='时间')),
                        ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                    ],
                    options={
                        'verbose_name': '通知',
                        'indexes': [models.Index(fields=['user', '-created_at', '-id'], name='approvals_notice_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='approvals_notice_unread')],
                    },
                ),
                migrations.CreateModel(
                    name='NoticePreference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
                        ('event', models.CharField(max_length=40, verbose_name='事项')),
                        ('mail', models.CharField(choices=[('NOW', '立即发送'), ('DAILY', '每日汇总'), ('OFF', '不发')], default='NOW', max_length=10, verbose_name='邮件')),
                        ('message', models.BooleanField(default=True, verbose_name='即时消息')),
                    ],
                    options={
                        'verbose_name': '通知开关',
                        'constraints': [models.UniqueConstraint(fields=('user', 'event'), name='approvals_noticepreference_user_event')],
                    },
                ),
                migrations.CreateModel(
                    name='NoticeChannel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                        ('kind', models.CharField(choices=[('MAIL', '电子邮件'), ('WECOM', '企业微信群机器人'), ('DINGTALK', '钉钉群机器人'), ('FEISHU', '飞书群机器人'), ('JSON', '消息网关（JSON）')], max_length=20, verbose_name='类型')),
                        ('sealed_settings', models.TextField(editable=False)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='只发给')),
                        ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, verbose_name='事项')),
                        ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                        ('tested_at', models.DateTimeField(null=True, verbose_name='最近测试时间')),
                        ('test_error', models.TextField(blank=True, verbose_name='最近测试结果')),
                    ],
                    options={
                        'verbose_name': '通知渠道',
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=160, unique=True)),
                        ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='approvals.noticechannel', verbose_name='渠道')),
                        ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                        ('event', models.CharField(max_length=40, verbose_name='事项')),
                        ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='approvals.notice')),
                        ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='approvals.delivery')),
                        ('state', models.CharField(choices=[('QUEUED', '待发送'), ('HELD', '等待每日汇总'), ('SENDING', '发送中'), ('SENT', '已发送'), ('SKIPPED', '无需发送'), ('DEAD', '发送失败')], default='QUEUED', max_length=10, verbose_name='状态')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已尝试次数')),
                        ('due_at', models.DateTimeField(verbose_name='下次发送时间')),
                        ('lease', models.UUIDField(null=True)),
                        ('cause', models.TextField(blank=True, verbose_name='未发出的原因')),
                        ('created_at', models.DateTimeField(verbose_name='产生时间')),
                        ('sent_at', models.DateTimeField(null=True, verbose_name='发出时间')),
                    ],
                    options={
                        'verbose_name': '通知投递',
                        'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['QUEUED', 'SENDING'])), name='approvals_delivery_due'), models.Index(condition=models.Q(('state', 'HELD')), fields=['channel', 'user'], name='approvals_delivery_held'), models.Index(fields=['-created_at', '-id'], name='approvals_delivery_newest'), models.Index(condition=models.Q(('state', 'DEAD')), fields=['-created_at', '-id'], name='approvals_delivery_dead')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENDING'), _negated=True), ('lease__isnull', False), _connector='OR'), name='approvals_delivery_sending_has_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='approvals_delivery_sent_has_time')],
                    },
                ),
            ],
        ),
    ]
