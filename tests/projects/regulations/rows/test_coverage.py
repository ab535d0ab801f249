"""The list of rows is honest: what it calls enforced is there, and has its test."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from config.services.places import CHECKOUT
from projects.regulations.coverage import Declaration, declarations, report, rows
from projects.regulations.coverage.shapes import Check, Means, Verb
from tests.autopilot.checks import ACTS, RUNS
from tests.autopilot.rows import declared

ROWS = {1: 14, 2: 12, 3: 13, 4: 18, 5: 16, 6: 16, 7: 22, 8: 12, 9: 22}
ROWS |= {10: 16, 11: 12, 12: 12, 13: 16, 14: 12, 15: 11, 16: 16, 17: 45}
ALL_CHECKS = [check for declaration in declarations().values() for check in declaration.checks]


def test_the_table_has_its_285_rows() -> None:
    assert Counter(row.regulation for row in rows()) == {f"T{n}": many for n, many in ROWS.items()}


def test_only_rows_of_the_table_are_declared() -> None:
    assert set(declarations()) <= {row.id for row in rows()}


def test_the_command_needs_no_database() -> None:
    nowhere = {"DATABASE_URL": "postgresql://nobody@/nowhere?host=/nonexistent"}
    asked = subprocess.run(
        [sys.executable, "manage.py", "rulebooks", "coverage", "--json"],
        cwd=CHECKOUT,
        env={**os.environ, **nowhere, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(asked.stdout)

    assert told["total"] == 285
    assert told["enforced"] + told["open"] == told["total"]
    assert told["enforced"] == sum(row["enforced"] for row in told["rows"])
    assert all(row["reason"] for row in told["rows"] if not row["enforced"])


def test_every_enforced_row_has_its_test() -> None:
    told = {found.row.id: found.test for found in report().reports if found.is_enforced}

    assert told.keys() <= declared().keys()
    assert all(test.endswith(f"rows/test_rows.py::test_row[{row}]") for row, test in told.items())


def test_every_declared_row_with_a_scenario_is_enforced() -> None:
    reasons = {found.row.id: found.reason for found in report().reports}

    assert {row: reasons[row] for row in declared() if reasons[row]} == {}


def test_every_verb_has_its_deed() -> None:
    assert {verb.value for verb in Verb} - {Verb.RUNS.value} == set(ACTS)
    named = {check.arguments["name"] for check in ALL_CHECKS if check.verb is Verb.RUNS}
    assert named <= set(RUNS)


@pytest.mark.parametrize("means", Means)
def test_display_answers_only_what_asks_for_display(means: Means) -> None:
    by_id = {row.id: row for row in rows()}
    declared_so = [d for d in declarations().values() if d.how is means and d.checks]

    assert [d.id for d in declared_so if means not in by_id[d.id].fits] == []


def test_a_row_is_either_shown_or_open() -> None:
    with pytest.raises(ValueError, match="二者取一"):
        Declaration(id="T04-R01", how=Means.GATE)
    with pytest.raises(ValueError, match="落实方式"):
        Declaration(id="T04-R01", checks=(Check(verb=Verb.RUNS, arguments={"name": "x"}),))
