"""When an official letter may be issued, a number reserved or voided; and how a letter begins."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.timezone import localdate

from approvals.flows.models import Decision, Opinion
from approvals.organizations.models import User
from config.kernel.money import capital_amount, wan_text
from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Verdict, refused
from documents.sheets import catalog
from documents.sheets.checks import sheet_errors
from documents.sheets.shapes import Sheet
from projects.registry.models import OfficialLetter, Project, Record

SERIES = re.compile(r"^[\u4e00-\u9fff]{2,20}$")
MOST_RESERVED = 20
ISSUING = frozenset({"review_project", "decide_project", "plan_project"})


def letter_sheets() -> tuple[Sheet, ...]:
    """Return the letters that can be issued."""
    return tuple(sheet for sheet in catalog.all() if sheet.is_letter)


def may_issue(
    sheet: Sheet, values: Mapping[str, object], series: str, reserved: OfficialLetter | None
) -> Verdict:
    """Decide whether a letter says all it must and has a number to bear."""
    verdict = ALLOWED
    for _, sentence in sheet_errors(sheet, values):
        verdict &= refused(sentence)
    if reserved is None:
        return verdict & may_use_series(series)
    if reserved.state != OfficialLetter.State.RESERVED:
        verdict &= refused(f"文号{reserved.number}{reserved.get_state_display()}，不能再用。")
    return verdict


def may_use_series(series: str) -> Verdict:
    """Decide whether a series can stand before a year."""
    if SERIES.match(series):
        return ALLOWED
    return refused("发文字号代字请填2至20个汉字，例如“云数审”，不写年份和序号。")


def may_reserve(series: str, count: int, purpose: str) -> Verdict:
    """Decide whether numbers may be set aside."""
    verdict = may_use_series(series)
    if not 1 <= count <= MOST_RESERVED:
        verdict &= refused(f"一次可以预留1至{MOST_RESERVED}个文号。")
    return verdict if purpose else verdict & refused("请填写预留文号的用途。")


def may_void(letter: OfficialLetter, reason: str) -> Verdict:
    """Decide whether a number may be given up for good."""
    if letter.state == OfficialLetter.State.VOID:
        return refused(f"文号{letter.number}已经作废。")
    return ALLOWED if reason else refused("请填写作废原因。")


def first_draft(sheet: Sheet, project: Project, actor: User, on: date) -> dict[str, object]:
    """Write a letter as far as the system knows what it has to say; people finish it."""
    record = (
        Record.objects.filter(
            project=project, submitted_at__isnull=False, created_by__unit=project.owner_unit
        )
        .order_by("-submitted_at")
        .first()
    )
    name = f"《{project.name}》" if sheet.code == "letter_minutes" else project.name
    heading = f"关于{name}的{sheet.title}"
    if sheet.code == "letter_reply":
        heading = f"关于同意{project.name}立项的批复"
    return {
        "issuer": actor.unit.name if actor.unit else "",
        "heading": heading,
        "recipient": project.owner_unit.name,
        "body": "\n".join(_BODIES[sheet.code](project, record)),
        "signed_on": on.isoformat(),
    }


def _received(record: Record | None) -> str:
    if record is None or record.submitted_at is None:
        return "你单位报送的申报材料收悉。"
    number = f"（{record.number}）" if record.number else ""
    day = chinese_day(localdate(record.submitted_at))
    return f"你单位{day}报送的《{record.title}》{number}收悉。"


def _reasons(record: Record | None) -> Sequence[str]:
    """Return what those who returned or refused it wrote, numbered where there are several."""
    if record is None or record.approval_id is None:
        return ["1.……"]
    said = Opinion.objects.filter(
        process_id=record.approval_id, decision__in=(Decision.RETURNED, Decision.REJECTED)
    )
    texts = [text for text in said.order_by("pk").values_list("text", flat=True) if text]
    return [f"{number}.{text}" for number, text in enumerate(texts, 1)] or ["1.……"]


def _accepted(project: Project, record: Record | None) -> Sequence[str]:  # noqa: ARG001
    return [f"{_received(record)}经审查，材料齐全，符合受理条件，现予受理。", "特此通知。"]


def _corrected(project: Project, record: Record | None) -> Sequence[str]:  # noqa: ARG001
    return [
        f"{_received(record)}经审查，请一次性补正下列材料或者内容：",
        *_reasons(record),
        "请按上述要求补正后重新报送。",
    ]


def _refused(project: Project, record: Record | None) -> Sequence[str]:  # noqa: ARG001
    return [f"{_received(record)}经审查，决定不予受理。理由如下：", *_reasons(record), "特此通知。"]


def _rejected(project: Project, record: Record | None) -> Sequence[str]:
    return [
        f"{_received(record)}经研究，决定对{project.name}不予立项。理由如下：",
        *_reasons(record),
        "特此通知。",
    ]


def _amount(project: Project) -> str:
    amount = project.approved_amount or project.estimated_amount
    return f"{wan_text(amount)}万元（{capital_amount(amount)}）"


def _established(project: Project, record: Record | None) -> Sequence[str]:
    return [
        f"{_received(record)}经研究，同意{project.name}立项。现将有关事项通知如下：",
        f"一、项目名称：{project.name}。",
        f"二、项目编号：{project.number}。",
        f"三、用户单位：{project.owner_unit.name}。",
        f"四、项目负责人：{project.handler.full_name}。",
        f"五、预算金额：{_amount(project)}。",
        "特此通知。",
    ]


def _replied(project: Project, record: Record | None) -> Sequence[str]:
    return [
        f"{_received(record)}经研究，现批复如下：",
        f"一、同意{project.name}立项，项目编号{project.number}。",
        f"二、建设单位为{project.owner_unit.name}。",
        f"三、项目总投资{_amount(project)}。",
        "四、请严格按照批复的建设内容、规模和金额组织实施，不得擅自变更。",
        "此复。",
    ]


def _minuted(project: Project, record: Record | None) -> Sequence[str]:  # noqa: ARG001
    return [
        f"会议听取了{project.owner_unit.name}关于{project.name}的汇报。",
        "会议认为，……",
        "会议议定，……",
    ]


_BODIES: dict[str, Callable[[Project, Record | None], Sequence[str]]] = {
    "letter_acceptance": _accepted,
    "letter_correction": _corrected,
    "letter_refusal": _refused,
    "letter_rejection": _rejected,
    "letter_initiation": _established,
    "letter_reply": _replied,
    "letter_minutes": _minuted,
}
