"""When money may be given, paid and settled; how much in all is the rulebook's to say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from config.kernel.money import yuan_text
from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.finance.models import Appropriation, FinalAccounts, Payment
from projects.finance.queries import (
    committed_under,
    contract_of,
    overspent_subjects,
    settled_amount,
    surplus_amount,
)
from projects.procurement.models import Contract
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Project, Record
from projects.registry.rules import supplies
from projects.registry.shapes import amount_in, day_in, rows_in, text_in

NONE_SAID = {"", "无", "没有"}
SUMS = (("财政", "year_fiscal", "total_fiscal"), ("其他", "year_other", "total_other"))


def may_submit_appropriation(record: Record) -> Verdict:
    """Decide whether a quota is sound in itself."""
    assert isinstance(record, Appropriation)
    verdict = _is_positive(record, "下达金额")
    if record.issued_on is not None and record.issued_on > kinds.filled_on(record):
        verdict &= refused("下达日期不能晚于今天。")
    return verdict


def may_submit_payment(record: Record) -> Verdict:
    """Decide whether a payment stays within its contract, others under way included."""
    assert isinstance(record, Payment)
    contract = contract_of(record)
    if contract is None:
        return refused(
            "请选择本项目已备案的合同。",
            missing=(Missing(label="采购合同", url=supplies(record.project, "record:contract")),),
        )
    verdict = _is_positive(record, "本次申请金额") & _is_within(record, contract)
    payee = text_in(record.details, "payee")
    if payee and payee != contract.contractor_name:
        verdict &= refused(f"收款单位应与合同乙方一致，合同乙方为{contract.contractor_name}。")
    applied_on = day_in(record.details, "applied_on")
    if applied_on and contract.signed_on and applied_on < contract.signed_on:
        verdict &= refused(f"申请日期早于合同签订日期{chinese_day(contract.signed_on)}，请核对。")
    return verdict


def _is_within(payment: Payment, contract: Contract) -> Verdict:
    whole, asked = contract.amount or Decimal(0), payment.amount or Decimal(0)
    left = whole - committed_under(contract, without=payment)
    if asked <= left:
        return ALLOWED
    return refused(
        f"合同{contract.contract_number}金额{yuan_text(whole)}元，已支付和在办"
        f"{yuan_text(whole - left)}元，本次最多申请{yuan_text(left)}元。"
    )


def _is_positive(record: Record, label: str) -> Verdict:
    if record.amount is not None and record.amount <= 0:
        return refused(f"{label}应大于零。")
    return ALLOWED


def may_state_payment(record: Record, stated: Mapping[str, str], on: date) -> Verdict:
    """Decide whether the day of payment that is stated can be right."""
    assert isinstance(record, Payment)
    if not text_in(stated, "paid_on"):
        return ALLOWED
    paid_on = day_in(stated, "paid_on")
    if paid_on is None:
        return refused("支付日期不是有效的日期，请按 2026-03-05 的样式填写。")
    return may_be_paid_on(record, paid_on, on)


def may_be_paid_on(payment: Payment, paid_on: date, on: date) -> Verdict:
    """Decide whether a payment was made on that day."""
    applied_on = day_in(payment.details, "applied_on")
    if paid_on > on:
        return refused("支付日期不能晚于今天，请在实际支付后办理。", opens_on=paid_on)
    if applied_on is not None and paid_on < applied_on:
        return refused(f"支付日期不能早于申请日期{chinese_day(applied_on)}。")
    return ALLOWED


def may_submit_accounts(record: Record) -> Verdict:
    """Decide whether the final accounts are sound and agree with contracts and payments."""
    assert isinstance(record, FinalAccounts)
    return _subjects_are_sound(record) & _sums_agree(record.project, record)


def _subjects_are_sound(accounts: FinalAccounts) -> Verdict:
    verdict = ALLOWED
    for row in rows_in(accounts.details, "expenditure"):
        subject = text_in(row, "subject")
        for label, year, total in SUMS:
            if amount_in(row, year) > amount_in(row, total):
                verdict &= refused(f"“{subject}”的本年发生数（{label}）大于累计发生数，请核对。")
    overspent = overspent_subjects(accounts.details)
    if overspent and text_in(accounts.details, "adjustments") in NONE_SAID:
        verdict &= refused(f"{'、'.join(overspent)}超过预算，请说明履行的调剂手续。")
    return verdict


def _sums_agree(project: Project, accounts: FinalAccounts) -> Verdict:
    settled, facts = settled_amount(accounts.details), facts_of(project)
    contracted = Decimal(str(facts.get("contract.total_amount") or 0))
    paid = Decimal(str(facts.get("payment.total_passed") or 0))
    verdict = ALLOWED
    if settled <= 0:
        verdict &= refused("请填写各科目的累计发生数。")
    if settled > contracted:
        verdict &= refused(
            f"决算金额{yuan_text(settled)}元超过合同金额{yuan_text(contracted)}元，请核对。"
        )
    if settled < paid:
        verdict &= refused(
            f"决算金额{yuan_text(settled)}元少于已支付金额{yuan_text(paid)}元，请核对。"
        )
    surplus = surplus_amount(accounts.details)
    if surplus < 0:
        verdict &= refused(f"累计支出超过到位资金{yuan_text(-surplus)}元，请核对收入和支出。")
    return verdict
