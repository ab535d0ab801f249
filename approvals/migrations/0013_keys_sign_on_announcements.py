import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0012_notices_and_sessions'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='appointment',
            name='from_claim',
            field=models.BooleanField(default=False, editable=False, verbose_name='来自单点登录'),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='开通时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '日历订阅',
            },
        ),
        migrations.CreateModel(
            name='SecurityKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('credential_id', models.BinaryField(unique=True)),
                ('credential', models.BinaryField()),
                ('counter', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField(verbose_name='登记时间')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='最近使用')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='security_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '安全密钥',
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(verbose_name='正文')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('starts_on', models.DateField(verbose_name='有效期起')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='有效期止')),
                ('is_pinned', models.BooleanField(default=False, verbose_name='置顶')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='附件')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='发布单位')),
            ],
            options={
                'verbose_name': '通知公告',
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['-is_pinned', '-starts_on', '-id'], name='approvals_announcement_shown')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='approvals_announcement_dates_in_order', violation_error_message='有效期止不能早于有效期起。')],
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
    ]
