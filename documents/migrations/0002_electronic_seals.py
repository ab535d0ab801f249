"""The signing certificates of units, and the electronic seals on copies of prints."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_ref', models.BigIntegerField(db_index=True, verbose_name='单位编号')),
                ('unit_label', models.CharField(max_length=120, verbose_name='单位')),
                ('subject', models.CharField(max_length=500, verbose_name='证书主体')),
                ('issuer', models.CharField(max_length=500, verbose_name='颁发机构')),
                ('serial', models.CharField(max_length=64, verbose_name='序列号')),
                ('valid_from', models.DateTimeField(verbose_name='有效期自')),
                ('valid_until', models.DateTimeField(verbose_name='有效期至')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256 指纹')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3 指纹')),
                ('encrypted_key', models.TextField(editable=False)),
                ('added_by_id', models.BigIntegerField(verbose_name='登记人编号')),
                ('added_by_label', models.CharField(max_length=100, verbose_name='登记人')),
                ('added_at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('withdrawn_by_label', models.CharField(blank=True, max_length=100, verbose_name='停用人')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=200, verbose_name='停用原因')),
            ],
            options={
                'verbose_name': '签章证书',
                'verbose_name_plural': '签章证书',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('unit_ref',), name='documents_sealcertificate_one_in_use'), models.CheckConstraint(condition=models.Q(('valid_from__lt', models.F('valid_until'))), name='documents_sealcertificate_validity')],
            },
        ),
        migrations.CreateModel(
            name='ElectronicSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_ref', models.BigIntegerField(verbose_name='单位编号')),
                ('unit_label', models.CharField(max_length=120, verbose_name='单位')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='第几枚')),
                ('sealed_by_id', models.BigIntegerField(verbose_name='签章人编号')),
                ('sealed_by_label', models.CharField(max_length=100, verbose_name='签章人')),
                ('sealed_at', models.DateTimeField(verbose_name='签章时间')),
                ('printed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='documents.printedsheet', verbose_name='打印件')),
                ('version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='documents.documentversion', verbose_name='签章件')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='documents.sealcertificate', verbose_name='签章证书')),
            ],
            options={
                'verbose_name': '电子签章',
                'verbose_name_plural': '电子签章',
                'constraints': [models.UniqueConstraint(fields=('printed', 'unit_ref'), name='documents_electronicseal_one_a_unit'), models.UniqueConstraint(condition=models.Q(('version__isnull', False)), fields=('printed', 'number'), name='documents_electronicseal_in_order'), models.CheckConstraint(condition=models.Q(('version', None), ('number__gt', 0), _connector='OR'), name='documents_electronicseal_has_number')],
            },
        ),
    ]
