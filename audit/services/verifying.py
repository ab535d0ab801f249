"""Verifying the trail: rows and head read by one statement, judged by `audit.chain`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain as joined

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Subquery

from audit.actions import AuditAction, action_label
from audit.chain import LINK_FIELDS, SIGNED_FIELDS, Report, Row, verify
from audit.models import HEAD_ID, AuditEntry, AuditHead
from audit.services.recording import audited, record
from config.kernel.digests import canonical_json

CHUNK = 5000
_FIELDS = ("seq", *SIGNED_FIELDS, *LINK_FIELDS)


def verify_trail(anchors: Mapping[int, str] | None = None) -> Report:
    """Check every entry; `anchors` are hashes that were noted elsewhere earlier."""
    rows = _rows_with_head()
    first = next(rows, None)
    if first is None:
        head = AuditHead.objects.filter(pk=HEAD_ID).values("seq", "hash").first()
        return verify(
            [],
            head_seq=head["seq"] if head else None,
            head_hash=head["hash"] if head else "",
            anchors=anchors,
        )
    seq, sealed = first["head_seq"], first["head_hash"]
    return verify(
        joined([first], rows),
        head_seq=seq if isinstance(seq, int) else None,
        head_hash=str(sealed or ""),
        anchors=anchors,
    )


@audited
def verify_and_note(*, actor: AbstractBaseUser, at: datetime) -> Report:
    """Verify the trail on somebody's demand, and put that on the trail too."""
    report = verify_trail()
    record(
        AuditAction.TRAIL_VERIFIED,
        target=None,
        actor=actor,
        at=at,
        target_label="留痕",
        detail={"条数": report.checked, "结论": conclusion(report)},
    )
    return report


@audited
def note_export(*, count: int, actor: AbstractBaseUser, at: datetime) -> None:
    """Put on the trail that somebody exported it (导出留痕)."""
    record(
        AuditAction.TRAIL_EXPORTED,
        target=None,
        actor=actor,
        at=at,
        target_label="留痕",
        detail={"条数": count},
    )


def exported_lines() -> Iterator[str]:
    """Write the trail out, one JSON object a line, the head last."""
    for row in AuditEntry.objects.order_by("seq").values(*_FIELDS).iterator(chunk_size=CHUNK):
        yield _json_line(row)
    head = AuditHead.objects.filter(pk=HEAD_ID).values("seq", "hash").first()
    if head is not None:
        yield _json_line({"head": head["seq"], "hash": head["hash"]})


def conclusion(report: Report) -> str:
    """Say in one sentence what a verification found."""
    found = report.first_break
    if found is None:
        return f"共{report.checked}条，全部完整，末条散列{report.last_hash[:16]}。"
    what = f"（{action_label(found.action)}）" if found.action else ""
    return f"第{found.seq}条{what}：{found.reason}此前{found.seq - 1}条完整。"


def _json_line(row: Mapping[str, object]) -> str:
    return canonical_json(
        {
            name: value.astimezone(UTC).isoformat(timespec="microseconds")
            if isinstance(value, datetime)
            else value
            for name, value in row.items()
        }
    ).decode()


def _rows_with_head() -> Iterator[Row]:
    head = AuditHead.objects.filter(pk=HEAD_ID)
    yield from (
        AuditEntry.objects.order_by("seq")
        .annotate(head_seq=Subquery(head.values("seq")), head_hash=Subquery(head.values("hash")))
        .values(*_FIELDS, "head_seq", "head_hash")
        .iterator(chunk_size=CHUNK)
    )
