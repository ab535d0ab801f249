"""When the pool may be kept, a panel convened, a declaration made, scores given, results opened."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime

from approvals.experts import subjects
from approvals.experts.access import is_keeper
from approvals.experts.models import (
    Expert,
    ExpertField,
    ExpertReview,
    ExpertTie,
    ReviewSeat,
    ReviewStatus,
    SeatStatus,
)
from approvals.experts.queries import EXPERT_ROLE, chair_of
from approvals.experts.shapes import ScoreForm, Tally
from approvals.organizations.access import is_role
from approvals.organizations.models import Unit, User
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Verdict, refused

EARLIEST_WORK = 1950
MOST_CAP = 200


def may_keep(actor: User, on: date) -> Verdict:
    """Whether somebody keeps the pool and convenes panels."""
    if actor.is_system or is_keeper(actor, on):
        return ALLOWED
    return refused("专家库和专家评审由数据部门评审岗办理，您没有这项职权。")


def may_add(user: User, on: date) -> Verdict:
    """Whether a person can come into the pool: one with the post of an expert, once."""
    if not is_role(user, EXPERT_ROLE, on):
        return refused(f"{user.full_name}没有评审专家的岗位，请先由安全管理员任命。")
    if Expert.objects.filter(user=user).exists():
        return refused(f"{user.full_name}已在专家库中，不必重复入库。")
    return ALLOWED


def particulars_hold(
    *, works_since: int, yearly_cap: int, fields: Iterable[ExpertField], on: date
) -> Verdict:
    """Whether what is written of an expert can be."""
    verdict = ALLOWED
    if not EARLIEST_WORK <= works_since <= on.year:
        verdict &= refused(f"从业起始年份应在{EARLIEST_WORK}年至{on.year}年之间。")
    if not 1 <= yearly_cap <= MOST_CAP:
        verdict &= refused(f"每年最多评审次数应在1至{MOST_CAP}之间。")
    if not list(fields):
        verdict &= refused("请至少选择一个专业。")
    return verdict


def may_tie(expert: Expert, kind: str, name: str) -> Verdict:
    """Whether a tie is not recorded yet."""
    names = ExpertTie.objects.filter(expert=expert, kind=kind).values_list("name", flat=True)
    if any(nfkc_key(other) == nfkc_key(name) for other in names):
        return refused(f"已登记过与“{name}”的这项关系，不必重复登记。")
    return ALLOWED


def may_name_field(code: str, label: str, field: ExpertField | None = None) -> Verdict:
    """Whether code and name of a field are still free."""
    others = ExpertField.objects.all()
    if field is not None:
        others = others.exclude(pk=field.pk)
    if others.filter(Q(code__iexact=code) | Q(label=label)).exists():
        return refused(f"专业代码“{code}”或者名称“{label}”已经有了，请换一个。")
    return ALLOWED


def may_convene(subject: subjects.Subject, *, deadline: datetime, at: datetime) -> Verdict:
    """Whether a panel may be convened on something now."""
    running = ExpertReview.objects.filter(
        subject_kind=subject.kind,
        subject_ref=subject.ref,
        status__in=[ReviewStatus.SEALED, ReviewStatus.OPENED],
    )
    verdict = ALLOWED
    if running.exists():
        verdict &= refused("这一事项已有专家评审正在进行，办结或者取消之后才能再次组织。")
    if deadline <= at:
        verdict &= refused("评审截止时间应当晚于现在。")
    return verdict


def may_witness(
    witness: User | None, *, actor: User, touched: Mapping[str, Iterable[str]]
) -> Verdict:
    """Whether a person may stand by a draw: a third one, who is neither expert nor concerned."""
    if witness is None:
        return refused("抽取专家须有见证人，请见证人在本页输入自己的用户名和密码。")
    verdict = ALLOWED
    if witness.pk == actor.pk:
        verdict &= refused("见证人不能是抽取人本人，请另请一人。")
    if Expert.objects.filter(user=witness).exists():
        verdict &= refused(f"{witness.full_name}在专家库中，不能见证抽取，请另请一人。")
    concerned = {key for part in ("units", "firms") for key in touched[part]}
    if not concerned.isdisjoint(_names_of(witness.unit)):
        verdict &= refused(f"{witness.full_name}是被评审单位的人员，不能见证抽取，请另请一人。")
    return verdict


def _names_of(unit: Unit | None) -> set[str]:
    return set() if unit is None else {nfkc_key(unit.name), nfkc_key(unit.short_name)}


def may_declare(seat: ReviewSeat, *, at: datetime) -> Verdict:
    """Whether an invitation still waits for its answer."""
    if str(seat.status) != SeatStatus.INVITED:
        return refused(f"您对这次邀请{seat.get_status_display()}，不能再次声明。")
    return _is_running(seat.review, at)


def may_score(seat: ReviewSeat, *, at: datetime) -> Verdict:
    """Whether an expert may still enter scores: declared, not handed in, before the deadline."""
    if not seat.has_declared:
        return refused("请先作出利害关系声明，再查阅材料和评分。")
    if seat.submitted_at is not None:
        return refused("您的评分已经提交，不能再修改。")
    return _is_running(seat.review, at)


def _is_running(review: ExpertReview, at: datetime) -> Verdict:
    if not review.is_sealed:
        return refused(f"这次评审{review.get_status_display()}，不能再办理。")
    if at >= review.deadline:
        return refused("评审已经截止，请与数据部门联系。")
    return ALLOWED


def scores_are_complete(
    form: ScoreForm, ratings: Mapping[str, str], *, remarks: str, proposal: str
) -> Verdict:
    """Whether every item is rated as it may be, and the opinion is there."""
    verdict = ALLOWED
    for box in form.boxes:
        _, wrong = box.read(ratings.get(box.code, ""))
        if wrong:
            verdict &= refused(wrong)
    if not remarks:
        verdict &= refused("请填写评审意见。")
    if not proposal:
        verdict &= refused("请选择建议结论。")
    return verdict


def may_release(seat: ReviewSeat) -> Verdict:
    """Whether an expert may be replaced: as long as nothing is handed in or opened."""
    if not seat.is_standing:
        return refused("这个席位已经空出，不必更换。")
    if seat.submitted_at is not None:
        return refused("该专家已经提交评分，不能更换。")
    if not seat.review.is_sealed:
        return refused("评审结果已经启封，不能更换专家。")
    return ALLOWED


def may_refill(review: ExpertReview, *, at: datetime) -> Verdict:
    """Whether empty seats may be filled by another draw."""
    return _is_running(review, at)


def may_move_deadline(review: ExpertReview, *, deadline: datetime, at: datetime) -> Verdict:
    """Whether the deadline may move: later only, and not once the seal is broken."""
    if not review.is_sealed:
        return refused("评审结果已经启封，截止时间不能再调整。")
    if deadline <= max(at, review.deadline):
        return refused("评审截止只能延后，且应当晚于现在。")
    return ALLOWED


def may_open_results(review: ExpertReview, *, actor: User, at: datetime) -> Verdict:
    """Whether the seal may be broken: by the chair, after the deadline, with enough scores in."""
    if not review.is_sealed:
        return refused(f"这次评审{review.get_status_display()}，不必启封。")
    verdict = _is_chair(review, actor)
    if at < review.deadline:
        until = f"{localtime(review.deadline):%Y年%-m月%-d日%H:%M}"
        verdict &= refused(f"评审结果密封到{until}截止，届时由组长启封。")
    came = review.seats.filter(submitted_at__isnull=False).count()
    wanted = review.asked.must_come
    if came < wanted:
        verdict &= refused(
            f"已交评分的专家有{came}人，少于需要的{wanted}人，请由数据部门延长截止时间或者更换专家。"
        )
    return verdict


def may_conclude(
    review: ExpertReview, *, tally: Tally, conclusion: str, opinion: str, actor: User
) -> Verdict:
    """Whether a conclusion may be given, and whether it follows from the scores."""
    if str(review.status) != ReviewStatus.OPENED:
        return refused(f"这次评审{review.get_status_display()}，不能出具结论。")
    verdict = _is_chair(review, actor)
    if not opinion:
        verdict &= refused("请填写评审意见。")
    if conclusion not in {"PASSED", "AMENDED", "FAILED"}:
        verdict &= refused("请选择评审结论。")
    if conclusion != "FAILED" and not tally.passed:
        verdict &= refused(f"{tally.why_not}结论不能是通过。")
    return verdict


def _is_chair(review: ExpertReview, actor: User) -> Verdict:
    chair = chair_of(review)
    if chair is not None and chair.expert.user_id == actor.pk:
        return ALLOWED
    return refused("启封结果和出具结论由评审组组长办理。")


def may_cancel(review: ExpertReview) -> Verdict:
    """Whether a review may end without a conclusion."""
    if review.is_open:
        return ALLOWED
    return refused(f"这次评审{review.get_status_display()}，不能取消。")
