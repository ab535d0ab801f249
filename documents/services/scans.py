"""The round of paper: what was signed and sealed comes back as a scan and finds its sheet."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused
from documents.inspection import clean_name, codes_in, extension_of
from documents.models import PrintedSheet
from documents.queries import code_as_printed, may_see_print
from documents.services.files import Upload, add_version, define_kind, store_document

KIND, LABEL = "signed_scan", "签章扫描件"
SCANNED = ["pdf", "jpg", "jpeg", "png"]
LARGEST = 50 * 1024 * 1024


@audited
def return_scan(
    upload: Upload, *, typed_code: str = "", actor: AbstractBaseUser, at: datetime
) -> PrintedSheet:
    """File a scan with the sheet that it shows (回传扫描件).

    The code on the paper decides; one that is typed only helps where none can be read.
    """
    printed = _sheet_on(upload, typed_code, actor)
    kind = define_kind(KIND, LABEL, max_bytes=LARGEST, extensions=SCANNED)
    if printed.scan is None:
        printed.scan = store_document(
            kind.code,
            upload,
            title=f"{printed}（签章扫描件）",
            classification=str(printed.snapshot.get("classification") or "内部"),
            project_ref=printed.project_ref,
            actor=actor,
            at=at,
        )
        printed.save(update_fields=["scan"])
    else:
        add_version(printed.scan, upload, actor=actor, at=at)
    record(
        AuditAction.SCAN_RETURNED,
        target=printed,
        actor=actor,
        at=at,
        project_id=printed.project_ref,
        detail={"校验码": printed.verification_code, "文件名": clean_name(upload.name or "")},
    )
    return printed


def _sheet_on(upload: Upload, typed_code: str, actor: AbstractBaseUser) -> PrintedSheet:
    name = clean_name(upload.name or "")
    if (upload.size or 0) > LARGEST:
        enforce(refused(f"“{name}”超过 50 MB，请降低扫描分辨率后重新上传。"))
    assert upload.file is not None
    upload.file.seek(0)
    found = codes_in(upload.file.read(), extension_of(name))
    typed = code_as_printed(typed_code)
    if typed and found and typed not in found:
        enforce(refused(f"“{name}”上印的校验码是{found[0]}，与所选表单的校验码{typed}不一致。"))
    code = typed or (found[0] if found else "")
    if not code:
        enforce(
            refused(
                f"没有在“{name}”上读到校验码。请扫描带二维码的首页后重新上传，"
                "或者在待回传列表中找到对应的表单单独上传。"
            )
        )
    rows = PrintedSheet.objects.select_for_update(of=("self",)).select_related("scan")
    printed = rows.filter(verification_code=code).first()
    if printed is None or not may_see_print(actor, printed):
        enforce(refused(f"“{name}”的校验码{code}不是您可以查看的表单，没有入库。"))
    assert printed is not None
    if not printed.is_current:
        enforce(refused(f"“{name}”对应的打印件已失效，请重新打印、签章后再回传。"))
    return printed
