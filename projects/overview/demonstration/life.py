"""The later life of a project of the demonstration: built, accepted, operated, evaluated."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from config.kernel.periods import add_months
from documents.sheets import catalog
from projects.acceptance.rules import ResourceLine
from projects.acceptance.services import catalogue_data
from projects.construction.rules import MilestonePlan
from projects.construction.services import plan_milestones, reach_milestone
from projects.evaluation.queries import execution_score, indicators_of
from projects.overview.demonstration.papers import one_page_pdf
from projects.overview.demonstration.story import Story
from projects.procurement.models import Contract
from projects.registry import services
from projects.registry.models import Record

HALF, MOST = Decimal("0.30"), Decimal("0.60")
PHASES = ("需求确认", "系统设计", "开发实施", "系统联调")
INDICATORS = (
    ("EXECUTION", "EXECUTION", "预算执行率", "100%", 10),
    ("OUTPUT", "QUANTITY", "建成业务模块数量", "不少于 5 个", 20),
    ("OUTPUT", "QUALITY", "系统可用率", "不低于 99.5%", 15),
    ("OUTPUT", "TIMELINESS", "按期完成率", "100%", 15),
    ("BENEFIT", "SOCIAL", "主要业务线上办理率", "不低于 90%", 20),
    ("BENEFIT", "SUSTAINABLE", "数据归集率", "100%", 10),
    ("SATISFACTION", "SATISFACTION", "使用人员满意度", "不低于 90%", 10),
)


class Life(Story):
    """Everything that follows the issue of the annual plan."""

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

    def test(self) -> Record:
        """Test the software and have the report reviewed."""
        record = self.write(
            "test_report",
            tested_from=self.calendar.add_workdays(self.day, -15),
            tested_to=self.calendar.add_workdays(self.day, -1),
            conclusion="PASSED",
        )
        self.decide(self.send(record))
        return record

    def begin_trial(self) -> Record:
        """Begin the trial operation: its sheet is open until it ends."""
        return self.write("trial_operation", starts_on=self.day)

    def end_trial(self, record: Record, *, months: int = 3) -> None:
        """End the trial operation and have its effect assessed."""
        record = Record.objects.get(pk=record.pk)
        starts_on = self.day
        self.wait_until(add_months(starts_on, months) + timedelta(days=3))
        services.save_record(
            record,
            values={
                "starts_on": starts_on,
                "ends_on": add_months(starts_on, months),
                "conclusion": "PASSED",
            },
            version=record.version,
            actor=self.handler,
            at=self.at,
        )
        record.refresh_from_db()
        self.decide(self.send(record))

    def catalogue(self) -> None:
        """Catalogue and collect the data that the project brings forth."""
        self.project.refresh_from_db()
        names = (f"{self.name}业务办理数据", f"{self.name}统计数据")
        lines = [
            ResourceLine(
                name=name,
                sharing="CONDITIONAL",
                frequency="DAILY",
                sharing_basis="涉及个人信息，按需申请共享",
                catalogued_on=self.calendar.add_workdays(self.day, -3),
                collected_on=self.calendar.add_workdays(self.day, -1),
            )
            for name in names
        ]
        catalogue_data(
            self.project,
            lines=lines,
            version=self.project.version,
            actor=self.handler,
            at=self.at,
        )
        self.project.refresh_from_db()
        for kind, title in (
            ("DATA_COLLECTION_PROOF", "数据归集证明"),
            ("MLPS_ASSESSMENT", "网络安全等级保护测评报告"),
            ("CRYPTO_ASSESSMENT", "密码应用安全性评估报告"),
        ):
            self.attach(kind, title)

    def attach(self, kind: str, title: str) -> None:
        """File a paper under the project."""
        content = one_page_pdf(f"{self.project.number} {kind}")
        services.attach_paper(
            self.project,
            record=None,
            kind=kind,
            upload=SimpleUploadedFile(f"{self.name}{title}.pdf", content, "application/pdf"),
            title=title,
            actor=self.handler,
            at=self.at,
        )

    def ask_acceptance(self) -> Record:
        """Ask for the final acceptance."""
        return self.send(
            self.write(
                "final_acceptance",
                accepted_on=self.day,
                conclusion="QUALIFIED",
                quality_ticks=["COMPLETE", "ACCURATE", "TIMELY"],
            )
        )

    def set_targets(self) -> None:
        """State the performance targets."""
        approved = self.project.approved_amount
        record = self.write(
            "performance_targets",
            total_amount=approved,
            fiscal_amount=approved,
            year_amount=approved,
            starts_on=self.day,
            ends_on=add_months(self.day, 12),
            indicators=[
                {
                    "first_level": first,
                    "second_level": second,
                    "name": name,
                    "target": target,
                    "weight": weight,
                }
                for first, second, name, target, weight in INDICATORS
            ],
        )
        self.decide(self.send(record))

    def settle(self) -> None:
        """Draw up the final accounts: everything contracted was paid."""
        paid = self.contract.amount or Decimal(0)
        subjects = catalog.get("final_accounts").field("expenditure").rows
        rows: list[dict[str, object]] = [{"subject": subject} for subject in subjects]
        rows[0] |= {"budget_fiscal": paid, "year_fiscal": paid, "total_fiscal": paid}
        sources = catalog.get("final_accounts").field("income").rows
        income: list[dict[str, object]] = [{"source": source} for source in sources]
        income[0] |= {"budget": paid, "received": paid}
        record = self.write("final_accounts", closed_on=self.day, expenditure=rows, income=income)
        self.decide(self.send(record))

    def register_system(self, live_on: date) -> None:
        """Register the system that went into operation."""
        record = self.write(
            "information_system", live_on=live_on, formally_operating_since=self.day
        )
        self.decide(self.send(record))

    def maintain(self, kind: str) -> None:
        """Record a piece of the operation."""
        record = self.write(
            "maintenance_record",
            record_kind=kind,
            occurred_on=self.day,
            closed_on=self.day,
            severity="MINOR",
            outage_minutes=0,
            response_minutes=10,
            recovery_minutes=35,
            availability=Decimal("99.8"),
            changed_version="V1.1",
            prevention=f"已将{self.name}的处置步骤写入值班手册。",
        )
        self.decide(self.send(record))

    def evaluate_itself(self) -> Record:
        """Evaluate the project by its owner."""
        return self.send(
            self.write("self_evaluation", year=self.day.year, indicators=self._scores(0))
        )

    def be_evaluated(self) -> None:
        """Have the project evaluated by the data department."""
        reviewer = self.county.one("DATA_REVIEW", self.number)
        record = self.write("evaluation", reviewer, indicators=self._scores(1))
        self.decide(self.send(record, reviewer))

    def _scores(self, cut: int) -> list[dict[str, object]]:
        executed = execution_score(self.project)
        return [
            {
                "name": indicator.name,
                "actual": f"已达到{indicator.target}",
                "score": executed if indicator.level_one == "EXECUTION" else indicator.weight - cut,
            }
            for indicator in indicators_of(self.project)
        ]

    def close(self) -> None:
        """Hand the file over to the archives."""
        record = self.write("archive", handed_on=self.day)
        self.decide(self.send(record))

    def change_standing(self, move: str) -> Record:
        """Ask to suspend, resume, terminate or withdraw the project."""
        return self.send(self.write("standing_change", move=move))


def _term(node: str, share: int, amount: Decimal, condition: str) -> dict[str, object]:
    return {"node": node, "share": share, "amount": amount, "condition": condition}
