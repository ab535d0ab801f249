"""Small forms: give a task to another post, copy it, stop the clock, take it back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from approvals.flows.engine import AddMode
from approvals.flows.queries import holders_read
from approvals.organizations.models import Post
from config.kernel.forms import CleanCharField, CleanTextField, UiForm

REASSIGN, ASK, COPY, ADD = "REASSIGN", "ASK", "COPY", "ADD"
WAYS = [
    (REASSIGN, "转办：由对方代替我办理"),
    (f"{ADD}-{AddMode.BEFORE}", "加签：对方先签，再由我签"),
    (f"{ADD}-{AddMode.AFTER}", "加签：我签之后再由对方签"),
    (f"{ADD}-{AddMode.PARALLEL}", "加签：与我同时签"),
    (ASK, "征求意见：对方反馈后由我决定"),
    (COPY, "抄送：请对方阅知"),
]


def _named(post: Post) -> str:
    people = "、".join(user.full_name for user in holders_read(post))
    return f"{post.unit.short_name} {post.title}（{people}）"


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of a post, named with its unit and the people who hold it."""

    def label_from_instance(self, obj: Post) -> str:
        return _named(obj)


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of several posts, named likewise."""

    def label_from_instance(self, obj: Post) -> str:
        return _named(obj)


class OnceForm(UiForm):
    """A form with a key of its own: sent twice, it counts once."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid4())


class KeyedForm(OnceForm):
    """A form with what the reader saw besides."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def blank(cls, *, version: int, **kwargs: Any) -> "KeyedForm":
        """Return an empty form for what is seen at `version`."""
        return cls(initial={"version": version}, **kwargs)


class HandForm(KeyedForm):
    """What another post shall do with the task, and why."""

    way = forms.ChoiceField(label="方式", choices=WAYS)
    to_post = PostField(label="岗位", queryset=Post.objects.none())
    reason = CleanTextField(label="事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, posts: QuerySet[Post], may_add: bool, is_advice: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        post, way = self.fields["to_post"], self.fields["way"]
        assert isinstance(post, forms.ModelChoiceField)
        assert isinstance(way, forms.ChoiceField)
        post.queryset = posts
        way.choices = [
            (code, label)
            for code, label in WAYS
            if (may_add or not code.startswith(ADD)) and not (is_advice and code == ASK)
        ]

    @property
    def chosen_way(self) -> str:
        """The service asked for."""
        return str(self.cleaned_data["way"]).partition("-")[0]

    def arguments(self) -> dict[str, Any]:
        """Return what the service of the chosen way gets."""
        found = dict(self.cleaned_data)
        if self.chosen_way == COPY:
            return {"people": holders_read(found["to_post"]), "form_key": found["form_key"]}
        mode = found.pop("way").partition("-")[2]
        return found | ({"mode": AddMode(mode)} if mode else {})


class CopyForm(OnceForm):
    """Whom to give a matter to read."""

    to_posts = PostsField(
        label="抄送岗位",
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个抄送岗位。"},
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["to_posts"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = posts

    def arguments(self) -> dict[str, Any]:
        """Return the people behind the posts, each once."""
        found = self.cleaned_data
        people = {user.pk: user for post in found["to_posts"] for user in holders_read(post)}
        return {"people": list(people.values()), "form_key": found["form_key"]}


class ReasonForm(KeyedForm):
    """Why something is done."""

    reason = CleanTextField(label="事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(KeyedForm):
    """Why something is taken back."""

    reason = CleanTextField(
        label="撤回原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DemandForm(OnceForm):
    """What is demanded from above."""

    demand = CleanTextField(
        label="督办要求", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class BareForm(KeyedForm):
    """A button that needs no words."""


class PhraseForm(OnceForm):
    """A phrase to keep."""

    text = CleanCharField(label="常用意见", max_length=200)
