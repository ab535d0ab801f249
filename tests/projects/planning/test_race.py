"""Two people at one plan: the database keeps them apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from projects.planning.models import AnnualPlan
from projects.planning.services import begin_plan
from tests.builders import AT

BEGINNERS = 6


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_the_plan_of_a_year_one_does_and_the_others_are_told() -> None:
    actor = User.system()

    def begin(_number: int) -> str:
        try:
            begin_plan(year=2031, actor=actor, at=AT)
        except RuleViolationError as violation:
            return str(violation)
        finally:
            connections.close_all()
        return "begun"

    with ThreadPoolExecutor(BEGINNERS) as people:
        answers = sorted(people.map(begin, range(BEGINNERS)))

    assert answers.count("begun") == 1
    assert set(answers) == {"begun", "2031年度已有正在编制的计划，请在原稿上继续。"}
    assert AnnualPlan.objects.filter(year=2031).count() == 1
