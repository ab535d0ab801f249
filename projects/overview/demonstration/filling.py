"""Filling in sheets as people of the demonstration would: every mandatory box, in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from documents.sheets.shapes import Field, FieldKind, Sheet
from documents.sheets.words import is_blank
from projects.registry import kinds
from projects.registry.models import Record

TEXTS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8")
)
FUNCTIONS: list[str] = yaml.safe_load(
    Path(__file__).with_name("functions.yaml").read_text(encoding="utf-8")
)
# However far it is moved on, none of these has more than one place in common with another.
PATTERNS = ((0, 1, 6), (0, 2, 10), (0, 3, 14), (0, 4, 13))
LINES = {
    "software_version": "V1.0",
    "network": "电子政务外网",
    "subject": "2010108 信息化建设",
    "payee_bank": "云溪农村商业银行营业部",
    "payee_account": "6228 0000 0000 0000",
    "contact_phone": "0299-55501234",
    "unit_head_phone": "0299-55501200",
    "maintenance_phone": "0299-55509876",
    "phone": "0299-55501234",
    "actual": "已按目标值完成",
    "duty": "业务需求",
    "module": "业务办理",
    "problem": "导出报表列宽不合适",
    "result": "已修复",
    "opinion": "同意",
    "title": "项目立项、建设、验收和运维全套材料",
    "responsible": "建设单位",
    "indicator": "主要业务线上办理率",
    "target": "不低于 90%",
    "node": "合同签订后支付预付款",
    "condition": "签订合同并提交发票",
    "deliverable": "阶段成果",
    "specification": "满足业务需要",
    "content": "按计划实施",
    "phase": "实施",
    "name": "业务应用",
}
FIGURES = {
    "physical_progress": 60,
    "rounds": 2,
    "user_count": 260,
    "share": 100,
    "cases": 120,
    "passed": 120,
    "failed": 0,
    "blocked": 0,
    "workload": 36,
    "duration": 8,
    "quantity": 1,
    "weight": 100,
    "score": 92,
}
CHOSEN = {
    "purpose": "LEGAL_DUTY",
    "requirement_type": "NEW_DEVELOPMENT",
    "importance": "IMPORTANT",
    "urgency": "ORDINARY",
    "cloud_target": "MUNICIPAL_CLOUD",
    "development_mode": "OUTSOURCED",
    "technical_conclusion": "PASSED",
    "decision": "APPROVED",
    "deployment": "CLOUD",
    "access_scope": "LOCAL",
    "mlps_level": "TWO",
    "retention_period": "THIRTY",
    "platform_access": "DONE",
    "catalogue": "DONE",
    "completeness": "COMPLETE",
    "conformity": "CONFORMING",
    "grade": "GOOD",
    "amount_direction": "NONE",
    "severity": "ORDINARY",
    "state": "CLOSED",
    "dimension": "OUTPUT",
    "data_importance": "AFTER_APPROVAL",
}
MANY = {"principles", "quality_ticks", "qualities"}


def functions_of(content: str, number: int) -> str:
    """Return what the system of a project is to do: no two projects ask for the same."""
    turn, first = divmod(number, len(FUNCTIONS))
    pattern = PATTERNS[turn % len(PATTERNS)]
    chosen = [FUNCTIONS[(first + step) % len(FUNCTIONS)] for step in pattern]
    wanted = "\n".join(f"{place}. {text}。" for place, text in enumerate(chosen, 1))
    return f"支撑{content}：\n{wanted}"


class Filler:
    """Fills the boxes that are still empty; what is known or given stays."""

    def __init__(self, words: Mapping[str, str], *, person: str, unit: str, on: date) -> None:
        self.words, self.person, self.unit, self.on = words, person, unit, on

    def fill(self, record: Record, given: Mapping[str, object]) -> dict[str, object]:
        """Return the values of a record with every mandatory box filled."""
        sheet = kinds.of(record).form
        values = kinds.values_of(record) | dict(given)
        for box in sheet.fields():
            if box.computed or not is_blank(values.get(box.code)):
                continue
            if box.required or box.code in TEXTS.get(sheet.code, {}):
                values[box.code] = self.value(sheet, box)
        wanted = {box.code for box in sheet.fields() if not box.computed}
        return {code: value for code, value in values.items() if code in wanted}

    def value(self, sheet: Sheet, box: Field) -> object:
        """Return what somebody would write into one box."""
        written = TEXTS.get(sheet.code, {}).get(box.code)
        if written is not None:
            return written.format(**self.words)
        makers = {
            FieldKind.TABLE: self._rows,
            FieldKind.CHOICE: self._choice,
            FieldKind.CHOICES: self._choices,
        }
        maker = makers.get(box.kind)
        return maker(sheet, box) if maker else self._plain(box)

    def _plain(self, box: Field) -> object:
        plain: dict[FieldKind, Any] = {
            FieldKind.DATE: (self.on + timedelta(days=120) if "expected" in box.code else self.on),
            FieldKind.PERSON: self.person,
            FieldKind.UNIT: self.unit,
            FieldKind.YES_NO: True,
            FieldKind.NUMBER: FIGURES.get(box.code, 1),
            FieldKind.MONEY: Decimal(0),
            FieldKind.LONG_TEXT: f"{self.words['name']}：{box.label}已核对。",
        }
        if box.kind in plain:
            return plain[box.kind]
        if "name" in box.code or box.code == "item":
            return self.words["name"]
        return LINES.get(box.code, f"{box.label}（{self.words['name']}）")

    @staticmethod
    def _choice(_sheet: Sheet, box: Field) -> object:
        codes = [code for code, _ in box.choices]
        wanted = CHOSEN.get(box.code, "PASSED" if "PASSED" in codes else codes[0])
        return wanted if wanted in codes else codes[0]

    @staticmethod
    def _choices(_sheet: Sheet, box: Field) -> object:
        codes = [code for code, _ in box.choices]
        return codes if box.code in MANY else codes[:1]

    def _rows(self, sheet: Sheet, box: Field) -> object:
        heads = box.rows or ("",)
        return [self._row(sheet, box, head) for head in heads]

    def _row(self, sheet: Sheet, box: Field, head: str) -> dict[str, object]:
        row: dict[str, object] = {}
        for number, column in enumerate(box.columns):
            if head and number == 0:
                row[column.code] = head
            elif column.required and not column.computed:
                row[column.code] = self.value(sheet, column)
        return row
