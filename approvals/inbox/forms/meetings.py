"""Calling a meeting, and entering what its minutes say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from approvals.flows.models import ApprovalTask, Meeting, MeetingItem, MeetingResult
from approvals.flows.rules import TaskPowers
from approvals.flows.shapes import MEETING_DAY, MINUTES, StepField
from approvals.inbox.forms.deciding import PostsField, as_text, control_of, post_choice
from approvals.inbox.forms.handling import OnceForm
from approvals.organizations.models import Post
from config.kernel.forms import CleanCharField, CleanTextField, DayField


class OwnPostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among one's own posts."""

    label_from_instance = PostsField.label_from_instance


class MeetingForm(OnceForm):
    """When and where a meeting sits."""

    title = CleanCharField(label="会议名称", max_length=100)
    held_on = DayField(label="会议日期")
    place = CleanCharField(label="地点", max_length=100, required=False)
    post = OwnPostField(label="召集岗位", queryset=Post.objects.none())

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts
        field.empty_label = None


class ResultsForm(OnceForm):
    """The minutes' number, and the result and the words for every matter of the agenda."""

    minutes_number = CleanCharField(label="会议纪要文号", max_length=60)

    def __init__(
        self, *args: Any, meeting: Meeting, powers: Mapping[int, TaskPowers], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agenda = vars(meeting)["agenda"]
        for item in self.agenda:
            self.fields[f"result_{item.pk}"] = forms.ChoiceField(
                label=f"第{item.place}项结果",
                choices=[("", "请选择"), *MeetingResult.choices],
            )
            self.fields[f"note_{item.pk}"] = CleanTextField(
                label=f"第{item.place}项会议意见",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            for field in _asked(item):
                self.fields[f"field_{item.pk}_{field.code}"] = box = control_of(field)
                box.help_text = "通过时必填。" if field.required else ""
            if item.pk in powers and powers[item.pk].candidates:
                self.fields[f"chosen_{item.pk}"] = post_choice(powers[item.pk])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The matters of the agenda, each with its two fields and what its step asks for."""
        return [
            {
                "item": item,
                "result": self[f"result_{item.pk}"],
                "note": self[f"note_{item.pk}"],
                "asked": [self[name] for name in self.fields if _is_of(item, name)],
            }
            for item in self.agenda
        ]

    def arguments(self) -> dict[str, Any]:
        """Return what the service gets."""
        found = self.cleaned_data
        return {
            "minutes_number": found["minutes_number"],
            "form_key": found["form_key"],
            "results": {
                item.pk: (MeetingResult(found[f"result_{item.pk}"]), found[f"note_{item.pk}"])
                for item in self.agenda
            },
            "stated": {
                item.pk: {
                    field.code: as_text(found.get(f"field_{item.pk}_{field.code}"))
                    for field in _asked(item)
                }
                for item in self.agenda
            },
            "chosen": {item.pk: list(found.get(f"chosen_{item.pk}") or ()) for item in self.agenda},
        }


def _is_of(item: MeetingItem, name: str) -> bool:
    """Whether a box holds what the step of a matter asks for, or who gets it next."""
    return name == f"chosen_{item.pk}" or name.startswith(f"field_{item.pk}_")


def _asked(item: MeetingItem) -> list[StepField]:
    """Return what the step of a matter asks for, without what the meeting itself tells."""
    step = item.task.process.definition.route.steps[item.task.step_index]
    return [field for field in step.asked_of_signers if field.code not in {MEETING_DAY, MINUTES}]


class AgendaForm(OnceForm):
    """The matters ticked for an agenda."""

    task = forms.ModelMultipleChoiceField(label="议题", queryset=ApprovalTask.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["task"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = ApprovalTask.objects.select_related("process__definition").order_by(
            "queue_on", "pk"
        )
        field.error_messages["required"] = "请先勾选要列入的事项。"

    def arguments(self) -> dict[str, Any]:
        """Return what the service gets."""
        return {
            "tasks": list(self.cleaned_data["task"]),
            "form_key": self.cleaned_data["form_key"],
        }
