"""The construction of a project of the demonstration: money, contract, milestones, payments."""

from datetime import timedelta
from decimal import Decimal

from config.kernel.periods import add_months
from projects.construction.rules import MilestonePlan
from projects.construction.services import plan_milestones, reach_milestone
from projects.overview.demonstration.story import Story
from projects.procurement.models import Contract
from projects.registry.models import Record

HALF, MOST = Decimal("0.30"), Decimal("0.60")
PHASES = ("需求确认", "系统设计", "开发实施", "系统联调")


class Site(Story):
    """What follows the issue of the annual plan, until the software is tested."""

    contract: Contract

    def give_quota(self) -> None:
        """Let the finance department issue the quota."""
        officer = self.county.one("FINANCE_BUDGET", self.number)
        quota = self.write(
            "appropriation",
            officer,
            document_number=f"云财预〔{self.day.year}〕{200 + self.number}号",
            issued_on=self.day,
            year=self.day.year,
            source="FISCAL",
            amount=self.project.approved_amount,
        )
        self.decide(self.send(quota, officer))

    def sign_contract(self, *, months: int = 8) -> Record:
        """Award the contract and register it."""
        approved = self.project.approved_amount or Decimal(0)
        amount = (approved * Decimal("0.97")).quantize(Decimal(100))
        firm = self.county.firms[self.number % 3]
        advance = (amount * HALF).quantize(Decimal("0.01"))
        middle = (amount * MOST).quantize(Decimal("0.01"))
        ends_on = add_months(self.day, months)
        record = self.write(
            "contract",
            procurement_method=("OPEN", "CONSULTATION")[self.number % 2],
            awarded_on=self.calendar.add_workdays(self.day, -6),
            contract_number=f"YX-{self.day.year}-{self.number:03d}",
            contract_title=f"{self.name}建设合同",
            contractor=firm.name,
            contractor_code=firm.social_credit_code,
            contractor_leader="项目经理",
            contract_amount=amount,
            signed_on=self.day,
            starts_on=self.day,
            ends_on=ends_on,
            payment_terms=[
                _term("预付款", 30, advance, "合同生效并提交发票"),
                _term("进度款", 60, middle, "完成开发并通过测试"),
                _term("尾款", 10, amount - advance - middle, "通过验收"),
            ],
            milestones=[
                {"name": "完成开发", "due_on": ends_on - timedelta(days=60), "deliverable": "系统"}
            ],
        )
        self.decide(self.send(record))
        self.contract = Contract.objects.get(pk=record.pk)
        return record

    def plan_work(self) -> None:
        """Plan the milestones of the construction."""
        starts, ends = self.contract.starts_on, self.contract.ends_on
        assert starts is not None
        assert ends is not None
        step = (ends - starts) / len(PHASES)
        plan = [
            MilestonePlan(
                name=phase,
                planned_start=starts + step * number,
                planned_end=starts + step * (number + 1) - timedelta(days=1),
            )
            for number, phase in enumerate(PHASES)
        ]
        plan_milestones(
            self.project,
            plan=plan,
            version=self.project.version,
            actor=self.handler,
            at=self.at,
        )
        self.project.refresh_from_db()

    def reach(self, count: int) -> None:
        """Reach the first milestones."""
        for milestone in list(self.project.milestones.order_by("position"))[:count]:
            self.wait_until(milestone.planned_end)
            if milestone.reached_on is None:
                reach_milestone(milestone, reached_on=self.day, actor=self.handler, at=self.at)
        self.project.refresh_from_db()

    def report(self, percent: int) -> Record:
        """Report the progress."""
        record = self.write(
            "progress_report",
            period_from=self.day - timedelta(days=60),
            period_to=self.day - timedelta(days=1),
            physical_progress=percent,
        )
        self.decide(self.send(record))
        return record

    def pay(self, nature: str, share: Decimal) -> Record:
        """Ask for a payment under the contract and have it paid."""
        amount = ((self.contract.amount or Decimal(0)) * share).quantize(Decimal("0.01"))
        if nature == "FINAL":
            first = ((self.contract.amount or Decimal(0)) * HALF).quantize(Decimal("0.01"))
            second = ((self.contract.amount or Decimal(0)) * MOST).quantize(Decimal("0.01"))
            amount = (self.contract.amount or Decimal(0)) - first - second
        record = self.ask_payment(nature, amount)
        self.decide(record, steps=1)
        self.wait(2)
        self.decide(record, paid_on=self.day.isoformat())
        return record

    def ask_payment(self, nature: str, amount: Decimal) -> Record:
        """Ask for a payment."""
        return self.send(
            self.write(
                "payment",
                payment_kind=nature,
                contract_number=self.contract.contract_number,
                amount=amount,
                source="FISCAL",
                applied_on=self.day,
                payee=self.contract.contractor_name,
            )
        )


def _term(node: str, share: int, amount: Decimal, condition: str) -> dict[str, object]:
    return {"node": node, "share": share, "amount": amount, "condition": condition}
