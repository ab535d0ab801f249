"""Fields say by name what is wrong; `attempt` puts what the rules refuse on the form."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType

from config.kernel.forms import (
    CleanCharField,
    CleanTextField,
    CountField,
    DayField,
    MoneyField,
    SocialCreditCodeField,
    UiForm,
    YesNoField,
    attempt,
)
from config.kernel.verdicts import Refusal, RuleViolationError, StaleVersionError, Verdict

REFUSED = Verdict(
    (Refusal(message="缺等保测评报告。", regulation="管理办法", clause="第三十二条"),)
)


class ContractForm(UiForm):
    """One field of each kind."""

    name = CleanCharField(label="合同名称", max_length=20)
    amount = MoneyField(label="合同金额")
    signed_on = DayField(label="签订日期")
    copies = CountField(label="份数", unit="份")
    is_secret = YesNoField(label="是否涉密")
    code = SocialCreditCodeField(label="承建单位代码", required=False)
    note = CleanTextField(label="说明", required=False, max_length=50)


FILLED = {
    "name": "平台合同",
    "amount": "1,234.50",
    "signed_on": "2026-03-05",
    "copies": "4",
    "is_secret": "no",
}


def errors_of(field: str, value: str) -> list[str]:
    return [str(error) for error in ContractForm(FILLED | {field: value}).errors.get(field, [])]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.5", "1234.50"),
        ("１,２３４．５", "1234.50"),
        (" 1,234.50 元", "1234.50"),
        ("12.3万元", "123000.00"),
        ("0", "0.00"),
    ],
)
def test_money_is_read_as_people_type_it(typed: str, amount: str) -> None:
    form = ContractForm(FILLED | {"amount": typed})

    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal(amount)


@pytest.mark.parametrize("typed", ["-5", "1.234", "12,34", "abc", "1e9", "NaN", "Infinity"])
def test_money_that_is_none_is_refused_with_the_name_of_the_field(typed: str) -> None:
    (message,) = errors_of("amount", typed)

    assert message.startswith("合同金额")
    assert message.endswith("。")


def test_money_in_wan_is_stored_in_yuan_and_shown_in_wan() -> None:
    field = MoneyField(label="总投资", in_wan=True)

    assert field.clean("1268.4") == Decimal("12684000.00")
    assert field.prepare_value(Decimal("12684000.00")) == "1268.40"


@pytest.mark.parametrize(
    "typed", ["2026-03-05", "2026/3/5", "2026年3月5日", "２０２６－０３－０５"]
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    form = ContractForm(FILLED | {"signed_on": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["signed_on"] == date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["2026-02-30", "明天", "0026-03-05", "20260-03-05"])
def test_an_impossible_day_is_refused_by_name(typed: str) -> None:
    (message,) = errors_of("signed_on", typed)

    assert message.startswith("签订日期")


def test_text_keeps_emoji_and_rare_characters_and_loses_control_characters() -> None:
    form = ContractForm(FILLED | {"name": "平台\x00𠮷\u202e😀⼀", "note": "一\r\n二\x07"})

    assert form.is_valid()
    assert form.cleaned_data["name"] == "平台𠮷😀⼀"
    assert form.cleaned_data["note"] == "一\n二"


def test_text_that_is_too_long_says_how_long_it_is_and_comes_back_whole() -> None:
    form = ContractForm(FILLED | {"name": "字" * 10_000})

    assert list(form.errors["name"]) == ["合同名称最多 20 字，现有 10000 字，请删减。"]
    assert "字" * 10_000 in str(form["name"])
    assert "maxlength" not in str(form["name"])


def test_a_count_reads_full_width_digits_and_refuses_what_is_no_number() -> None:
    assert ContractForm(FILLED | {"copies": "１２"}).is_valid()
    assert errors_of("copies", "-1") == ["份数不能小于 0。"]
    assert errors_of("copies", "四") == ["份数应为数字。"]


def test_a_code_with_a_wrong_check_character_is_refused() -> None:
    assert errors_of("code", "91110000000000000X")
    assert not errors_of("code", "")


def test_what_is_missing_is_asked_for_by_name() -> None:
    form = ContractForm({})

    assert form.errors["name"] == ["请填写合同名称。"]
    assert form.errors["is_secret"] == ["请选择是否涉密。"]
    assert form.status == 422


def test_messages_a_form_writes_itself_stay() -> None:
    class OwnForm(UiForm):
        name = forms.CharField(label="名称", error_messages={"required": "名称不可为空。"})

    assert OwnForm({}).errors["name"] == ["名称不可为空。"]


class TestRendering:
    def test_errors_and_hints_are_bound_to_their_field(self) -> None:
        class HintedForm(UiForm):
            name = CleanCharField(label="名称", help_text="与批复一致。")

        shown = HintedForm({}).render()

        assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in shown
        assert 'id="id_name_helptext"' in shown
        assert 'id="id_name_error"' in shown
        assert '<a href="#id_name">名称</a>' in shown

    def test_an_amount_is_repeated_in_wan_and_capitals(self) -> None:
        shown = ContractForm(FILLED | {"amount": "1409.5"}).render()

        assert "0.14095 万元，人民币壹仟肆佰零玖元伍角" in shown

    def test_a_day_is_repeated_in_chinese(self) -> None:
        assert "2026年3月5日" in ContractForm(initial={"signed_on": date(2026, 3, 5)}).render()

    def test_controls_wear_the_classes_of_the_style_sheet(self) -> None:
        class LooksForm(UiForm):
            kind = forms.ChoiceField(label="类别", choices=[("1", "软件")])
            agrees = forms.BooleanField(label="我承诺")

        shown = LooksForm().render()

        assert 'class="form-select"' in shown
        assert '<label class="check">' in shown
        assert 'aria-required="true"' in shown

    def test_the_question_is_the_name_of_its_choices(self) -> None:
        shown = ContractForm({}).render()

        assert '<legend class="form-label req">是否涉密</legend>' in shown
        assert 'aria-describedby="id_is_secret_error"' in shown

    def test_a_choice_among_rows_asks_in_chinese(self) -> None:
        class RowForm(UiForm):
            kind = forms.ModelChoiceField(ContentType.objects.none(), label="类别")
            unit = forms.ModelChoiceField(
                ContentType.objects.none(), label="单位", empty_label="全部单位", required=False
            )

        shown = RowForm().render()

        assert '<option value="" selected>请选择</option>' in shown
        assert "全部单位" in shown


class TestAttempt:
    def test_the_service_gets_the_fields_and_its_answer_is_kept(self) -> None:
        form = ContractForm(FILLED)
        assert form.is_valid()

        def sign(project: str, *, actor: str, **fields: Any) -> tuple[str, str, Decimal]:
            return project, actor, fields["amount"]

        assert attempt(form, sign, "项目", actor="经办人")
        assert form.result == ("项目", "经办人", Decimal("1234.50"))

    def test_what_the_rules_refuse_stands_on_the_form_with_its_clause(self) -> None:
        form = ContractForm(FILLED)
        assert form.is_valid()

        def sign(**_: Any) -> None:
            raise RuleViolationError(REFUSED)

        assert not attempt(form, sign)
        assert form.non_field_errors() == ["缺等保测评报告。"]
        assert form.status == 422
        assert "《管理办法》第三十二条" in form.render()

    def test_a_stale_page_answers_409_and_keeps_what_was_written(self) -> None:
        form = ContractForm(FILLED | {"note": "写了很久的意见"})
        assert form.is_valid()

        def sign(**_: Any) -> None:
            raise StaleVersionError("已被他人办理。", changes=("周敏已同意。",))

        assert not attempt(form, sign)
        assert form.status == 409
        shown = form.render()
        for words in ("已被他人办理。", "周敏已同意。", "写了很久的意见"):
            assert words in shown

    def test_other_errors_are_bugs_and_rise(self) -> None:
        form = ContractForm(FILLED)
        assert form.is_valid()

        def sign(**_: Any) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            attempt(form, sign)
