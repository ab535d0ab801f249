"""The heads of a legacy ledger: what it may say of a project, and under which names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from config.kernel.texts import clean_line, nfkc_key


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerField:
    """One thing that a ledger may say of a project, and under which heads it often stands."""

    code: str
    label: str
    is_required: bool = False
    heads: tuple[str, ...] = ()


FIELDS = (
    LedgerField(
        code="name", label="项目名称", is_required=True, heads=("项目名称", "名称", "项目")
    ),
    LedgerField(
        code="plan_year", label="申报年度", is_required=True,
        heads=("申报年度", "年度", "立项年度", "年份", "立项年份"),
    ),
    LedgerField(
        code="stage", label="所处阶段", is_required=True,
        heads=("所处阶段", "阶段", "项目阶段", "当前阶段"),
    ),
    LedgerField(
        code="unit", label="建设单位", heads=("建设单位", "项目单位", "实施单位", "单位")
    ),
    LedgerField(code="build_type", label="建设性质", heads=("建设性质", "项目性质")),
    LedgerField(code="object_kind", label="项目类别", heads=("项目类别", "类别")),
    LedgerField(
        code="estimated_amount", label="申报金额", heads=("申报金额", "申报投资", "投资估算")
    ),
    LedgerField(
        code="approved_amount", label="批复金额",
        heads=("批复金额", "批复投资", "总投资", "项目总投资", "投资金额"),
    ),
    LedgerField(
        code="entered_on", label="进入本阶段日期", heads=("进入本阶段日期", "阶段日期", "日期")
    ),
)  # fmt: skip
LABELS = {one.code: one.label for one in FIELDS}


def text_of(value: object) -> str:
    """Return a value of a workbook as text on one line, full-width signs made plain."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    plain = format(value, "f") if isinstance(value, Decimal) else str(value)
    return clean_line(normalize("NFKC", plain))


def guess_columns(heads: Iterable[object], kept: Mapping[str, str]) -> dict[str, int]:
    """Match fields with heads: as the unit matched them last time, else by their usual names.

    A head that stands there twice matches nothing: a person has to say which one is meant.
    """
    places: dict[str, list[int]] = {}
    for place, head in enumerate(heads, start=1):
        if text := nfkc_key(text_of(head)):
            places.setdefault(text, []).append(place)
    guessed: dict[str, int] = {}
    for one in FIELDS:
        for name in (kept.get(one.code, ""), *one.heads):
            found = places.get(nfkc_key(name), [])
            if len(found) == 1 and found[0] not in guessed.values():
                guessed[one.code] = found[0]
                break
    return guessed


def find_heads(rows: Sequence[Sequence[object]], *, among: int = 15) -> int:
    """Return the row, counted from one, that looks most like the heads of the ledger."""
    known = {nfkc_key(head) for one in FIELDS for head in one.heads}

    def likeness(row: Sequence[object]) -> int:
        return sum(nfkc_key(text_of(value)) in known for value in row)

    scores = [likeness(row) for row in rows[:among]]
    return scores.index(max(scores)) + 1 if scores else 1
