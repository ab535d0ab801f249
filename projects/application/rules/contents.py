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
from projects.application.models import BudgetLine, ProjectApplication, RedLineTerm
from projects.application.queries import (
    content_findings,
    derived_values,
    lines_of,
    may_be_owned_by,
    open_terms_in_lines,
    words_for,
)
from projects.application.shapes import LARGEST_LINE, LARGEST_QUANTITY, MOST_LINES, LineInput
from projects.registry import kinds
from projects.registry.models import Record
from projects.registry.queries import concluded_review_of, passed_record
from projects.registry.rules import record_url
from projects.registry.rules.basis import cited
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of, versions_in_force

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
    return verdict & may_begin_under(rulebook, on) & may_plan_for(plan_year, on)


def may_begin_under(version: RulebookVersion, on: date) -> Verdict:
    """Whether these measures bind what is applied for on a day (施行日期、失效日期)."""
    rulebook = rulebook_of(version)
    first, last = rulebook.effective_on, rulebook.expires_on
    if first is not None and on < first:
        words = f"《{rulebook.title}》自{chinese_day(first)}起施行，施行以前不能据此申报。"
        return refused(words, opens_on=first)
    if last is not None and on > last:
        return refused(f"《{rulebook.title}》已于{chinese_day(last)}失效，请选择现行的办法。")
    return ALLOWED


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
    return verdict & _answers_red_lines(record)


def _answers_red_lines(record: Record) -> Verdict:
    """Whether every red line that the contents touch, and every word of the office, is answered."""
    assert isinstance(record, ProjectApplication)
    verdict = ALLOWED
    for found in content_findings(record, words_for(record)):
        if not found.is_settled:
            verdict &= cited(
                record.project,
                f"“{found.label}”中出现{found.word.label}，请说明是否新建、为什么需要。",
                found.word,
                (Missing(label="红线用语说明", url=f"{record_url(record)}#id_{found.box}"),),
            )
    for line in open_terms_in_lines(record):
        where = f"{record_url(record)}#id_budget_lines-{line.line.position - 1}-answer"
        verdict &= cited(
            record.project,
            f"预算明细第{line.line.position}行{line.word.message}",
            line.word,
            (Missing(label=f"第{line.line.position}行红线说明", url=where),),
        )
    return verdict


def may_add_term(term: RedLineTerm) -> Verdict:
    """Whether a word may be added: not there yet, and of a red line that the measures know."""
    present = RedLineTerm.objects.filter(
        regulation=term.regulation, line_code=term.line_code, word=term.word, retired_at=None
    )
    if present.exists():
        return refused(f"用语“{term.word}”已经在表中。")
    if not term.line_code:
        return ALLOWED
    version = versions_in_force().filter(regulation=term.regulation).first()
    lines = rulebook_of(version).red_lines if version is not None else ()
    line = next((one for one in lines if one.code == term.line_code), None)
    if line is None:
        return refused("这部办法没有这条红线，请重新选择。")
    if term.word in line.words:
        return refused(f"“{line.label}”已经识别用语“{term.word}”，不必再加。")
    return ALLOWED


def may_retire_term(term: RedLineTerm) -> Verdict:
    """Whether a word may be taken out."""
    return ALLOWED if term.retired_at is None else refused("这个用语已经停用。")


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
