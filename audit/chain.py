"""Verify the chain, without Django and without the code that writes it.

A second implementation on purpose: what the writer gets wrong must not be repeated here. It
takes plain rows, so that anybody can check an export: `python -m audit.chain < trail.jsonl`.
The entry named is the one that was touched, not the first one that merely notices.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes

FIRST_LINK = 64 * "0"
SIGNED_FIELDS = (
    "occurred_at",
    "actor_id",
    "actor_label",
    "actor_post",
    "action",
    "outcome",
    "target_type",
    "target_id",
    "target_label",
    "project_id",
    "detail",
    "ip",
)
LINK_FIELDS = ("digest", "prev_hash", "hash")

type Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and what is wrong there."""

    seq: int
    reason: str
    occurred_at: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found."""

    checked: int
    last_seq: int
    last_hash: str
    first_break: Break | None = None

    @property
    def is_intact(self) -> bool:
        """Whether every entry is as it was written."""
        return self.first_break is None


def verify(
    rows: Iterable[Row],
    *,
    head_seq: int | None,
    head_hash: str,
    anchors: Mapping[int, str] | None = None,
) -> Report:
    """Check rows in the order of their sequence numbers against the head of the chain.

    `anchors` are hashes noted elsewhere earlier (on paper, on another host): they also find
    a tail cut off together with the head, or a chain computed afresh from the start.
    """
    walk = _Walk(anchors or {})
    for row in rows:
        found = walk.step(row)
        if found is not None:
            return walk.report(found)
    return walk.report(walk.finish(head_seq, head_hash))


class _Walk:
    def __init__(self, anchors: Mapping[int, str]) -> None:
        self.checked = 0
        self.link = FIRST_LINK
        self.before: Row = {}
        self.anchors = anchors

    def step(self, row: Row) -> Break | None:
        seq = _integer(row["seq"])
        expected = self.checked + 1
        if seq != expected:
            return _broken(expected, f"第{expected}条缺失。", {})
        found = self._link_break(row, seq) or self._anchor_break(row, seq)
        if found is None:
            self.checked, self.link, self.before = seq, str(row["hash"]), row
        return found

    def _link_break(self, row: Row, seq: int) -> Break | None:
        is_whole = seal(row) == row["hash"] and row.get("digest", "") in {"", digest(row)}
        if row["prev_hash"] == self.link:
            return None if is_whole else _broken(seq, "内容与其散列不符，已被改动。", row)
        if is_whole and self.before:
            # The entry still vouches for its predecessor as it was: that one was re-hashed.
            return _broken(seq - 1, "内容被改动并重新计算了散列。", self.before)
        return _broken(seq, "与上一条的链接被改动。", row)

    def _anchor_break(self, row: Row, seq: int) -> Break | None:
        if self.anchors.get(seq, row["hash"]) == row["hash"]:
            return None
        return _broken(seq, "散列与另行保存的核对值不符，链条曾被重算。", row)

    def finish(self, head_seq: int | None, head_hash: str) -> Break | None:
        if head_seq is None:
            return _broken(self.checked, "链尾记录缺失。", self.before)
        if head_seq > self.checked:
            return _broken(self.checked + 1, f"第{self.checked + 1}条起缺失，末尾被截断。", {})
        if head_seq < self.checked:
            return _broken(head_seq + 1, f"第{head_seq + 1}条不是系统写入的。", {})
        if head_hash != self.link:
            return _broken(self.checked, "末条或链尾的散列被改动。", self.before)
        lost = [seq for seq in self.anchors if seq > self.checked]
        if lost:
            return _broken(self.checked + 1, f"另有第{min(lost)}条的核对值，末尾被截断。", {})
        return None

    def report(self, found: Break | None) -> Report:
        return Report(self.checked, self.checked, self.link, found)


def seal(row: Row) -> str:
    """Compute the hash that an entry must bear: over seq, previous hash and its content.

    The content is digested with SM3 (GB/T 32905) by whoever appends; the link is SHA-256, for
    that is what the database can compute while it holds the end of the chain. Entries of the
    time before it did so bear no digest: their link is SM3 over the content itself.
    """
    place = f"{row['seq']}\n{row['prev_hash']}\n"
    if row.get("digest"):
        return hashlib.sha256(f"{place}{digest(row)}".encode()).hexdigest()
    return _sm3(f"{place}{_content(row)}")


def digest(row: Row) -> str:
    """Compute the digest (SM3) of what an entry says."""
    return _sm3(_content(row))


def _content(row: Row) -> str:
    content = {field: _plain(row[field]) for field in SIGNED_FIELDS}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sm3(text: str) -> str:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(text.encode())
    return sm3.finalize().hex()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _integer(value: object) -> int:
    assert isinstance(value, int)
    return value


def _broken(seq: int, reason: str, row: Row) -> Break:
    return Break(seq, reason, str(_plain(row.get("occurred_at", ""))), str(row.get("action", "")))


def _exported(lines: Iterable[str]) -> Iterator[Row]:
    for line in lines:
        row = json.loads(line)
        if isinstance(row, dict):
            yield row


def main() -> int:
    """Verify an export of one JSON object a line, whose last line is the head."""
    rows = list(_exported(sys.stdin))
    head = rows.pop() if rows and "head" in rows[-1] else {}
    seq = head.get("head")
    report = verify(
        rows,
        head_seq=seq if isinstance(seq, int) else None,
        head_hash=str(head.get("hash", "")),
    )
    sys.stdout.write(json.dumps(_summary(report), ensure_ascii=False) + "\n")
    return 0 if report.is_intact else 1


def _summary(report: Report) -> dict[str, object]:
    found = report.first_break
    return {
        "intact": report.is_intact,
        "checked": report.checked,
        "last_hash": report.last_hash,
        "first_break": found and {"seq": found.seq, "reason": found.reason},
    }


if __name__ == "__main__":
    sys.exit(main())
