"""适用性判定: which regulations apply to a plan, what they keep out, and which wins."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from projects.overview.queries.applicability import Plan, conflicts, find
from projects.regulations.models import PrecedenceDecision, Regulation
from projects.regulations.queries import newest_versions
from projects.regulations.services import (
    decide_precedence,
    import_pack,
    put_in_force,
)
from tests.builders import AT, build_county
from tests.packs import shipped
from tests.projects.conftest import Desk

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)
PAGE = reverse("projects:overview-applicability")


@pytest.fixture
def _packs() -> None:
    """T4 and T6 in force, T7 only out for comment."""
    build_county()
    for code in ("t6", "t7"):
        version = import_pack(shipped(code), actor=User.system(), at=AT)
        if code == "t6":
            put_in_force(version, actor=User.system(), at=AT)


def by_code(plan: Plan, **answers: dict[str, object]) -> dict[str, str]:
    found = find(newest_versions(), plan, answers, ON)
    return {finding.rulebook.code: finding.result.label for finding in found}


@pytest.mark.usefixtures("_packs")
def test_what_is_not_known_is_neither_yes_nor_no_until_it_is_answered() -> None:
    plan = Plan(amount=Decimal(900_000), fiscal_amount=Decimal(0))

    assert by_code(plan)["T4"] == "不适用"
    assert by_code(plan)["T6"] == "尚不能判定"
    assert by_code(plan, T6={"proposal.is_in_city": True})["T6"] == "适用"


@pytest.mark.usefixtures("_packs")
def test_lines_kept_out_are_named_with_their_clause() -> None:
    plan = Plan(fiscal_amount=Decimal(1), lines=("三楼会议室装修", "系统日常运维服务"))
    finding = next(f for f in find(newest_versions(), plan, {}, ON) if f.rulebook.code == "T4")

    assert [words[0].clause for _, words in finding.lines] == ["第三条", "第三条"]
    assert finding.result.label == "不适用"


@pytest.mark.usefixtures("_packs")
def test_the_page_asks_on_and_shows_who_wins_with_the_words_of_the_text(desk: Desk) -> None:
    asked = {
        "amount": "90",
        "fiscal_amount": "90",
        "lines": "智慧环卫监管平台软件开发\n机房改造",
        "T6:proposal.is_in_city": "true",
        "T4:application.purpose": "LEGAL_DUTY",
        "T4:application.build_type": "NEW",
        "T4:application.object_kind": "APPLICATION_SYSTEM",
    }
    page = desk(_anybody()).get(PAGE, asked)
    text = page.content.decode()

    assert page.status_code == 200
    assert "征求意见稿，仅供参考" in text
    assert "属于红线内容" in text
    assert "原则上不得新建业务专网、机房" in text
    assert "都适用时以哪一部为准" in text


def _anybody() -> User:
    return User.objects.filter(is_system=False, appointments__post__role="HANDLER")[0]


@pytest.mark.usefixtures("_packs")
def test_a_ruling_decides_between_equals_and_stands_on_the_trail() -> None:
    t4, t6 = Regulation.objects.get(code="T4"), Regulation.objects.get(code="T6")
    with pytest.raises(RuleViolationError, match="理由"):
        decide_precedence(t4, over=t6, reason=" ", actor=User.system(), at=AT)
    decide_precedence(t6, over=t4, reason="县政府办公室答复。", actor=User.system(), at=AT)
    decide_precedence(t4, over=t6, reason="市政府办公室答复。", actor=User.system(), at=AT)

    ruling = PrecedenceDecision.objects.get()
    assert (ruling.winner, ruling.reason) == (t4, "市政府办公室答复。")
    assert AuditEntry.objects.filter(action="projects.regulation.rank").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        PrecedenceDecision.objects.create(
            first=t6, second=t4, winner=t4, reason="反了", decided_by_label="", decided_at=AT
        )


@pytest.mark.usefixtures("_packs")
def test_an_open_pair_is_settled_by_the_ruling() -> None:
    plan = Plan(amount=Decimal(900_000), fiscal_amount=Decimal(1))
    answers: dict[str, dict[str, object]] = {
        "T6": {"proposal.is_in_city": True},
        "T4": {
            "application.purpose": "LEGAL_DUTY",
            "application.build_type": "NEW",
            "application.object_kind": "APPLICATION_SYSTEM",
        },
    }
    found = find(newest_versions(), plan, answers, ON)
    pair = conflicts(found)
    assert [conflict.winner for conflict in pair] == [""] or not pair[0].is_open
    t4, t6 = Regulation.objects.get(code="T4"), Regulation.objects.get(code="T6")
    decide_precedence(t4, over=t6, reason="市政府办公室答复。", actor=User.system(), at=AT)

    after = conflicts(find(newest_versions(), plan, answers, ON))
    assert after[0].winner == (t4.title if after[0].is_open else pair[0].winner)


@pytest.mark.usefixtures("_packs")
def test_only_rule_administrators_may_rule(desk: Desk) -> None:
    t4, t6 = Regulation.objects.get(code="T4"), Regulation.objects.get(code="T6")
    ruling = {"first": t4.pk, "second": t6.pk, "winner": t4.pk, "reason": "试试"}

    answer = desk(_anybody()).post(reverse("projects:overview-ruling"), ruling)

    assert answer.status_code == 403
    assert not PrecedenceDecision.objects.exists()
