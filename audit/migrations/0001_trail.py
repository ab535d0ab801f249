"""The trail."""

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
                    name='AuditEntry',
                    fields=[
                        ('seq', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='序号')),
                        ('occurred_at', models.DateTimeField(verbose_name='发生时间')),
                        ('actor_id', models.BigIntegerField(null=True, verbose_name='操作人编号')),
                        ('actor_label', models.CharField(max_length=200, verbose_name='操作人')),
                        ('actor_post', models.CharField(blank=True, max_length=300, verbose_name='岗位')),
                        ('action', models.CharField(max_length=100, verbose_name='操作')),
                        ('outcome', models.CharField(choices=[('DONE', '已办理'), ('DENIED', '已拒绝')], max_length=10, verbose_name='结果')),
                        ('target_type', models.CharField(blank=True, max_length=100, verbose_name='对象类型')),
                        ('target_id', models.CharField(blank=True, max_length=100, verbose_name='对象编号')),
                        ('target_label', models.CharField(blank=True, max_length=500, verbose_name='对象')),
                        ('project_id', models.BigIntegerField(null=True, verbose_name='项目编号')),
                        ('detail', models.JSONField(default=dict, verbose_name='详情')),
                        ('ip', models.CharField(blank=True, max_length=45, verbose_name='来源地址')),
                        ('prev_hash', models.CharField(max_length=64, verbose_name='上一条散列')),
                        ('hash', models.CharField(max_length=64, verbose_name='散列')),
                    ],
                    options={
                        'verbose_name': '留痕',
                        'verbose_name_plural': '留痕',
                        'permissions': [('view_trail', '查看留痕'), ('verify_trail', '校验和导出留痕'), ('view_project_trail', '查看各项目的留痕')],
                        'default_permissions': (),
                        'indexes': [models.Index(condition=models.Q(('project_id__isnull', False)), fields=['project_id', '-seq'], name='auditentry_of_project'), models.Index(fields=['actor_label', '-seq'], name='auditentry_of_actor'), models.Index(fields=['action', '-seq'], name='auditentry_of_action'), models.Index(fields=['occurred_at'], name='auditentry_by_time'), models.Index(condition=models.Q(('outcome', 'DENIED')), fields=['-seq'], name='auditentry_denied')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditHead',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('seq', models.BigIntegerField(default=0, verbose_name='最后序号')),
                        ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='最后散列')),
                    ],
                    options={
                        'verbose_name': '留痕链尾',
                        'verbose_name_plural': '留痕链尾',
                        'default_permissions': (),
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audithead_single_row')],
                    },
                ),
            ],
        ),
    ]
