"""The later life of a project of the demonstration: tested, accepted, operated, evaluated."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from config.kernel.periods import add_months
from documents.sheets import catalog
from projects.acceptance.rules import ResourceLine
from projects.acceptance.services import catalogue_data
from projects.evaluation.queries import execution_score, indicators_of
from projects.overview.demonstration.building_site import Site
from projects.overview.demonstration.papers import one_page_pdf
from projects.registry import services
from projects.registry.models import Record

INDICATORS = (
    ("EXECUTION", "EXECUTION", "预算执行率", "100%", 10),
    ("OUTPUT", "QUANTITY", "建成业务模块数量", "不少于 5 个", 20),
    ("OUTPUT", "QUALITY", "系统可用率", "不低于 99.5%", 15),
    ("OUTPUT", "TIMELINESS", "按期完成率", "100%", 15),
    ("BENEFIT", "SOCIAL", "主要业务线上办理率", "不低于 90%", 20),
    ("BENEFIT", "SUSTAINABLE", "数据归集率", "100%", 10),
    ("SATISFACTION", "SATISFACTION", "使用人员满意度", "不低于 90%", 10),
)


class Life(Site):
    """Everything that follows the construction."""

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
