"""The pages of the application stage: who gets in, what is kept, what is said."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.application.forms import application_form
from projects.application.models import BudgetLine, ProjectApplication
from projects.application.services import save_application
from projects.registry.kinds import sheet_of, values_of
from projects.registry.models import Project, RecordStatus
from projects.registry.rules import record_url
from projects.regulations.queries import rulebook_of
from tests.builders import (
    AT,
    OTHER_OWNER,
    County,
    accepted,
    application_ready,
    application_values,
    begin_application,
    line,
    send,
)
from tests.projects.application.conftest import Desk

START = reverse("projects:application-start")


def begin(county: County, **changes: str) -> dict[str, str]:
    """Return what the start page posts."""
    return {
        "name": "智慧停车系统",
        "owner_unit": str(county.owner.pk),
        "rulebook": str(county.rulebook.pk),
        "plan_year": "2026",
        "build_type": "NEW",
        "object_kind": "APPLICATION_SYSTEM",
        "has_no_state_secrets": "on",
        **changes,
    }


def typed(draft: ProjectApplication, **changes: object) -> dict[str, object]:
    """Return what the page of a draft posts."""
    fresh = ProjectApplication.objects.get(pk=draft.pk)
    form = application_form(rulebook_of(fresh.project.rulebook), sheet_of(fresh), values_of(fresh))
    posted: dict[str, object] = {"version": fresh.version, "page": str(uuid4())}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                for code, cell in row.items():
                    shown = cell / 10000 if isinstance(cell, Decimal) else cell
                    posted[f"{name}-{number}-{code}"] = "" if shown is None else str(shown)
        elif value is True:
            posted[name] = "yes"
        elif value not in (None, []):
            posted[name] = value
    return posted | changes


@pytest.fixture
def draft(county: County) -> ProjectApplication:
    """A full draft."""
    return application_ready(county)


@pytest.fixture
def officer(county: County, desk: Desk) -> Client:
    """The browser of the case officer."""
    return desk(county.at("HANDLER"))


def kept(draft: ProjectApplication) -> ProjectApplication:
    """Read the draft again."""
    return ProjectApplication.objects.select_related("project").get(pk=draft.pk)


def test_a_case_officer_begins_an_application(county: County, officer: Client) -> None:
    response = officer.post(START, begin(county))

    begun = ProjectApplication.objects.get()
    assert response.url == record_url(begun)  # type: ignore[attr-defined]
    assert begun.project.name == "智慧停车系统"
    assert begun.details["no_state_secrets"] is True
    assert officer.get(START).status_code == 200
    assert officer.get(record_url(begun)).status_code == 200


def test_the_start_page_says_what_is_wrong_and_begins_nothing(
    county: County, officer: Client
) -> None:
    wrong = {
        "name": ["", "涉密指挥系统", "长" * 10000],
        "plan_year": ["", "-5", "１９９９", "abc", "99999999999"],
        "owner_unit": ["", "999999", "x", str(county.units[OTHER_OWNER].pk)],
        "rulebook": ["0"],
        "build_type": ["", "WRONG"],
        "has_no_state_secrets": [""],
    }

    for field, values in wrong.items():
        for value in values:
            posted = {k: v for k, v in begin(county, **{field: value}).items() if v}
            response = officer.post(START, posted)
            assert response.status_code == 422, (field, value)
            assert "。" in response.content.decode()

    assert not Project.objects.exists()
    text = officer.post(START, begin(county, name="涉密指挥系统")).content.decode()
    assert "线下向保密行政管理部门和领导小组办公室办理" in text


def test_rare_characters_are_kept_as_they_are_written(county: County, officer: Client) -> None:
    officer.post(START, begin(county, name="⾦融😀监管\u202e系统　㐂"))

    assert Project.objects.get().name == "⾦融😀监管系统 㐂"


def test_a_stranger_does_not_find_it_and_a_reader_may_not_write(
    county: County, desk: Desk, draft: ProjectApplication
) -> None:
    stranger = desk(county.at("HANDLER", OTHER_OWNER))
    head = desk(county.at("UNIT_HEAD"))

    assert stranger.get(record_url(draft)).status_code == 404
    assert stranger.post(record_url(draft), typed(draft)).status_code == 404
    assert head.get(record_url(draft)).status_code == 200
    assert head.post(record_url(draft), typed(draft)).status_code == 403


def test_saving_and_sending_by_the_page(officer: Client, draft: ProjectApplication) -> None:
    saved = officer.post(record_url(draft), typed(draft, background="改过的背景。", op="save"))
    assert saved.status_code == 302
    assert kept(draft).details["background"] == "改过的背景。"

    sent = officer.post(record_url(draft), typed(draft, op="submit"))

    assert sent.status_code == 302
    assert kept(draft).status == RecordStatus.PENDING
    again = officer.post(record_url(draft), typed(draft, op="submit"))
    assert again.status_code == 302
    assert officer.get(record_url(draft)).status_code == 200


def test_sending_too_early_shows_every_reason_and_keeps_the_words(
    officer: Client, draft: ProjectApplication
) -> None:
    posted = typed(draft, plan_conformity="", urgency="", background="留住这句话。", op="submit")

    response = officer.post(record_url(draft), posted)

    text = response.content.decode()
    assert response.status_code == 422
    assert "请选择“紧急程度”。" in text
    assert "#id_plan_conformity" in text
    assert kept(draft).details["background"] == "留住这句话。"
    assert kept(draft).status == RecordStatus.DRAFT


BAD = {
    "budget_lines-0-quantity": ["-1", "0", "abc", "1e999", "NaN", "１２３４５６７８９０１２３４５"],
    "budget_lines-0-unit_price": ["-3", "万", "99999999999999999999", "1.234567891", "∞"],
    "budget_lines-0-category": ["WRONG"],
    "budget_lines-0-line_kind": ["WRONG"],
    "budget_lines-0-item": ["长" * 10000],
    "expected_on": ["2026-02-30", "明天", "0001-01-01", "99999-01-01"],
    "plan_year": ["abc", "1.5", "-2026", "1e400"],
    "build_type": ["WRONG"],
    "principles": ["WRONG"],
    "project_name": ["长" * 10000],
    "functions": ["接入涉密网络"],
    "no_state_secrets": ["no", "maybe"],
    "version": ["", "x", "0", "99999999999999999999"],
    "page": ["not-a-uuid"],
}


def test_bad_input_is_answered_by_a_sentence_and_never_by_an_error(
    officer: Client, draft: ProjectApplication
) -> None:
    for field, values in BAD.items():
        for value in values:
            response = officer.post(record_url(draft), typed(draft, **{field: value, "op": "save"}))
            assert response.status_code in {409, 422}, (field, value, response.status_code)
            auto = officer.post(
                f"{record_url(draft)}draft/",
                typed(draft, **{field: value}),
                headers={"HX-Request": "true"},
            )
            assert auto.status_code in {200, 409, 422}, (field, value)

    assert BudgetLine.objects.get(application=draft).name == "环卫作业监管子系统"


def test_odd_but_readable_input_is_kept(officer: Client, draft: ProjectApplication) -> None:
    odd = {
        "budget_lines-0-quantity": "２",
        "budget_lines-0-unit_price": "１，２３４．５",
        "background": "😀⾦" + "长" * 10000,
        "expected_on": "２０２６年12月31日",
    }

    response = officer.post(record_url(draft), typed(draft, **odd, op="save"))

    assert response.status_code == 302
    assert kept(draft).amount == Decimal("24690000.00")
    assert kept(draft).details["expected_on"] == "2026-12-31"
    assert kept(draft).details["background"].startswith("😀⾦长")


def test_one_bad_cell_does_not_lose_the_rest(officer: Client, draft: ProjectApplication) -> None:
    posted = typed(draft, background="这句要留。", **{"budget_lines-0-quantity": "两台"})

    response = officer.post(record_url(draft), posted | {"op": "save"})

    text = response.content.decode()
    assert response.status_code == 422
    assert "第1行" in text
    assert "两台" in text
    assert kept(draft).details["background"] == "这句要留。"


def test_a_post_without_its_fields_changes_nothing(
    officer: Client, draft: ProjectApplication
) -> None:
    response = officer.post(record_url(draft), {})

    assert response.status_code == 422
    assert kept(draft).version == draft.version


def test_somebody_quicker_gets_a_conflict_with_the_words_kept(
    county: County, officer: Client, draft: ProjectApplication
) -> None:
    posted = typed(draft, background="我写的。", op="save")
    save_application(
        draft,
        values=application_values(background="同事写的。"),
        lines=None,
        answers={},
        version=draft.version,
        actor=county.at("HANDLER"),
        at=AT,
    )

    response = officer.post(record_url(draft), posted)

    assert response.status_code == 409
    assert "我写的。" in response.content.decode()
    assert kept(draft).details["background"] == "同事写的。"
    over = officer.post(record_url(draft), posted | {"op": "overwrite"})
    assert over.status_code == 302
    assert kept(draft).details["background"] == "我写的。"


def test_the_same_page_goes_on_although_an_answer_was_lost(
    officer: Client, draft: ProjectApplication
) -> None:
    posted = typed(draft, background="第一句。")
    officer.post(f"{record_url(draft)}draft/", posted)

    response = officer.post(f"{record_url(draft)}draft/", posted | {"background": "第二句。"})

    assert response.status_code == 200
    assert kept(draft).details["background"] == "第二句。"


def test_the_generic_page_leads_to_the_page_of_its_own(
    officer: Client, draft: ProjectApplication
) -> None:
    ids = {"project_id": draft.project_id, "record_id": draft.pk}
    generic = reverse("projects:registry-record", kwargs=ids)

    assert officer.post(generic, {"version": draft.version}).status_code == 302
    assert kept(draft).version == draft.version


def test_forty_lines_take_no_more_queries_than_two(
    county: County, officer: Client, draft: ProjectApplication
) -> None:
    counts = []
    for number in (2, 40):
        save_application(
            kept(draft),
            values=application_values(),
            lines=[line(f"第{place}项") for place in range(number)],
            answers={},
            version=kept(draft).version,
            actor=county.at("HANDLER"),
            at=AT,
        )
        officer.get(record_url(draft))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            officer.get(record_url(draft))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_similar_project_is_named_but_not_shown_to_who_may_not_see_it(
    county: County, officer: Client
) -> None:
    other = application_ready(county, name="智慧环卫车辆监管平台", unit=OTHER_OWNER)
    send(county, other)
    mine = application_ready(county, name="智慧环卫作业监管系统")

    text = officer.get(record_url(mine)).content.decode()

    assert "智慧环卫车辆监管平台" in text
    assert f"/projects/{other.project_id}/" not in text
    officer.post(
        record_url(mine), typed(mine, **{f"similar-{other.project_id}": "一个管车，一个管人。"})
    )
    assert mine.similar_projects.get().answer == "一个管车，一个管人。"


def test_a_reviewer_appraises_by_the_page(county: County, desk: Desk) -> None:
    appraisal = accepted(county, application_ready(county))
    row = BudgetLine.objects.get()
    reviewer = desk(county.at("DATA_REVIEW"))
    url = record_url(appraisal)
    posted = {"version": appraisal.version, f"reviewed-{row.pk}": "45", "technical_route": "上云。"}

    assert reviewer.get(url).status_code == 200
    too_much = reviewer.post(url, posted | {f"reviewed-{row.pk}": "50.01", "op": "save"})
    unreadable = reviewer.post(url, posted | {f"reviewed-{row.pk}": "四十五", "op": "save"})
    appraisal.refresh_from_db()
    fine = reviewer.post(url, posted | {"version": appraisal.version, "op": "save"})
    early = reviewer.post(url, posted | {"version": appraisal.version + 1, "op": "submit"})

    row.refresh_from_db()
    assert (too_much.status_code, unreadable.status_code) == (422, 422)
    assert "超过送审金额" in too_much.content.decode()
    assert fine.status_code == 302
    assert row.reviewed_amount == Decimal("450000.00")
    assert early.status_code == 422
    assert "请写明核减理由" in early.content.decode()
    assert desk(county.at("HANDLER")).post(url, posted).status_code == 403


def test_a_fresh_draft_opens_for_its_case_officer(county: County, officer: Client) -> None:
    assert officer.get(record_url(begin_application(county))).status_code == 200
