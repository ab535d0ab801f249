"""Eight people ask for the last yuan at the same moment: one of them gets it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from projects.finance.models import Payment
from projects.registry.facts import facts_of
from projects.registry.models import Record, RecordStatus, Stage
from projects.registry.services import submit_record
from tests.builders import build_county
from tests.life import PAID, asked_for, contracted, funded, paid, project_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RACERS = 8


def run(record: Record, actor: User, start: Barrier) -> str:
    try:
        start.wait()
        submit_record(record, version=record.version, actor=actor, at=PAID)
    except RuleViolationError as refused:
        return refused.verdict.text
    finally:
        connections.close_all()
    return ""


def test_the_last_yuan_is_given_once() -> None:
    county = build_county()
    project = project_at(county, Stage.CONSTRUCTION)
    contracted(county, project)
    funded(county, project)
    paid(county, project, "399999.00")
    drafts = [asked_for(county, project, "1.00") for _ in range(RACERS)]
    start = Barrier(RACERS)

    with ThreadPoolExecutor(RACERS) as pool:
        handler = county.at("HANDLER")
        answers = list(pool.map(lambda draft: run(draft, handler, start), drafts))

    assert answers.count("") == 1
    assert all("本次最多申请0.00元" in answer for answer in answers if answer)
    assert Payment.objects.filter(status=RecordStatus.PENDING).count() == 1
    facts = facts_of(project)
    total = Decimal(str(facts["payment.total_passed"])) + Decimal(str(facts["payment.requested"]))
    assert total == Decimal("400000.00")
