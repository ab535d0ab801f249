import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', "0011_queue_and_looks"),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='event',
            field=models.CharField(default='other', max_length=40, verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='user',
            name='password_changed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='密码修改时间'),
        ),
        migrations.CreateModel(
            name='FormerPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(editable=False, max_length=128)),
                ('left_at', models.DateTimeField(verbose_name='停用时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '历史密码',
            },
        ),
        migrations.CreateModel(
            name='NoticeChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('kind', models.CharField(choices=[('MAIL', '电子邮件'), ('WECOM', '企业微信群机器人'), ('DINGTALK', '钉钉群机器人'), ('FEISHU', '飞书群机器人'), ('JSON', '消息网关（JSON）')], max_length=20, verbose_name='类型')),
                ('sealed_settings', models.TextField(editable=False)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, verbose_name='事项')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('tested_at', models.DateTimeField(null=True, verbose_name='最近测试时间')),
                ('test_error', models.TextField(blank=True, verbose_name='最近测试结果')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.unit', verbose_name='只发给')),
            ],
            options={
                'verbose_name': '通知渠道',
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(editable=False, max_length=40, unique=True)),
                ('address', models.GenericIPAddressField(null=True, verbose_name='地址')),
                ('browser', models.CharField(blank=True, max_length=200, verbose_name='浏览器')),
                ('opened_at', models.DateTimeField(verbose_name='登录时间')),
                ('seen_at', models.DateTimeField(verbose_name='最近使用')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '登录会话',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('event', models.CharField(max_length=40, verbose_name='事项')),
                ('state', models.CharField(choices=[('QUEUED', '待发送'), ('HELD', '等待每日汇总'), ('SENDING', '发送中'), ('SENT', '已发送'), ('SKIPPED', '无需发送'), ('DEAD', '发送失败')], default='QUEUED', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已尝试次数')),
                ('due_at', models.DateTimeField(verbose_name='下次发送时间')),
                ('lease', models.UUIDField(null=True)),
                ('cause', models.TextField(blank=True, verbose_name='未发出的原因')),
                ('created_at', models.DateTimeField(verbose_name='产生时间')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='发出时间')),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='approvals.delivery')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='approvals.notice')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='approvals.noticechannel', verbose_name='渠道')),
            ],
            options={
                'verbose_name': '通知投递',
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('state__in', ['QUEUED', 'SENDING'])), name='approvals_delivery_due'), models.Index(condition=models.Q(('state', 'HELD')), fields=['channel', 'user'], name='approvals_delivery_held'), models.Index(fields=['-created_at', '-id'], name='approvals_delivery_newest'), models.Index(condition=models.Q(('state', 'DEAD')), fields=['-created_at', '-id'], name='approvals_delivery_dead')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENDING'), _negated=True), ('lease__isnull', False), _connector='OR'), name='approvals_delivery_sending_has_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='approvals_delivery_sent_has_time')],
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40, verbose_name='事项')),
                ('mail', models.CharField(choices=[('NOW', '立即发送'), ('DAILY', '每日汇总'), ('OFF', '不发')], default='NOW', max_length=10, verbose_name='邮件')),
                ('message', models.BooleanField(default=True, verbose_name='即时消息')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preferences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '通知开关',
                'constraints': [models.UniqueConstraint(fields=('user', 'event'), name='approvals_noticepreference_user_event')],
            },
        ),
    ]
