"""What people of the county do in their browsers, one sentence a function."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from projects.overview.demonstration.filling import Filler, functions_of
from projects.overview.demonstration.papers import one_page_pdf
from tests.journeys.county import Clock, Offices
from tests.journeys.paperwork import as_wan, fill_sheet, grow

OPINION = "{what}内容属实、依据充分，同意。"


class Deeds:
    """One project, seen only through browsers."""

    def __init__(self, offices: Offices, clock: Clock, *, name: str, content: str) -> None:
        self.offices, self.clock = offices, clock
        self.name, self.content = name, content
        self.address = ""

    # -- pages ---------------------------------------------------------------------------

    def project_page(self, role: str, tab: str = "") -> Page:
        """Open the page of the project at somebody's desk."""
        path = urlsplit(self.address).path
        page = self.offices.at(role, f"{path}?tab={tab}" if tab else path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.name)
        return page

    def begin(self, role: str, label: str) -> Page:
        """Press the button of 「下一步」 that begins a piece of work, or go on with it."""
        page = self.project_page(role)
        steps = page.locator("section.next")
        steps.get_by_role("button", name=f"办理{label}", exact=True).click()
        expect(page.locator("form[method=post] input[name=version]").first).to_be_attached()
        return page

    def go_on(self, role: str, label: str) -> Page:
        """Open a draft from the list of records."""
        page = self.project_page(role, "records")
        page.locator("#main").get_by_role("link", name=label).last.click()
        expect(page.locator("button[name=op][value=submit]")).to_be_visible()
        return page

    def start(self) -> Page:
        """Begin an application: first without the declaration, which is refused in words."""
        page = self.offices.at("HANDLER", "/projects/apply/")
        page.locator("[name=name]").fill(self.name)
        page.locator("[name=build_type][value=NEW]").check()
        page.locator("[name=object_kind][value=APPLICATION_SYSTEM]").check()
        page.get_by_role("button", name="开始申报").click()
        expect(page.locator("#main")).to_contain_text("请按保密规定线下向保密行政管理部门")
        expect(page.locator("[name=name]")).to_have_value(self.name)
        page.locator("[name=has_no_state_secrets]").check()
        page.get_by_role("button", name="开始申报").click()
        expect(page.locator("#application")).to_be_visible()
        self.address = project_address(page)
        return page

    # -- sheets --------------------------------------------------------------------------

    def filler(self) -> Filler:
        """Return what fills in the boxes nobody needs to think about."""
        words = {
            "name": self.name,
            "content": self.content,
            "unit": "县教育局",
            "functions": functions_of(self.content, 1),
            "reason": "因机构职能调整，需求范围需要重新核定。",
        }
        return Filler(words, person="方晓岚", unit="云溪县教育局", on=self.clock.day)

    def fill(self, page: Page, sheet: str, **given: object) -> None:
        """Fill in the sheet on the page."""
        fill_sheet(page, sheet, self.filler(), given)

    def save(self, page: Page) -> None:
        """Keep a draft."""
        page.locator(".submitbar").get_by_role("button", name="保存草稿").click()
        self.told(page, "草稿已保存")

    def submit(self, page: Page) -> None:
        """Send what is filled in; it must be taken."""
        page.locator(".submitbar button[value=submit]").click()
        self.told(page, "已送审")

    @staticmethod
    def told(page: Page, words: str) -> None:
        """Read the message at the top of the page."""
        expect(page.locator("#msgs")).to_contain_text(words)
        page.wait_for_load_state()

    def write(self, role: str, label: str, sheet: str, **given: object) -> None:
        """Begin a piece of work, fill in its sheet and send it."""
        page = self.begin(role, label)
        self.fill(page, sheet, **given)
        self.submit(page)

    def upload(self, page: Page, kind: str, title: str) -> None:
        """File a paper at the slot of the page."""
        page.locator("#paper-kind").select_option(kind)
        file = FilePayload(
            name=f"{title}.pdf", mimeType="application/pdf", buffer=one_page_pdf(kind)
        )
        page.locator("main input[name=upload]").set_input_files(file)
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_role("link", name=title).first).to_be_visible()
        page.wait_for_load_state()

    # -- decisions -----------------------------------------------------------------------

    def agree(self, *roles: str, what: str, **stated: str) -> None:
        """Let desks agree, one after the other; the last one states what its step asks for."""
        for role in roles:
            self.clock.wait()
            self._agree(role, what, stated if role == roles[-1] else {})

    def _agree(self, role: str, what: str, stated: dict[str, str]) -> None:
        page = self.offices.at(role, "/todo/")
        page.locator("table.todo a.t").first.click()
        pane = page.locator("#pane")
        expect(pane.locator("#decide")).to_be_visible()
        for code, value in stated.items():
            pane.locator(f"[name=field_{code}]").fill(value)
        pane.locator("[name=opinion]").fill(OPINION.format(what=what))
        pane.get_by_role("button", name="同意并看下一件").click()
        expect(pane.locator(".alert.ok")).to_be_visible()

    # -- special pages -------------------------------------------------------------------

    def set_row(self, page: Page, number: int, **values: object) -> None:
        """Fill in one row of a list of the product's own (milestones, data resources)."""
        grow(page, "", f"form-{{}}-{next(iter(values))}", number + 1)
        for name, value in values.items():
            control = page.locator(f"[name='form-{number}-{name}']")
            text = value.isoformat() if isinstance(value, date) else str(value)
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(text)
            else:
                control.fill(text)

    def stage(self, page: Page) -> Locator:
        """Find the stage the project is in, on its stepper."""
        return page.locator("[aria-current=step]")


def project_address(page: Page) -> str:
    """Take the address of the project out of the address of one of its pages."""
    found = re.match(r"(.*/projects/\d+/)", page.url)
    assert found is not None
    return found[1]


def wan_text(amount: Decimal) -> str:
    """Write an amount in 万元 as the pages do."""
    return f"{Decimal(as_wan(amount)):,.2f}"
