"""Why somebody may, or may not, see and decide a project: one sentence for each ground.

Nothing is judged here. What is in favour are the very grounds whose sum are the rights; what a
task says comes from the engine that would refuse it; the rest tells which ground is lacking.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Permission

from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.flows.queries import acting_for
from approvals.flows.rules import may_decide
from approvals.organizations.access import is_administrator
from approvals.organizations.models import Appointment, Post, User
from approvals.organizations.queries import posts_of
from config.kernel.periods import chinese_day
from config.kernel.verdicts import Verdict
from projects.registry.access import VIEW, Cause, Ground, grounds_on
from projects.registry.access.duties import rights_by_stage, rights_by_task
from projects.registry.models import Project
from projects.regulations.queries import role_in, rulebook_of

NO_POST = "今天没有任何岗位：没有岗位就没有权限。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground in a sentence, for or against, and its clause where there is one."""

    is_for: bool
    label: str
    sentence: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question, with every reason."""

    question: str
    is_yes: bool
    reasons: tuple[Reason, ...]
    words: tuple[str, str] = ("能", "不能")

    @property
    def word(self) -> str:
        """The answer in a word."""
        return self.words[0] if self.is_yes else self.words[1]


def explain(user: User, project: Project, on: date) -> list[Answer]:
    """Answer whether somebody may see a project, what else they may do, and each open task."""
    grounds = grounds_on(user, project, on)
    labels = dict(
        Permission.objects.filter(content_type__app_label="projects").values_list(
            "codename", "name"
        )
    )
    held = {right for ground in grounds for right in ground.rights}
    tellers = {ground: _in_favour(user, project, ground, on) for ground in grounds}
    against = tuple(_against(user, project, on))
    answers = []
    for right, label in labels.items():
        found = tuple(tellers[ground].of(right) for ground in grounds if right in ground.rights)
        if found or right == VIEW:
            answers.append(
                Answer(question=f"能否{label}", is_yes=right in held, reasons=found or against)
            )
    answers.sort(key=lambda answer: answer.question != f"能否{labels[VIEW]}")
    return [*answers, *_decisions(user, project, on), _standing(project)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """Tells of one ground, for one right at a time."""

    ground: Ground
    place: str
    by_duty: frozenset[str]
    by_task: frozenset[str]
    unit: str
    stage: str

    def of(self, right: str) -> Reason:
        """Tell why the ground gives this right."""
        label, why = {
            Cause.OWNER: ("岗位", f"，项目由{self.unit}建设"),
            Cause.ABOVE: ("单位层级", f"，{self.unit}是其下级单位"),
            Cause.MEMBER: ("项目成员", "，是本项目内的岗位"),
            Cause.OFFICE: ("岗位", ""),
            Cause.GRANTED: self._granted(right),
            Cause.NAMED: ("单独授予", "这项权限单独授予了本人"),
        }[self.ground.cause]
        if right != VIEW and self.ground.cause in {Cause.OWNER, Cause.ABOVE}:
            why += f"，办法规定该岗位在“{self.stage}”阶段有这项职责"
        return Reason(is_for=True, label=label, sentence=f"{self.place}{why}。")

    def _granted(self, right: str) -> tuple[str, str]:
        if right in self.by_duty:
            return "职责", f"，办法规定该角色在“{self.stage}”阶段有这项职责"
        if right in self.by_task:
            return "待办", "，岗位上有本项目的待办"
        return "授权", "，这项权限已授予该岗位"


def _in_favour(user: User, project: Project, ground: Ground, on: date) -> _Teller:
    post, by_duty, by_task = ground.post, frozenset[str](), frozenset[str]()
    if post is not None and ground.cause is Cause.GRANTED:
        by_duty = _of_group(rights_by_stage(project), post)
        by_task = _of_group(rights_by_task(project), post)
    return _Teller(
        ground=ground,
        place=_place(user, post, on) if post is not None else "",
        by_duty=by_duty,
        by_task=by_task,
        unit=project.owner_unit.short_name,
        stage=project.stage_label,
    )


def _of_group(wanted: set[tuple[int, str]], post: Post) -> frozenset[str]:
    return frozenset(right for group, right in wanted if group == post.group_id)


def _place(user: User, post: Post, on: date) -> str:
    """Say how somebody comes to a post: by appointment, or for somebody else."""
    title = f"{post.unit.short_name}“{post.title}”"
    giver = acting_for(user, post, on)
    return f"受{giver.full_name}委托，代其办理{title}的事项" if giver else f"在任{title}"


def _against(user: User, project: Project, on: date) -> Iterator[Reason]:
    """Tell which ground is lacking, for somebody who sees nothing of a project."""
    if not user.is_active:
        yield _no("账号", "账号已停用，停用的账号没有任何权限。")
        return
    posts = posts_of(user, on)
    if is_administrator(user, on):
        yield _no("三员分立", "本人是系统、安全、审计管理员之一，不任业务岗位，不查看业务项目。")
        return
    if not posts:
        yield _no("岗位", NO_POST)
    for post in posts:
        yield _no("岗位", f"{_place(user, post, on)}，但{_why_not(post, project)}。")
    yield from _past_and_future(user, posts, on)
    yield _no("单独授予", "没有单独授予本人这个项目的权限。")


def _why_not(post: Post, project: Project) -> str:
    if post.role.in_project:
        return "这个岗位属于另一个项目"
    if post.role.at_owner:
        return f"{project.owner_unit.short_name}不是该岗位所在单位，也不是其下级单位"
    book = rulebook_of(project.rulebook)
    stages = {
        book.label_of_stage(stage)
        for duty in book.duties
        if role_in(book, duty.role) == post.role_id and duty.permissions
        for stage in duty.stages
    }
    if stages:
        named = "、".join(sorted(stages))
        return f"办法规定的职责在“{named}”阶段，项目现在“{project.stage_label}”阶段，也没有待办"
    return "适用的办法没有规定该角色的职责，岗位上也没有本项目的待办"


def _past_and_future(user: User, posts: Sequence[Post], on: date) -> Iterator[Reason]:
    """Name the posts that count no longer, or not yet."""
    held = {post.pk for post in posts}
    others = Appointment.objects.filter(user=user).exclude(post__in=held)
    for row in others.select_related("post__unit").order_by("-starts_on", "pk"):
        title = f"{row.post.unit.short_name}“{row.post.title}”"
        if row.starts_on > on:
            yield _no("任职", f"{title}的任职从{chinese_day(row.starts_on)}开始，今天还不算。")
        elif row.ends_on is not None and row.ends_on < on:
            yield _no("任职", f"{title}的任职已于{chinese_day(row.ends_on)}结束。")
        elif not row.post.is_active:
            yield _no("岗位", f"{title}岗位已停用。")


def _decisions(user: User, project: Project, on: date) -> Iterator[Answer]:
    """Ask the engine of every open task whether it would let this person decide."""
    tasks = (
        ApprovalTask.objects.filter(process__project_ref=project.pk, status=TaskStatus.OPEN)
        .select_related("post__unit", "process__definition", "process__owner_unit")
        .select_related("process__started_by")
        .order_by("opened_at", "pk")
    )
    for task in tasks:
        verdict = may_decide(task, user, on)
        yield Answer(
            question=f"能否办理待办“{task.step_label}”（{task.post.unit.short_name}{task.post.title}）",
            is_yes=bool(verdict),
            reasons=(*_of_task(user, task, on, verdict),),
        )


def _of_task(user: User, task: ApprovalTask, on: date, verdict: Verdict) -> Iterator[Reason]:
    if verdict:
        yield Reason(
            is_for=True,
            label="待办",
            sentence=f"{_place(user, task.post, on)}，不是本人送审的事项，任务待办。",
        )
    for refusal in verdict.refusals:
        yield Reason(is_for=False, label="待办", sentence=refusal.message, basis=refusal.basis)


def _standing(project: Project) -> Answer:
    """Tell whether the project itself goes on."""
    standing = project.get_standing_display()
    sentence = (
        f"项目{standing}，处于“{project.stage_label}”阶段。"
        if project.is_active
        else f"项目已{standing}，除办法允许的事项外不能再新办。"
    )
    reason = Reason(is_for=project.is_active, label="办理状态", sentence=sentence)
    return Answer(
        question="项目是否在办", is_yes=project.is_active, reasons=(reason,), words=("是", "否")
    )


def _no(label: str, sentence: str) -> Reason:
    return Reason(is_for=False, label=label, sentence=sentence)
