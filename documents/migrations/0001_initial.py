"""Documents with their versions, printed sheets and jobs."""

import django.db.models.deletion
import documents.models
from config.kernel.migrations import CreateTables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, unique=True, verbose_name='唯一键')),
                        ('kind_code', models.CharField(max_length=60, verbose_name='作业类型')),
                        ('label', models.CharField(max_length=200, verbose_name='作业名称')),
                        ('params', models.JSONField(default=dict, verbose_name='参数')),
                        ('owner_id', models.BigIntegerField(db_index=True, verbose_name='发起人编号')),
                        ('owner_label', models.CharField(max_length=100, verbose_name='发起人')),
                        ('project_ref', models.BigIntegerField(blank=True, null=True, verbose_name='项目编号')),
                        ('status', models.CharField(choices=[('QUEUED', '排队中'), ('RUNNING', '进行中'), ('DONE', '已完成'), ('FAILED', '未完成'), ('CANCELLED', '已取消')], default='QUEUED', max_length=10, verbose_name='状态')),
                        ('done', models.PositiveIntegerField(default=0, verbose_name='已处理')),
                        ('total', models.PositiveIntegerField(default=1, verbose_name='总数')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已尝试次数')),
                        ('lease', models.UUIDField(blank=True, null=True, verbose_name='执行凭据')),
                        ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='执行期限')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='最近派发时间')),
                        ('pending_file', models.CharField(blank=True, max_length=200, verbose_name='正在写入的文件')),
                        ('error', models.TextField(blank=True, verbose_name='未完成原因')),
                        ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.documentversion', verbose_name='结果文件')),
                        ('created_at', models.DateTimeField(verbose_name='发起时间')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                        ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='结果保留至')),
                    ],
                    options={
                        'verbose_name': '后台作业',
                        'verbose_name_plural': '后台作业',
                        'indexes': [models.Index(condition=models.Q(('status__in', ('QUEUED', 'RUNNING'))), fields=['created_at'], name='documents_job_open'), models.Index(fields=['owner_id', '-created_at'], name='documents_job_of_owner')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='documents_job_progress'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'RUNNING'), _negated=True), ('lease__isnull', False), _connector='OR'), name='documents_job_running_has_lease')],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentKind',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='代码')),
                        ('label', models.CharField(max_length=100, verbose_name='名称')),
                        ('max_bytes', models.PositiveBigIntegerField(default=209715200, verbose_name='大小上限（字节）')),
                        ('extensions', models.JSONField(default=documents.models.default_extensions, verbose_name='允许的扩展名')),
                    ],
                    options={
                        'verbose_name': '文档种类',
                        'verbose_name_plural': '文档种类',
                        'constraints': [models.CheckConstraint(condition=models.Q(('max_bytes__gt', 0)), name='documents_documentkind_has_room')],
                    },
                ),
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='documents.documentkind', verbose_name='种类')),
                        ('title', models.CharField(max_length=200, verbose_name='标题')),
                        ('classification', models.CharField(default='内部', max_length=20, verbose_name='密级')),
                        ('project_ref', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='项目编号')),
                        ('created_by_id', models.BigIntegerField(verbose_name='建立人编号')),
                        ('created_by_label', models.CharField(max_length=100, verbose_name='建立人')),
                        ('created_at', models.DateTimeField(verbose_name='建立时间')),
                    ],
                    options={
                        'verbose_name': '文档',
                        'verbose_name_plural': '文档',
                    },
                ),
                migrations.CreateModel(
                    name='DocumentVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='documents.document', verbose_name='文档')),
                        ('number', models.PositiveIntegerField(verbose_name='版本号')),
                        ('file', models.CharField(max_length=200, unique=True, verbose_name='存放位置')),
                        ('original_name', models.CharField(max_length=200, verbose_name='文件名')),
                        ('size', models.PositiveBigIntegerField(verbose_name='大小（字节）')),
                        ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                        ('sm3', models.CharField(max_length=64, verbose_name='SM3')),
                        ('media_type', models.CharField(max_length=100, verbose_name='文件类型')),
                        ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                        ('uploaded_by_id', models.BigIntegerField(verbose_name='上传人编号')),
                        ('uploaded_by_label', models.CharField(max_length=100, verbose_name='上传人')),
                        ('purged_at', models.DateTimeField(blank=True, null=True, verbose_name='清除时间')),
                    ],
                    options={
                        'verbose_name': '文档版本',
                        'verbose_name_plural': '文档版本',
                        'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='documents_documentversion_number'), models.CheckConstraint(condition=models.Q(('number__gt', 0), ('size__gt', 0)), name='documents_documentversion_has_content')],
                    },
                ),
                migrations.CreateModel(
                    name='PrintedSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sheet_code', models.CharField(max_length=60, verbose_name='表单')),
                        ('template_version', models.PositiveIntegerField(verbose_name='模板版本')),
                        ('digest', models.CharField(max_length=64, verbose_name='快照摘要（SM3）')),
                        ('number', models.CharField(blank=True, max_length=60, verbose_name='表单编号')),
                        ('verification_code', models.CharField(max_length=24, unique=True, verbose_name='防伪校验码')),
                        ('snapshot', models.JSONField(verbose_name='快照')),
                        ('project_ref', models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name='项目编号')),
                        ('record_ref', models.BigIntegerField(blank=True, null=True, verbose_name='记录编号')),
                        ('subject_label', models.CharField(blank=True, max_length=200, verbose_name='项目名称')),
                        ('printed_by_id', models.BigIntegerField(verbose_name='打印人编号')),
                        ('printed_by_label', models.CharField(max_length=100, verbose_name='打印人')),
                        ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.documentversion', verbose_name='PDF 文件')),
                        ('xlsx', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.documentversion', verbose_name='表格文件')),
                        ('is_signed_by_hand', models.BooleanField(default=False, verbose_name='需要回传')),
                        ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scanned', to='documents.document', verbose_name='签章扫描件')),
                        ('created_at', models.DateTimeField(verbose_name='固化时间')),
                        ('superseded_at', models.DateTimeField(blank=True, null=True, verbose_name='失效时间')),
                    ],
                    options={
                        'verbose_name': '打印件',
                        'verbose_name_plural': '打印件',
                        'indexes': [models.Index(fields=['sheet_code', 'record_ref'], name='documents_sheet_of_record')],
                        'constraints': [models.UniqueConstraint(fields=('sheet_code', 'template_version', 'digest'), name='documents_printedsheet_once')],
                    },
                ),
            ],
        ),
    ]
