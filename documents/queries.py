"""Questions about files, prints and jobs."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from config.kernel.digests import digests_of
from documents.jobs.models import PREVIEW, Job
from documents.models import (
    Document,
    DocumentVersion,
    ElectronicSeal,
    PrintedSheet,
    SealCertificate,
)
from documents.storage import chunks_of, is_kept, open_kept

PAGE = 30
CODE_SIGNS = 16
CODE_GROUP = 4
VIEW = "documents.view_document"
SEAL = "documents.seal_pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One page of jobs, as the pager wants it."""

    rows: list[Job]
    total: str
    next_href: str
    previous_href: str

    @property
    def shown(self) -> int:
        """How many there are on the page."""
        return len(self.rows)

    @property
    def is_moving(self) -> bool:
        """Whether something on the page still goes on."""
        return any(job.is_open for job in self.rows)


def jobs_of(user: AbstractBaseUser) -> QuerySet[Job]:
    """Return the jobs that a person started, with their results, newest first."""
    return (
        Job.objects.filter(owner_id=user.pk)
        .exclude(kind_code=PREVIEW)
        .select_related("result__document")
        .order_by("-created_at", "-pk")
    )


def job_page(user: AbstractBaseUser, asked: Mapping[str, str]) -> JobPage:
    """Return a page of somebody's jobs, all or open or failed ones."""
    jobs = jobs_of(user)
    shown = {"open": Q(status__in=("QUEUED", "RUNNING")), "failed": Q(status="FAILED")}
    wanted = asked.get("show", "")
    if wanted in shown:
        jobs = jobs.filter(shown[wanted])
    before = asked.get("before", "")
    if before.isdecimal():
        jobs = jobs.filter(pk__lt=int(before))
    rows = list(jobs.order_by("-pk")[: PAGE + 1])
    kept = f"show={wanted}&" if wanted in shown else ""
    return JobPage(
        rows=rows[:PAGE],
        total=f"共 {len(rows)} 项" if len(rows) <= PAGE and not before else "",
        next_href=f"?{kept}before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        previous_href=f"?{kept}".rstrip("&") if before else "",
    )


def may_read(user: AbstractBaseUser | AnonymousUser, document: Document) -> bool:
    """Whether a person may have a document: by right, or as the maker of a file of no project."""
    if user.has_perm(VIEW, document):  # type: ignore[union-attr]
        return True
    is_own = document.project_ref is None and document.created_by_id == user.pk
    return is_own and not projects_behind(document)


def projects_behind(document: Document) -> frozenset[int]:
    """Return the projects whose sheets a job put together in a document of no single project."""
    made_by = Job.objects.filter(result__document=document, project_ref=None)
    asked = made_by.values_list("params__project_refs", flat=True)
    return frozenset(number for numbers in asked for number in numbers or ())


def preview_key(version: DocumentVersion) -> str:
    """Return the key under which equal contents have one preview."""
    extension = version.original_name.rpartition(".")[2].lower()
    return f"{PREVIEW}:{extension}:{version.sha256}"


def preview_job(version: DocumentVersion) -> Job | None:
    """Return the job that draws the preview of a content, with its result."""
    jobs = Job.objects.filter(key=preview_key(version)).select_related("result__document")
    return jobs.first() if version.is_office else None


def may_see_print(user: AbstractBaseUser, printed: PrintedSheet) -> bool:
    """Whether a person may see a print: by right, or as the printer of one of no project."""
    is_own = printed.printed_by_id == user.pk and printed.project_ref is None
    return is_own or user.has_perm(VIEW, printed)  # type: ignore[attr-defined]


def code_as_printed(code: str) -> str:
    """Write a verification code as it stands on paper, however it was typed; "" if it is none."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(signs) != CODE_SIGNS:
        return ""
    return "-".join(signs[at : at + CODE_GROUP] for at in range(0, CODE_SIGNS, CODE_GROUP))


def printed_by_code(code: str) -> PrintedSheet | None:
    """Find a print by the verification code on it, however it was typed."""
    return PrintedSheet.objects.filter(verification_code=code_as_printed(code)).first()


def awaited_scans(user: AbstractBaseUser) -> QuerySet[PrintedSheet]:
    """Return the prints of a person that are to be signed by hand and have not come back."""
    return PrintedSheet.objects.filter(
        printed_by_id=user.pk, is_signed_by_hand=True, superseded_at=None, scan=None
    ).order_by("pk")


def print_instead_of(printed: PrintedSheet) -> PrintedSheet | None:
    """Return the print that has taken the place of a superseded one."""
    if printed.is_current or printed.record_ref is None:
        return None
    return (
        PrintedSheet.objects.filter(
            sheet_code=printed.sheet_code, record_ref=printed.record_ref, pk__gt=printed.pk
        )
        .order_by("-pk")
        .first()
    )


def is_intact(version: DocumentVersion) -> bool:
    """Whether the stored content is still the one that was received."""
    if not is_kept(version.file):
        return False
    with open_kept(version.file) as stream:
        return digests_of(chunks_of(stream)).sha256 == version.sha256


def certificate_of(unit_ref: int) -> SealCertificate | None:
    """Return the certificate with which a unit seals now; the key stays in the table."""
    found = SealCertificate.objects.filter(unit_ref=unit_ref, withdrawn_at=None)
    return found.defer("encrypted_key").first()


def certificates() -> QuerySet[SealCertificate]:
    """Return every certificate that was registered, those in use first."""
    found = SealCertificate.objects.defer("encrypted_key")
    return found.order_by(F("withdrawn_at").desc(nulls_first=True), "unit_label", "-pk")


def seal_of(printed: PrintedSheet, unit_ref: int) -> ElectronicSeal | None:
    """Return the seal of a unit on a print, on it or still waiting."""
    return ElectronicSeal.objects.filter(printed=printed, unit_ref=unit_ref).first()


def seals_on(printed: PrintedSheet) -> QuerySet[ElectronicSeal]:
    """Return the seals that are on a print, in the order in which they were put on."""
    return (
        ElectronicSeal.objects.filter(printed=printed, version__isnull=False)
        .select_related("certificate", "version__document")
        .defer("certificate__encrypted_key")
        .order_by("number")
    )


def waiting_seals(printed: PrintedSheet) -> QuerySet[ElectronicSeal]:
    """Return the seals that were asked for and are not on a print yet."""
    return ElectronicSeal.objects.filter(printed=printed, version=None).order_by("pk")


def sealed_copy(printed: PrintedSheet) -> ElectronicSeal | None:
    """Return the last seal on a print: its file carries all of them."""
    return seals_on(printed).last()


def sealing_key(seal: ElectronicSeal) -> str:
    """Return the key of the job that puts a seal on."""
    return f"{SEAL}:{seal.pk}"


def sealing_job(seal: ElectronicSeal) -> Job | None:
    """Return the job that puts a seal on."""
    return Job.objects.filter(key=sealing_key(seal)).first()
