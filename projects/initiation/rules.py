"""What must hold of an initiation and of the official reply that ends it (立项、批复)."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from config.kernel.money import MoneyTextError, parse_money, yuan_text
from config.kernel.periods import chinese_day
from config.kernel.texts import clean_line
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from documents.sheets.words import rows_of
from projects.initiation.models import Initiation
from projects.initiation.queries import configured_amount
from projects.registry.models import Record
from projects.registry.rules import record_url

NUMBER, DAY, AMOUNT = "document_number", "replied_on", "approved_amount"
LONGEST_NUMBER = 60
WHOLE = Decimal(100)
_REPLY_NUMBER = re.compile(r"[^\s〔〕]+〔\d{4}〕[1-9]\d*号")


def reply_number(text: str) -> str:
    """Write a document number as it is kept: no blanks, ASCII digits, 〔〕 around the year."""
    plain = unicodedata.normalize("NFKC", clean_line(text)).replace(" ", "")
    return re.sub(r"[\[【(](\d{4})[\]】)]", r"〔\1〕", plain)


def may_reply(record: Record, stated: Mapping[str, str], on: date) -> Verdict:
    """Whether the reply that a signer states can stand: number, day and amount."""
    verdict = ALLOWED
    if stated.get(NUMBER):
        verdict &= _is_number_free(record, reply_number(stated[NUMBER]))
    if stated.get(DAY):
        verdict &= _is_day_possible(record, stated[DAY], on)
    if stated.get(AMOUNT):
        verdict &= _is_amount_covered(record, stated[AMOUNT])
    return verdict


def stated_amount(text: object) -> Decimal:
    """Read the amount that a signer stated, in yuan."""
    return text if isinstance(text, Decimal) else parse_money(str(text))


def _is_number_free(record: Record, number: str) -> Verdict:
    if len(number) > LONGEST_NUMBER or not _REPLY_NUMBER.fullmatch(number):
        return refused(
            f"批复文号“{number[:LONGEST_NUMBER]}”的写法不对，"
            "请按“某发改〔2026〕12号”的样式填写：年份用六角括号，序号不编虚位。"
        )
    others = Initiation.objects.filter(reply_number=number).exclude(pk=record.pk)
    used_by = others.values_list("project__name", flat=True).first()
    if used_by is not None:
        return refused(f"批复文号“{number}”已用于“{used_by}”，请核对文号。")
    return ALLOWED


def _is_day_possible(record: Record, text: str, on: date) -> Verdict:
    try:
        day = date.fromisoformat(str(text)[:10])
    except ValueError:
        return refused("批复日期不是有效的日期，请按 2026-03-05 的样式填写。")
    if day > on:
        return refused(f"批复日期{chinese_day(day)}晚于今天，请核对。")
    sent_on = record.submitted_at.date() if record.submitted_at else None
    if sent_on is not None and day < sent_on:
        return refused(f"批复日期{chinese_day(day)}早于送审日期{chinese_day(sent_on)}，请核对。")
    return ALLOWED


def _is_amount_covered(record: Record, text: str) -> Verdict:
    try:
        amount = stated_amount(text)
    except (MoneyTextError, InvalidOperation):
        return refused("批复金额应为数字，例如 1268400.00。")
    if amount <= 0:
        return refused("批复金额应大于0。")
    reviewed = record.project.reviewed_amount
    if reviewed is not None and amount > reviewed:
        return refused(
            f"批复金额{yuan_text(amount)}元超过评审审定金额{yuan_text(reviewed)}元，"
            "请核对；确需增加的，退回后重新评审。"
        )
    return ALLOWED


def check_initiation(record: Record) -> Verdict:
    """Return what must hold of an initiation beyond its sheet and its rulebook."""
    return _is_within_review(record) & _is_plan_sound(record)


def _is_within_review(record: Record) -> Verdict:
    reviewed, budget = record.project.reviewed_amount, record.amount
    if budget is None:
        return ALLOWED
    verdict = ALLOWED
    if reviewed is not None and budget > reviewed:
        verdict &= _at(
            record,
            "budget_amount",
            f"项目预算{yuan_text(budget)}元超过评审审定金额{yuan_text(reviewed)}元。",
            "项目预算",
        )
    configured = configured_amount(record.details.get("configuration"))
    if configured and configured != budget:
        verdict &= _at(
            record,
            "configuration",
            f"配置清单合计{yuan_text(configured)}元，与项目预算{yuan_text(budget)}元不一致。",
            "配置清单",
        )
    return verdict


def _is_plan_sound(record: Record) -> Verdict:
    verdict = ALLOWED
    for number, row in enumerate(rows_of(record.details.get("schedule")), start=1):
        starts, ends = row.get("starts_on"), row.get("ends_on")
        if starts and ends and str(ends) < str(starts):
            sentence = f"实施计划第{number}行完成日期早于开始日期。"
            verdict &= _at(record, "schedule", sentence, "实施计划")
    shares = [row.get("share") for row in rows_of(record.details.get("payments"))]
    total = sum((Decimal(str(share)) for share in shares if share not in (None, "")), Decimal(0))
    if shares and total != WHOLE:
        sentence = f"经费执行计划的比例合计{total.normalize():f}%，应为100%。"
        verdict &= _at(record, "payments", sentence, "经费执行计划")
    return verdict


def _at(record: Record, code: str, sentence: str, label: str) -> Verdict:
    """Refuse, and lead to the field that is meant."""
    return refused(sentence, missing=(Missing(label=label, url=f"{record_url(record)}#id_{code}"),))
