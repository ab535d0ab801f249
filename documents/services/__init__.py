"""What people do with documents, sheets and jobs."""

from documents.services.files import (
    Upload,
    add_version,
    define_kind,
    record_download,
    store_document,
)
from documents.services.jobs import cancel_job, retry_job, run_job, start_job, sweep_jobs
from documents.services.listings import export_listing
from documents.services.previews import request_preview
from documents.services.printing import (
    draw_sheet,
    freeze_sheet,
    layout_of,
    mark_superseded,
    pdf_of,
    print_sheet,
    sealed_pdf_of,
    supersede_print,
    workbook_of,
)
from documents.services.scans import return_scan
from documents.services.seals import add_certificate, seal_print, withdraw_certificate

__all__ = [
    "Upload",
    "add_certificate",
    "add_version",
    "cancel_job",
    "define_kind",
    "draw_sheet",
    "export_listing",
    "freeze_sheet",
    "layout_of",
    "mark_superseded",
    "pdf_of",
    "print_sheet",
    "record_download",
    "request_preview",
    "retry_job",
    "return_scan",
    "run_job",
    "seal_print",
    "sealed_pdf_of",
    "start_job",
    "store_document",
    "supersede_print",
    "sweep_jobs",
    "withdraw_certificate",
    "workbook_of",
]
