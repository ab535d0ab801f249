"""When a contract may be registered, beyond what the rulebook demands of its sum."""

from decimal import Decimal

from approvals.calendars.queries import working_calendar
from config.kernel.credit_codes import credit_code_error
from config.kernel.money import yuan_text
from config.kernel.periods import PeriodUnit, chinese_day, deadline
from config.kernel.verdicts import ALLOWED, Refusal, Strength, Verdict, refused
from projects.procurement.models import Contract
from projects.procurement.queries import contracts_of
from projects.registry.models import Record
from projects.registry.shapes import amount_in, day_in, rows_in, sum_of
from projects.regulations.queries import number_setting

WHOLE = Decimal(100)
DAYS_TO_SIGN = "days_to_sign_contract", Decimal(30)


def may_submit_contract(record: Record) -> Verdict:
    """Decide whether a contract is sound in itself: who, which number, when, how much."""
    assert isinstance(record, Contract)
    return (
        _contractor_can_exist(record)
        & _number_is_new(record)
        & _dates_are_in_order(record)
        & _amount_is_right(record)
        & _terms_add_up(record)
        & _was_signed_in_time(record)
    )


def _contractor_can_exist(contract: Contract) -> Verdict:
    error = credit_code_error(contract.contractor_code)
    return refused(f"乙方的{error}") if contract.contractor_code and error else ALLOWED


def _number_is_new(contract: Contract) -> Verdict:
    others = contracts_of(contract.project).exclude(pk=contract.pk)
    if (
        contract.contract_number
        and others.filter(contract_number=contract.contract_number).exists()
    ):
        return refused(f"合同编号{contract.contract_number}在本项目中已登记，请核对。")
    return ALLOWED


def _dates_are_in_order(contract: Contract) -> Verdict:
    verdict = ALLOWED
    ends_on, signed_on = contract.ends_on, contract.signed_on
    awarded_on = day_in(contract.details, "awarded_on")
    if signed_on and ends_on and ends_on < signed_on:
        verdict &= refused("合同完成日期早于签订日期，请核对。")
    if awarded_on and signed_on and signed_on < awarded_on:
        verdict &= refused("签订日期早于中标（成交）日期，请核对。")
    return verdict


def _amount_is_right(contract: Contract) -> Verdict:
    verdict, amount = ALLOWED, contract.amount or Decimal(0)
    if contract.amount is not None and amount <= 0:
        verdict &= refused("合同金额应大于零。")
    limit = amount_in(contract.details, "price_limit")
    if limit and amount > limit:
        verdict &= refused(
            f"合同金额{yuan_text(amount)}元超过最高限价{yuan_text(limit)}元，请核对。"
        )
    if amount_in(contract.details, "retention_amount") > amount:
        verdict &= refused("质保金超过合同金额，请核对。")
    return verdict


def _terms_add_up(contract: Contract) -> Verdict:
    """Demand that the terms pay the whole sum, no more and no less."""
    if not rows_in(contract.details, "payment_terms"):
        return ALLOWED
    verdict = ALLOWED
    shares = sum_of(contract.details, "payment_terms", "share")
    if shares != WHOLE:
        verdict &= refused(f"付款约定的比例合计为{shares.normalize():f}%，应为100%。")
    amounts = sum_of(contract.details, "payment_terms", "amount")
    if contract.amount is not None and amounts != contract.amount:
        verdict &= refused(
            f"付款约定的金额合计{yuan_text(amounts)}元，与合同金额"
            f"{yuan_text(contract.amount)}元不一致，请核对。"
        )
    return verdict


def _was_signed_in_time(contract: Contract) -> Verdict:
    """Tell when the contract was signed late; what is late can no longer be forbidden."""
    awarded_on = day_in(contract.details, "awarded_on")
    if awarded_on is None or contract.signed_on is None:
        return ALLOWED
    days = int(number_setting(contract.project.rulebook, *DAYS_TO_SIGN))
    last = deadline(awarded_on, days, PeriodUnit.DAY, working_calendar())
    if contract.signed_on <= last:
        return ALLOWED
    return Verdict(
        (
            Refusal(
                message=f"合同应在{chinese_day(last)}前签订，请在材料中说明逾期原因。",
                strength=Strength.ADVICE,
                is_system_default=True,
            ),
        )
    )
