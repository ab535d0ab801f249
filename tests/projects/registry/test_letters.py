"""Official letters and their numbers: drafted from what is known, numbered once, never again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.kernel.verdicts import RuleViolationError
from documents.models import PrintedSheet
from projects.registry.models import OfficialLetter
from projects.registry.rules.letters import first_draft, letter_sheets
from projects.registry.services import issue_letter, reserve_numbers, void_letter
from tests.builders import AT
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
KINDS = [sheet.code for sheet in letter_sheets()]


@pytest.fixture
def issued(building_site: Site) -> OfficialLetter:
    return issue(building_site)


def issue(site: Site, **changes: object) -> OfficialLetter:
    actor = site.county.at("HANDLER")
    sheet = next(sheet for sheet in letter_sheets() if sheet.code == "letter_reply")
    values = first_draft(sheet, site.project, actor, AT.date())
    how: dict[str, object] = {"series": "云数审", **changes}
    return issue_letter(site.project, sheet.code, values=values, actor=actor, at=AT, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", KINDS)
def test_every_letter_is_drafted_from_what_is_known(building_site: Site, code: str) -> None:
    sheet = next(sheet for sheet in letter_sheets() if sheet.code == code)
    actor = building_site.county.at("HANDLER")

    draft = first_draft(sheet, building_site.project, actor, AT.date())

    assert actor.unit is not None
    assert draft["issuer"] == actor.unit.name
    assert building_site.project.name in str(draft["heading"])
    assert str(draft["body"]).strip()
    assert draft["signed_on"] == "2026-03-02"


def test_a_reply_states_the_amount_in_capitals(building_site: Site) -> None:
    letter = issue(building_site)

    assert "（人民币" in letter.values["body"]


def test_a_letter_answers_what_the_owner_sent(building_site: Site) -> None:
    letter = issue(building_site)

    assert "《项目评审》" not in letter.values["body"]
    assert "你单位2026年" in letter.values["body"]


def test_numbers_run_through_a_year_and_begin_again_in_the_next(building_site: Site) -> None:
    numbers = [issue(building_site).number, issue(building_site).number]
    actor = building_site.county.at("HANDLER")
    later = reserve_numbers(
        "云数审", count=1, purpose="年初用", actor=actor, at=AT.replace(year=2027)
    )

    assert numbers == ["云数审〔2026〕1号", "云数审〔2026〕2号"]
    assert [letter.number for letter in later] == ["云数审〔2027〕1号"]


def test_a_letter_is_frozen_and_printed_under_its_number(issued: OfficialLetter) -> None:
    assert issued.state == "ISSUED"
    assert issued.printed is not None
    assert issued.printed.number == issued.number
    assert issued.printed.snapshot["values"]["heading"] == issued.values["heading"]


def test_a_reserved_number_is_used_once(building_site: Site) -> None:
    actor = building_site.county.at("HANDLER")
    (first, second) = reserve_numbers("云数审", count=2, purpose="批复", actor=actor, at=AT)

    used = issue(building_site, series="", reserved=second)

    assert (used.pk, used.number) == (second.pk, "云数审〔2026〕2号")
    with pytest.raises(RuleViolationError, match="不能再用"):
        issue(building_site, series="", reserved=second)
    assert OfficialLetter.objects.get(pk=first.pk).state == "RESERVED"


def test_a_void_number_is_never_given_again_and_its_print_is_superseded(
    building_site: Site, issued: OfficialLetter
) -> None:
    actor = building_site.county.at("HANDLER")

    void_letter(issued, reason="金额有误", actor=actor, at=AT)

    assert issued.printed is not None
    assert PrintedSheet.objects.get(pk=issued.printed.pk).superseded_at == AT
    assert issue(building_site).number == "云数审〔2026〕2号"
    with pytest.raises(RuleViolationError, match="已经作废"):
        void_letter(issued, reason="再来", actor=actor, at=AT)
    with pytest.raises(RuleViolationError, match="不能再用"):
        issue(building_site, series="", reserved=issued)


@pytest.mark.parametrize("series", ["", "云", "云数审〔2026〕", "abc", "云数审7"])
def test_a_series_is_chinese_characters_and_nothing_else(building_site: Site, series: str) -> None:
    with pytest.raises(RuleViolationError, match="发文字号代字"):
        issue(building_site, series=series)
    assert not OfficialLetter.objects.exists()


def test_a_letter_that_lacks_something_takes_no_number(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="请填写“正文”"):
        issue_letter(
            building_site.project, "letter_reply", values={"issuer": "县数据局"}, series="云数审",
            actor=building_site.county.at("HANDLER"), at=AT,
        )  # fmt: skip

    assert issue(building_site).serial == 1


class TestPages:
    def url(self, site: Site, name: str = "letters", *more: object) -> str:
        return reverse(f"projects:registry-{name}", args=[site.project_id, *more])

    def test_who_decides_is_offered_the_letters_and_others_are_not(
        self, building_site: Site, desk: Desk
    ) -> None:
        offered = desk(building_site.county.at("DATA_HEAD")).get(self.url(building_site))
        handler = desk(building_site.county.at("HANDLER"))

        assert "一次性补正告知书" in offered.content.decode()
        assert "出具公文" not in handler.get(self.url(building_site)).content.decode()
        refused = handler.get(self.url(building_site, "letter-new", "letter_reply"))
        assert refused.status_code == 403

    def test_a_letter_is_written_numbered_and_listed(self, building_site: Site, desk: Desk) -> None:
        person = building_site.county.at("DATA_HEAD")
        browser, url = desk(person), self.url(building_site, "letter-new", "letter_acceptance")
        sheet = next(sheet for sheet in letter_sheets() if sheet.code == "letter_acceptance")
        draft = first_draft(sheet, building_site.project, person, AT.date())
        assert str(draft["heading"]) in browser.get(url).content.decode()

        assert browser.post(url, {**draft, "series": "云数受", "op": "save"}).status_code == 200
        assert not OfficialLetter.objects.exists()
        wrong = browser.post(url, {**draft, "series": "x", "op": "issue"})
        right = browser.post(url, {**draft, "series": "云数受", "op": "issue"}, follow=True)

        assert wrong.status_code == 422
        assert "请填2至20个汉字" in wrong.content.decode()
        assert "云数受〔" in right.content.decode()
        assert OfficialLetter.objects.get().state == "ISSUED"

    def test_numbers_are_reserved_and_voided_in_the_register(
        self, building_site: Site, desk: Desk
    ) -> None:
        browser = desk(building_site.county.at("DATA_HEAD"))
        register = reverse("projects:registry-letter-numbers")

        browser.post(register, {"series": "云数审", "count": "2", "purpose": "批复"})
        letter = OfficialLetter.objects.order_by("pk")[0]
        void = reverse("projects:registry-letter-void", args=[letter.pk])
        page = browser.post(void, {"reason": "不用了"}, follow=True).content.decode()

        assert "作废原因：不用了" in page
        stranger = desk(building_site.county.at("HANDLER"))
        assert stranger.post(void, {"reason": "x"}).status_code == 404

    def test_the_register_costs_the_same_for_many_numbers(
        self, building_site: Site, desk: Desk
    ) -> None:
        person = building_site.county.at("DATA_HEAD")
        browser, register = desk(person), reverse("projects:registry-letter-numbers")

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                browser.get(register)
            return len(captured)

        reserve_numbers("云数审", count=2, purpose="批复", actor=person, at=AT)
        queries()
        few = queries()
        reserve_numbers("云数审", count=18, purpose="批复", actor=person, at=AT)
        assert queries() == few
