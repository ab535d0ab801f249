"""The opinion box: an opinion, what the step asks for, and the button pressed."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from approvals.flows.models import Decision, Part
from approvals.flows.rules import TaskPowers, may_say
from approvals.flows.shapes import Step, StepField
from approvals.organizations.models import Post
from config.kernel.forms import CleanCharField, CleanTextField, DayField, MoneyField, UiForm

DECISIONS = [
    (decision.value, decision.label)
    for decision in (Decision.APPROVED, Decision.RETURNED, Decision.REJECTED, Decision.ADVISED)
]
DISSENT = "DISSENT"
SIGNING = frozenset({Part.SIGN, Part.ADDED})
TO_APPLICANT = "送审人"
FIELD_PREFIX = "field_"


def build_field(field: StepField, powers: TaskPowers) -> forms.Field:
    """Return the box for what a step asks for; what must be filled in is said beside it."""
    built = control_of(field)
    when = "同意或不同意时必填。" if powers.needs_paper else "同意时必填。"
    if powers.part == Part.EXPLAIN:
        when = "说明时必填。"
    built.help_text = when if field.required else ""
    return built


def control_of(field: StepField) -> forms.Field:
    """Return the box for what a step asks for."""
    match field.kind:
        case "date":
            return DayField(label=field.label, required=False)
        case "money":
            return MoneyField(label=field.label, required=False, in_wan=True)
        case "choice":
            choices = [("", "请选择"), *((choice, choice) for choice in field.choices)]
            return forms.ChoiceField(label=field.label, required=False, choices=choices)
        case _:
            return CleanCharField(label=field.label, required=False, max_length=200)


def as_text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def post_choice(powers: TaskPowers) -> forms.Field:
    """Return the choice of the posts that get the matter next."""
    posts = Post.objects.filter(pk__in=[post.pk for post in powers.candidates])
    field = PostsField(
        label=f"“{powers.choice_label}”由谁办理",
        queryset=posts.select_related("unit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field.help_text = "同意时请选择，可以多选。"
    return field


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of posts, each named with its unit."""

    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.unit.short_name}{obj.title}"


class DecideForm(UiForm):
    """An opinion, the fields of the step, and the button pressed.

    What a consent needs is demanded by the service only when consent is given, so that nobody
    must invent a document number to send something back.
    """

    opinion = CleanTextField(
        label="意见",
        required=False,
        max_length=None,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, powers: TaskPowers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step, self.powers = step, powers
        self.fields["opinion"].error_messages["required"] = "请填写意见。"
        self.fields["decision"].error_messages["required"] = "请选择同意、退回补正或不同意。"
        for broken in ("version", "form_key"):
            self.fields[broken].error_messages |= {
                "required": "页面不完整，请重新打开后再办理。",
                "invalid": "页面不完整，请重新打开后再办理。",
            }
        for field in self.asked:
            self.fields[f"{FIELD_PREFIX}{field.code}"] = build_field(field, powers)
        if powers.targets and powers.may_return:
            targets = [(str(index), label) for index, label in powers.targets]
            self.fields["to_step"] = forms.ChoiceField(
                label="退回至",
                required=False,
                choices=[("", TO_APPLICANT), *targets],
                initial="" if powers.usual_target is None else str(powers.usual_target),
            )
        if powers.needs_paper:
            self.fields["paper"] = forms.FileField(
                label="外部机关的决定文件",
                required=False,
                help_text="同意或不同意时必须上传，盖章扫描件或电子公文均可。",
            )
        if powers.candidates:
            self.fields["chosen"] = post_choice(powers)

    @classmethod
    def blank(cls, step: Step, *, powers: TaskPowers, version: int) -> "DecideForm":
        """Return an empty form for a task seen at `version`."""
        initial = {"version": version, "form_key": uuid4()}
        return cls(step=step, powers=powers, initial=initial)

    @property
    def asked(self) -> tuple[StepField, ...]:
        """What the step asks this signer for besides the opinion."""
        if self.powers.part == Part.EXPLAIN:
            return self.step.asked_of_explainer
        return self.step.asked_of_signers if self.powers.part in SIGNING else ()

    @property
    def to_step(self) -> forms.BoundField | None:
        """The choice of where to send it back to, where there is one."""
        return self["to_step"] if "to_step" in self.fields else None

    @property
    def paper(self) -> forms.BoundField | None:
        """The document of an organ outside, where that organ decides."""
        return self["paper"] if "paper" in self.fields else None

    @property
    def chosen_posts(self) -> forms.BoundField | None:
        """The choice of who is next, where there is one."""
        return self["chosen"] if "chosen" in self.fields else None

    @property
    def step_fields(self) -> list[forms.BoundField]:
        """The fields that the step asks for besides the opinion."""
        return [self[name] for name in self.fields if name.startswith(FIELD_PREFIX)]

    def clean(self) -> dict[str, Any]:
        """Put what the button needs on the field that lacks it; the service asks once more."""
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision and not cleaned.get("opinion") and "opinion" not in self.errors:
            for refusal in may_say(Decision(decision), "", self.step).blocking:
                self.add_error("opinion", refusal.message)
        before = "不同意" if decision == Decision.REJECTED else "同意"
        if decision in self._asking:
            for field in self.asked:
                name = f"{FIELD_PREFIX}{field.code}"
                if field.required and name not in self.errors and cleaned.get(name) in {None, ""}:
                    self.add_error(name, f"{before}前请填写“{field.label}”。")
        return cleaned

    @property
    def _asking(self) -> set[Decision]:
        """The buttons with which the fields of the step go along."""
        refusing = {Decision.REJECTED} if self.powers.needs_paper else set()
        return {Decision.APPROVED} | refusing

    @property
    def chosen(self) -> Decision:
        """The button pressed."""
        return Decision(self.cleaned_data["decision"])

    @property
    def said(self) -> str:
        """What was done, in the words of the button."""
        labels = {
            Decision.APPROVED: self.powers.consent_label,
            Decision.REJECTED: self.powers.refusal_label,
        }
        return str(labels.get(self.chosen, self.chosen.label))

    def arguments(self) -> dict[str, Any]:
        """Return what the service of the chosen button gets."""
        found = {name: self.cleaned_data[name] for name in ("opinion", "version", "form_key")}
        if self.chosen == Decision.ADVISED:
            found["agrees"] = self.data.get("agrees") != DISSENT
        if self.chosen == Decision.RETURNED and self.cleaned_data.get("to_step"):
            found["to_step"] = int(self.cleaned_data["to_step"])
        if self.chosen in {Decision.APPROVED, Decision.REJECTED} and self.paper:
            found["paper"] = self.cleaned_data.get("paper")
        if self.chosen in self._asking:
            found["extra"] = {
                field.code: as_text(self.cleaned_data.get(f"{FIELD_PREFIX}{field.code}"))
                for field in self.asked
            }
        if self.chosen == Decision.APPROVED:
            found["chosen"] = list(self.cleaned_data.get("chosen") or ())
        return found

    def refreshed(self, *, version: int) -> "DecideForm":
        """Return the form for what is there now, with every word that was typed."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"], data["form_key"] = str(version), str(uuid4())
        form = type(self)(data, step=self.step, powers=self.powers)
        form.is_valid()
        form.conflict = self.conflict
        return form
