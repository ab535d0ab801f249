"""Drop indexes that begin another index, and leave room where a process changes in place.

Every decision writes a task, a process, an opinion and a notice, and with them each of their
indexes. A process is changed at each step in columns that no index has: with room on its page
the database writes no index at all.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Write less with every decision."""

    dependencies = [
        ('approvals', '0007_leader_in_charge'),
        ('documents', '0002_electronic_seals'),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE approvals_approvalprocess SET (fillfactor = 85)",
            "ALTER TABLE approvals_approvalprocess RESET (fillfactor)",
        ),
        migrations.AlterField(
            model_name='approvalprocess',
            name='started_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送审人'),
        ),
        migrations.AlterField(
            model_name='approvaltask',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='收件人'),
        ),
        migrations.AlterField(
            model_name='opinion',
            name='actor',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AlterField(
            model_name='opinion',
            name='paper',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='决定文件'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('paper__isnull', False)), fields=['paper'], name='approvals_opinion_paper'),
        ),
    ]
