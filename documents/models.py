"""Files with their versions, and the sheets that were printed.

Users and projects live on higher floors, so rows here keep their number and their name as text.
"""

from django.db import models
from django.db.models import Q

from documents.jobs.models import Job

__all__ = [
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "ElectronicSeal",
    "Job",
    "PrintedSheet",
    "SealCertificate",
]

SHOWABLE = {"application/pdf", "image/jpeg", "image/png"}
OFFICE_EXTENSIONS = {"doc", "docx", "xls", "xlsx", "wps", "et"}
DEFAULT_MAX_BYTES = 200 * 1024 * 1024
DEFAULT_EXTENSIONS = (
    "pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "jpg", "jpeg", "png", "zip",
)  # fmt: skip


def default_extensions() -> list[str]:
    """Return the extensions that a kind of document accepts unless told otherwise."""
    return list(DEFAULT_EXTENSIONS)


class DocumentKind(models.Model):
    """A kind of document (文档种类); a row, because rulebooks bring their own."""

    code = models.CharField("代码", max_length=60, unique=True)
    label = models.CharField("名称", max_length=100)
    max_bytes = models.PositiveBigIntegerField("大小上限（字节）", default=DEFAULT_MAX_BYTES)
    extensions = models.JSONField("允许的扩展名", default=default_extensions)

    class Meta:
        verbose_name = verbose_name_plural = "文档种类"
        constraints = (
            models.CheckConstraint(
                condition=Q(max_bytes__gt=0), name="documents_documentkind_has_room"
            ),
        )

    def __str__(self) -> str:
        return self.label


class Document(models.Model):
    """A document (文档): one title, one or more versions."""

    kind = models.ForeignKey(DocumentKind, verbose_name="种类", on_delete=models.PROTECT)
    title = models.CharField("标题", max_length=200)
    classification = models.CharField("密级", max_length=20, default="内部")
    project_ref = models.BigIntegerField("项目编号", null=True, blank=True, db_index=True)
    created_by_id = models.BigIntegerField("建立人编号")
    created_by_label = models.CharField("建立人", max_length=100)
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "文档"

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One version of a document (版本), with the digests of its content."""

    document = models.ForeignKey(
        Document, verbose_name="文档", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField("版本号")
    file = models.CharField("存放位置", max_length=200, unique=True)
    original_name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    media_type = models.CharField("文件类型", max_length=100)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by_id = models.BigIntegerField("上传人编号")
    uploaded_by_label = models.CharField("上传人", max_length=100)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文档版本"
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"), name="documents_documentversion_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0) & Q(size__gt=0),
                name="documents_documentversion_has_content",
            ),
        )

    def __str__(self) -> str:
        return f"{self.original_name}（第{self.number}版）"

    @property
    def is_showable(self) -> bool:
        """Whether browsers draw it themselves, without running anything of it."""
        return self.media_type in SHOWABLE

    @property
    def is_office(self) -> bool:
        """Whether it has to be drawn as PDF before a browser can show it."""
        return self.original_name.rpartition(".")[2].lower() in OFFICE_EXTENSIONS


class PrintedSheet(models.Model):
    """A sheet as it was frozen and printed (打印件); the snapshot never changes."""

    sheet_code = models.CharField("表单", max_length=60)
    template_version = models.PositiveIntegerField("模板版本")
    digest = models.CharField("快照摘要（SM3）", max_length=64)
    number = models.CharField("表单编号", max_length=60, blank=True)
    verification_code = models.CharField("防伪校验码", max_length=24, unique=True)
    snapshot = models.JSONField("快照")
    project_ref = models.BigIntegerField("项目编号", null=True, blank=True, db_index=True)
    record_ref = models.BigIntegerField("记录编号", null=True, blank=True)
    subject_label = models.CharField("项目名称", max_length=200, blank=True)
    printed_by_id = models.BigIntegerField("打印人编号")
    printed_by_label = models.CharField("打印人", max_length=100)
    pdf = models.ForeignKey(
        DocumentVersion,
        verbose_name="PDF 文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    xlsx = models.ForeignKey(
        DocumentVersion,
        verbose_name="表格文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_signed_by_hand = models.BooleanField("需要回传", default=False)
    scan = models.ForeignKey(
        Document,
        verbose_name="签章扫描件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scanned",
    )
    created_at = models.DateTimeField("固化时间")
    superseded_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "打印件"
        constraints = (
            models.UniqueConstraint(
                fields=("sheet_code", "template_version", "digest"),
                name="documents_printedsheet_once",
            ),
        )
        indexes = (
            models.Index(fields=("sheet_code", "record_ref"), name="documents_sheet_of_record"),
        )

    def __str__(self) -> str:
        return f"{self.snapshot.get('title', '')} {self.number}".strip()

    @property
    def is_current(self) -> bool:
        """Whether nothing newer has taken its place."""
        return self.superseded_at is None


class SealCertificate(models.Model):
    """The signing certificate of a unit (签章证书); its key is sealed and never leaves here."""

    unit_ref = models.BigIntegerField("单位编号", db_index=True)
    unit_label = models.CharField("单位", max_length=120)
    subject = models.CharField("证书主体", max_length=500)
    issuer = models.CharField("颁发机构", max_length=500)
    serial = models.CharField("序列号", max_length=64)
    valid_from = models.DateTimeField("有效期自")
    valid_until = models.DateTimeField("有效期至")
    sha256 = models.CharField("SHA-256 指纹", max_length=64, db_index=True)
    sm3 = models.CharField("SM3 指纹", max_length=64)
    encrypted_key = models.TextField(editable=False)
    added_by_id = models.BigIntegerField("登记人编号")
    added_by_label = models.CharField("登记人", max_length=100)
    added_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("停用时间", null=True, blank=True)
    withdrawn_by_label = models.CharField("停用人", max_length=100, blank=True)
    withdrawal_reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "签章证书"
        constraints = (
            models.UniqueConstraint(
                fields=("unit_ref",),
                condition=Q(withdrawn_at=None),
                name="documents_sealcertificate_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=models.F("valid_until")),
                name="documents_sealcertificate_validity",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_label}签章证书 {self.serial}"

    @property
    def is_in_use(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_at is None


class ElectronicSeal(models.Model):
    """The seal of a unit on a copy of a print (电子签章); each next one signs the copy before."""

    printed = models.ForeignKey(
        PrintedSheet, verbose_name="打印件", on_delete=models.PROTECT, related_name="seals"
    )
    certificate = models.ForeignKey(
        SealCertificate, verbose_name="签章证书", on_delete=models.PROTECT, related_name="seals"
    )
    unit_ref = models.BigIntegerField("单位编号")
    unit_label = models.CharField("单位", max_length=120)
    number = models.PositiveSmallIntegerField("第几枚", null=True, blank=True)
    sealed_by_id = models.BigIntegerField("签章人编号")
    sealed_by_label = models.CharField("签章人", max_length=100)
    sealed_at = models.DateTimeField("签章时间")
    version = models.OneToOneField(
        DocumentVersion,
        verbose_name="签章件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seal",
    )

    class Meta:
        verbose_name = verbose_name_plural = "电子签章"
        constraints = (
            models.UniqueConstraint(
                fields=("printed", "unit_ref"), name="documents_electronicseal_one_a_unit"
            ),
            models.UniqueConstraint(
                fields=("printed", "number"),
                condition=Q(version__isnull=False),
                name="documents_electronicseal_in_order",
            ),
            models.CheckConstraint(
                condition=Q(version=None) | Q(number__gt=0),
                name="documents_electronicseal_has_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_label}电子签章"
