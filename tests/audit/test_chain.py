"""Twelve ways to tamper with the trail by SQL, each found at the very entry that was touched."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from approvals.organizations.models import User
from audit import chain
from audit.actions import AuditAction
from audit.models import AuditEntry
from audit.services import audited, record, verify_trail
from config.kernel.digests import canonical_json, sm3

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ENTRIES = 24
TOUCHED = 11

pytestmark = pytest.mark.django_db


@audited
def note(text: str, *, actor: User, at: datetime) -> None:
    """Leave one entry."""
    record(
        AuditAction.USER_CHANGED,
        target=None,
        target_label=text,
        actor=actor,
        at=at,
        project_id=3,
        detail={"意见": text, "金额": 12},
    )


@pytest.fixture(autouse=True)
def trail() -> None:
    clerk = User.objects.create(username="clerk", full_name="钱小满")
    for number in range(1, ENTRIES + 1):
        note(f"第{number}件", actor=clerk, at=AT + timedelta(minutes=number))


def as_owner(*statements: str) -> None:
    """Do what only the owner of the tables can: put the guards to sleep first."""
    with connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_audithead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("audit_auditentry", "audit_audithead"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def update(assignment: str, seq: int = TOUCHED) -> str:
    return f"UPDATE audit_auditentry SET {assignment} WHERE seq = {seq}"  # noqa: S608


def test_an_untouched_trail_is_intact() -> None:
    report = verify_trail()

    assert report.is_intact
    assert (report.checked, report.last_seq) == (ENTRIES, ENTRIES)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param([update("occurred_at = occurred_at + interval '1 s'")], TOUCHED, id="time"),
        pytest.param([update("actor_id = 99")], TOUCHED, id="actor"),
        pytest.param([update("actor_label = '别人', actor_post = '别处'")], TOUCHED, id="name"),
        pytest.param([update("action = 'approvals.user.close'")], TOUCHED, id="action"),
        pytest.param([update("outcome = 'DENIED'")], TOUCHED, id="outcome"),
        pytest.param([update("target_label = '别的事'")], TOUCHED, id="target"),
        pytest.param([update("project_id = NULL")], TOUCHED, id="project"),
        pytest.param([update("detail = jsonb_set(detail, '{金额}', '13')")], TOUCHED, id="detail"),
        pytest.param([update("digest = repeat('a', 64)")], TOUCHED, id="digest"),
        pytest.param([update("digest = ''")], TOUCHED, id="digest taken away"),
        pytest.param([update("prev_hash = repeat('a', 64)")], TOUCHED, id="link"),
        pytest.param(
            [f"DELETE FROM audit_auditentry WHERE seq = {TOUCHED}"],  # noqa: S608
            TOUCHED,
            id="removed",
        ),
        pytest.param(
            [
                update("seq = 0"),
                update(f"seq = {TOUCHED}", TOUCHED + 1),
                update(f"seq = {TOUCHED + 1}", 0),
            ],
            TOUCHED,
            id="swapped",
        ),
        pytest.param(
            [f"DELETE FROM audit_auditentry WHERE seq > {TOUCHED}"],  # noqa: S608
            TOUCHED + 1,
            id="tail cut off",
        ),
        pytest.param(["DELETE FROM audit_audithead"], ENTRIES, id="head removed"),
        pytest.param(
            ["UPDATE audit_audithead SET hash = repeat('b', 64)"], ENTRIES, id="head changed"
        ),
        pytest.param(
            [f"UPDATE audit_audithead SET seq = {TOUCHED}"],  # noqa: S608
            TOUCHED + 1,
            id="head set back",
        ),
        pytest.param(
            [
                (
                    "INSERT INTO audit_auditentry SELECT 25, occurred_at, actor_id, actor_label,"
                    " actor_post, action, outcome, target_type, target_id, target_label,"
                    " project_id, detail, ip, hash, prev_hash, digest FROM"
                    " audit_auditentry WHERE seq = 24"
                )
            ],
            ENTRIES + 1,
            id="entry added",
        ),
    ],
)
def test_tampering_is_found_at_the_entry_that_was_touched(
    statements: list[str], expected: int
) -> None:
    as_owner(*statements)

    found = verify_trail().first_break

    assert found is not None
    assert found.seq == expected


def forge(seq: int, **changes: object) -> str:
    """Change an entry and give it the digest and the hash that belong to what it says now."""
    names = ("seq", *chain.SIGNED_FIELDS, *chain.LINK_FIELDS)
    row = {**AuditEntry.objects.values(*names).get(seq=seq), **changes}
    row["digest"] = chain.digest(row)
    row["hash"] = chain.seal(row)
    said = ", ".join(f"{name} = '{row[name]}'" for name in (*changes, "digest", "hash"))
    as_owner(update(said, seq))
    return str(row["hash"])


@pytest.mark.parametrize("seq", [1, TOUCHED, ENTRIES])
def test_a_changed_entry_with_a_fresh_hash_is_found_all_the_same(seq: int) -> None:
    forge(seq, actor_label="别人")

    found = verify_trail().first_break
    assert found is not None
    assert found.seq == seq


def test_a_chain_computed_afresh_is_found_by_a_hash_noted_earlier() -> None:
    noted = {20: AuditEntry.objects.get(seq=20).hash}
    link = AuditEntry.objects.get(seq=TOUCHED).prev_hash
    for seq in range(TOUCHED, ENTRIES + 1):
        label = "别人" if seq == TOUCHED else "钱小满"
        link = forge(seq, actor_label=label, prev_hash=link)
    as_owner(f"UPDATE audit_audithead SET hash = '{link}'")  # noqa: S608

    assert verify_trail().is_intact
    found = verify_trail(anchors=noted).first_break

    assert found is not None
    assert found.seq == 20


def before_the_database_linked() -> None:
    """Make the trail one of the time when entries bore no digest: SM3 over all they say."""
    link = chain.FIRST_LINK
    for seq in range(1, ENTRIES + 1):
        row: dict[str, object] = dict(
            AuditEntry.objects.values("seq", *chain.SIGNED_FIELDS).get(seq=seq)
        )
        moment = {"occurred_at": (AT + timedelta(minutes=seq)).isoformat(timespec="microseconds")}
        said = {name: row[name] for name in chain.SIGNED_FIELDS} | moment
        sealed = sm3(f"{seq}\n{link}\n".encode() + canonical_json(said))
        as_owner(update(f"digest = '', prev_hash = '{link}', hash = '{sealed}'", seq))
        link = sealed
    as_owner(f"UPDATE audit_audithead SET hash = '{link}'")  # noqa: S608


def test_entries_of_before_the_database_linked_them_still_hold() -> None:
    before_the_database_linked()
    note("接着写", actor=User.objects.get(username="clerk"), at=AT)

    assert verify_trail().is_intact
    assert verify_trail().checked == ENTRIES + 1

    as_owner(update("target_label = '别的事'"))
    found = verify_trail().first_break
    assert found is not None
    assert found.seq == TOUCHED


def test_a_tail_cut_off_with_its_head_is_found_by_a_hash_noted_earlier() -> None:
    noted = {20: AuditEntry.objects.get(seq=20).hash}
    last = AuditEntry.objects.get(seq=TOUCHED).hash
    as_owner(
        f"DELETE FROM audit_auditentry WHERE seq > {TOUCHED}",  # noqa: S608
        f"UPDATE audit_audithead SET seq = {TOUCHED}, hash = '{last}'",  # noqa: S608
    )

    found = verify_trail(anchors=noted).first_break

    assert found is not None
    assert found.seq == TOUCHED + 1


def test_the_verifier_knows_no_django() -> None:
    source = Path(chain.__file__).read_text(encoding="utf-8")

    assert "django" not in source.replace("Django", "")
    assert "config" not in source


def run_command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_audit_trail", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_the_trail_is_intact() -> None:
    assert f"共{ENTRIES}条，全部完整" in run_command()
    assert json.loads(run_command("--json"))["intact"] is True


def test_the_command_names_the_first_broken_entry_and_fails() -> None:
    as_owner(update("actor_label = '别人'"))

    with pytest.raises(CommandError, match=f"第{TOUCHED}条（修改用户）"):
        run_command()


def test_the_command_takes_hashes_noted_earlier() -> None:
    with pytest.raises(CommandError, match="第20条"):
        run_command("--noted", f"20:{'a' * 64}")


def verified_outside(lines: list[str], where: Path) -> dict[str, Any]:
    """Let a program without the application judge an export."""
    done = subprocess.run(
        [sys.executable, chain.__file__],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=where,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("tamper", [False, True])
def test_an_export_is_verified_by_a_program_without_the_application(
    *, tamper: bool, tmp_path: Path
) -> None:
    lines = run_command("--export").splitlines()
    if tamper:
        lines[TOUCHED - 1] = lines[TOUCHED - 1].replace("钱小满", "钱大满")

    answer = verified_outside(lines, tmp_path)

    assert answer["intact"] is not tamper
    assert (answer["first_break"] or {}).get("seq") == (TOUCHED if tamper else None)


def test_an_export_of_before_the_database_linked_still_holds(tmp_path: Path) -> None:
    before_the_database_linked()
    lines = [line.replace('"digest":"",', "") for line in run_command("--export").splitlines()]

    assert not any("digest" in line for line in lines)
    assert verified_outside(lines, tmp_path)["intact"]
