"""What people keep for the queue, how far they have read, which forms came in, outside papers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PK = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0010_expert_reviews"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="approvaltask",
            name="is_paused",
            field=models.BooleanField(db_default=False, default=False, verbose_name="计时已暂停"),
        ),
        migrations.RemoveIndex(model_name="approvaltask", name="approvals_task_queue"),
        migrations.AddIndex(
            model_name="approvaltask",
            index=models.Index(
                condition=models.Q(("status", "OPEN")),
                fields=["post", "queue_on", "id"],
                include=("stage", "unit", "amount", "matter_code", "starter", "is_paused"),
                name="approvals_task_queue",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="paper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
                verbose_name="决定文件",
            ),
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", PK),
                ("at", models.DateTimeField(verbose_name="查看时间")),
                ("opinion_ref", models.BigIntegerField(default=0, verbose_name="看到的意见")),
                (
                    "content_digest",
                    models.CharField(blank=True, max_length=128, verbose_name="看到的内容摘要"),
                ),
                ("since_at", models.DateTimeField(verbose_name="此前查看时间")),
                ("since_ref", models.BigIntegerField(default=0, verbose_name="此前看到的意见")),
                (
                    "since_digest",
                    models.CharField(blank=True, max_length=128, verbose_name="此前看到的内容摘要"),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="approvals.approvalprocess",
                        verbose_name="审批流程",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查看人",
                    ),
                ),
            ],
            options={
                "verbose_name": "查看记录",
                "verbose_name_plural": "查看记录",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "process"), name="approvals_look_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", PK),
                ("form_key", models.UUIDField(verbose_name="表单号")),
                ("at", models.DateTimeField(verbose_name="提交时间")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
            ],
            options={
                "verbose_name": "表单回执",
                "verbose_name_plural": "表单回执",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "form_key"), name="approvals_receipt_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", PK),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("query", models.CharField(max_length=500, verbose_name="条件")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="使用人",
                    ),
                ),
            ],
            options={
                "verbose_name": "常用筛选",
                "verbose_name_plural": "常用筛选",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "name"), name="approvals_savedview_one_name_per_user"
                    )
                ],
            },
        ),
    ]
