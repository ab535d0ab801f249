"""What an application and its appraisal may contain, beyond what the rulebook asks."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from approvals.organizations.models import Unit, User
from config.kernel.money import yuan_text
from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.application.models import BudgetLine
from projects.application.queries import derived_values, lines_of, may_be_owned_by
from projects.application.shapes import LARGEST_LINE, LARGEST_QUANTITY, MOST_LINES, LineInput
from projects.registry import kinds
from projects.registry.models import ApplicationCall, LateEntry, Project, Record
from projects.registry.queries import concluded_review_of, passed_record
from projects.registry.rules import calls_for, record_url
from projects.regulations.models import RulebookVersion

YEARS_AHEAD = 5
OFFLINE_ROUTE = (
    "涉及国家秘密的事项不得在本系统填报，请按保密规定线下向保密行政管理部门和领导小组办公室办理。"
)
_STATE_MATTERS = "国家秘密|国家机密|军事秘密|军事机密|工作秘密级|涉密|绝密|机密|秘密级"
_HARMLESS = re.compile(
    r"(?:商业|企业)(?:秘密|机密)|机密(?:性|计算)"
    rf"|(?:不|未|无|非|没有|严禁|禁止|防止|杜绝|避免)[^。；，、\n]{{0,8}}?(?:{_STATE_MATTERS})"
)


def secret_words(text: str) -> tuple[str, ...]:
    """Return the words in a text that speak of state secrets; denials of them do not count."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    return tuple(dict.fromkeys(re.findall(_STATE_MATTERS, _HARMLESS.sub("", plain))))


def may_contain(texts: Mapping[str, object]) -> Verdict:
    """Whether texts, by what they are called, may be kept in this system (涉密拦截)."""
    verdict = ALLOWED
    for label, value in texts.items():
        words = secret_words(str(value)) if value else ()
        if words:
            found = "、".join(f"“{word}”" for word in words)
            verdict &= refused(f"{label}中出现{found}。{OFFLINE_ROUTE}")
    return verdict


def may_declare(*, has_no_state_secrets: bool) -> Verdict:
    """Whether the applicant has declared that nothing in it is a state secret (不涉密声明)."""
    if has_no_state_secrets:
        return ALLOWED
    return refused(f"请确认申报内容不涉及国家秘密并勾选声明。{OFFLINE_ROUTE}")


def may_start(
    owner_unit: Unit, *, rulebook: RulebookVersion, plan_year: int, actor: User, on: date
) -> Verdict:
    """Whether a person may begin an application for this unit, for this year."""
    verdict = ALLOWED
    if kinds.first_kind(rulebook) is None:
        verdict &= refused(f"{rulebook}没有规定项目从哪份表单开始，不能据此申报。")
    elif owner_unit not in may_be_owned_by(actor, on, [rulebook]):
        verdict &= refused(f"您今天不是{owner_unit.short_name}的经办人，不能为该单位申报。")
    return verdict & may_plan_for(plan_year, on)


def may_plan_for(year: object, on: date) -> Verdict:
    """Whether an application may be for this year: this one or one of the next five."""
    wanted = Decimal(str(year)) if year not in (None, "") else None
    if wanted is None or wanted in range(on.year, on.year + YEARS_AHEAD + 1):
        return ALLOWED
    return refused(f"申报年度应在{on.year}年至{on.year + YEARS_AHEAD}年之间。")


def may_hold(lines: Iterable[LineInput], known_kinds: Iterable[str]) -> Verdict:
    """Whether lines can be stored; a draft may lack anything, but not be impossible."""
    held, kinds = list(lines), set(known_kinds)
    verdict = ALLOWED
    if len(held) > MOST_LINES:
        verdict &= refused(f"预算明细最多{MOST_LINES}行，现有{len(held)}行，请合并。")
    for number, line in enumerate(held, start=1):
        verdict &= _is_possible(line, number, kinds)
    return verdict


def _is_possible(line: LineInput, number: int, kinds: set[str]) -> Verdict:
    verdict = ALLOWED
    where = f"预算明细第{number}行"
    if line.quantity is not None and not 0 < line.quantity <= LARGEST_QUANTITY:
        verdict &= refused(f"{where}：数量应大于0且不超过{LARGEST_QUANTITY:,}。")
    if line.quantity is not None and line.quantity != round(line.quantity, 2):
        verdict &= refused(f"{where}：数量最多两位小数。")
    if line.unit_price is not None and line.unit_price < 0:
        verdict &= refused(f"{where}：单价不能为负数。")
    prices = (line.unit_price or Decimal(0), line.amount or Decimal(0))
    if max(prices) > LARGEST_LINE:
        verdict &= refused(f"{where}：金额过大，请核对单位是元还是万元。")
    if line.line_kind not in kinds:
        verdict &= refused(f"{where}：内容性质没有这个选项，请重新选择。")
    return verdict


def check_application(record: Record) -> Verdict:
    """Return what must hold of an application beyond its sheet and its rulebook."""
    details = record.details
    verdict = may_contain({"申报内容": "\n".join(map(str, details.values()))})
    verdict &= may_contain({"预算明细": str(derived_values(record)["budget_lines"])})
    applied_on, expected_on = details.get("applied_on"), details.get("expected_on")
    if applied_on and expected_on and str(expected_on) < str(applied_on):
        verdict &= _at(record, "expected_on", "期望完成时间早于申请日期，请核对。", "期望完成时间")
    return verdict


def may_review(line: BudgetLine, reviewed: Decimal | None, number: int) -> Verdict:
    """Whether a reviewed amount may stand beside what was submitted (审定不超过送审)."""
    submitted = line.amount or Decimal(0)
    if reviewed is None or 0 <= reviewed <= submitted:
        return ALLOWED
    if reviewed < 0:
        return refused(f"第{number}行“{line.name}”：审定金额不能为负数。")
    return refused(
        f"第{number}行“{line.name}”：审定金额{yuan_text(reviewed)}元"
        f"超过送审金额{yuan_text(submitted)}元。"
    )


def check_appraisal(record: Record) -> Verdict:
    """Whether every line is reviewed, and every reduction has its reason."""
    application = passed_record(record.project, "application")
    verdict = ALLOWED
    for number, line in enumerate(lines_of(application.pk) if application else (), start=1):
        verdict &= _is_reviewed(record, line, number)
    details = record.details
    fails = details.get("technical_conclusion") == "NOT_PASSED"
    if fails and details.get("decision") == "APPROVED":
        sentence = "技术评估结论为不通过，总体结论不能是批准，请核对。"
        verdict &= _at(record, "decision", sentence, "总体结论")
    review = concluded_review_of(record)
    refusing = review is not None and review.conclusion == "FAILED"
    if refusing and details.get("decision") == "APPROVED":
        sentence = "专家评审结论为不通过，总体结论不能是批准，请核对。"
        verdict &= _at(record, "decision", sentence, "总体结论")
    return verdict


def _is_reviewed(record: Record, line: BudgetLine, number: int) -> Verdict:
    if line.reviewed_amount is None:
        sentence = f"第{number}行“{line.name}”还没有填写审定金额。"
        return _at(record, f"reviewed-{line.pk}", sentence, f"第{number}行审定金额")
    verdict = may_review(line, line.reviewed_amount, number)
    if verdict and line.reduced_amount and not line.review_reason.strip():
        sentence = f"第{number}行“{line.name}”核减了金额，请写明核减理由。"
        verdict &= _at(record, f"reason-{line.pk}", sentence, f"第{number}行核减理由")
    return verdict


def _at(record: Record, code: str, sentence: str, label: str) -> Verdict:
    """Refuse, and lead to the field that is meant."""
    return refused(sentence, missing=(Missing(label=label, url=f"{record_url(record)}#id_{code}"),))


def may_announce(call: ApplicationCall, *, on: date) -> Verdict:
    """Whether a call for applications may be opened: days ahead, a name of its own."""
    verdict = _has_sound_days(call, on) & may_plan_for(call.year, on)
    same = ApplicationCall.objects.filter(
        regulation=call.regulation, year=call.year, label=call.label, cancelled_at=None
    )
    if same.exists():
        verdict &= refused(f"{call.year}年度已有名称为“{call.label}”的申报批次，请换一个名称。")
    return verdict


def may_change_call(call: ApplicationCall, *, was: tuple[date, date], on: date) -> Verdict:
    """Whether a call may have these terms from now on; what has begun cannot begin later."""
    verdict = _is_not_cancelled(call)
    opened_on, closed_on = was
    if opened_on <= on and call.opens_on != opened_on:
        verdict &= refused(f"本批次已于{chinese_day(opened_on)}开始，开始日期不能再改。")
    if call.closes_on == closed_on and call.opens_on <= call.closes_on:
        return verdict
    return verdict & _has_sound_days(call, on)


def may_cancel_call(call: ApplicationCall) -> Verdict:
    """Whether a call may be cancelled: nobody may wait for an answer."""
    verdict = _is_not_cancelled(call)
    if call.late.filter(state=LateEntry.State.ASKED).exists():
        verdict &= refused("还有逾期申报申请没有办理，请先办理。")
    return verdict


def _is_not_cancelled(call: ApplicationCall) -> Verdict:
    return refused("本批次已取消，不能再修改。") if call.is_cancelled else ALLOWED


def _has_sound_days(call: ApplicationCall, on: date) -> Verdict:
    if call.closes_on < call.opens_on:
        return refused("截止日期早于开始日期，请核对。")
    if call.closes_on < on:
        return refused(f"截止日期{chinese_day(call.closes_on)}已经过去，请填写今天或以后的日期。")
    return ALLOWED


def may_ask_late(project: Project, on: date) -> Verdict:
    """Whether a unit may ask to file a project after the last day."""
    present = LateEntry.objects.filter(project=project)
    if present.filter(state=LateEntry.State.ASKED).exists():
        return refused("本项目已有一件逾期申报申请待办理。")
    if present.filter(state=LateEntry.State.AGREED, until__gte=on).exists():
        return refused("本项目已获准逾期申报，请直接送审。")
    calls = list(calls_for(project))
    if any(call.closes_on >= on for call in calls):
        return refused("还有开放中或即将开放的申报批次，请在申报时段内送审。")
    if not any(call.accepts_late for call in calls):
        return refused("没有接受逾期申报的批次，请在下一批次申报。")
    return ALLOWED


def may_decide_late(
    late: LateEntry, *, agrees: bool, until: date | None, actor: User, on: date
) -> Verdict:
    """Whether somebody may answer a late entry: another person, and once."""
    if not late.is_open:
        return refused(f"这件申请已办理（{late.get_state_display()}），不能再办理。")
    if late.asked_by_id == actor.pk:
        return refused("不能办理自己提出的申请，请由他人办理。")
    if agrees and until is None:
        return refused("同意逾期申报的，请填写最迟送审日期。")
    if agrees and until is not None and until < on:
        return refused("最迟送审日期已经过去，请填写今天或以后的日期。")
    return ALLOWED
