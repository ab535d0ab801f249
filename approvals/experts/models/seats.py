"""The draws of a review, and the seats that they fill."""

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from approvals.experts.models.pool import Expert
from approvals.experts.models.reviews import ExpertReview
from approvals.experts.shapes import CONCLUSIONS
from approvals.organizations.models import User
from config.kernel.models import GuardedModel


class ReviewDraw(models.Model):
    """One draw (抽取记录): everything it takes to repeat it."""

    review = models.ForeignKey(
        ExpertReview, models.PROTECT, related_name="draws", verbose_name="评审"
    )
    number = models.PositiveSmallIntegerField("次序")
    seed = models.CharField("随机种子", max_length=64)
    demand = models.JSONField("组成要求")
    pool = models.JSONField("抽取时的专家库")
    kept = models.JSONField("已在评审组中的专家")
    drawn = models.JSONField("抽取结果")
    reason = models.CharField("事由", max_length=300)
    witness = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="见证人"
    )
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="抽取人")
    drawn_at = models.DateTimeField("抽取时间")

    class Meta:
        verbose_name = "抽取记录"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="approvals_draw_number_once")
        ]

    def __str__(self) -> str:
        return f"第{self.number}次抽取"


class SeatStatus(models.TextChoices):
    """What became of an invitation."""

    INVITED = "INVITED", "待声明"
    ACCEPTED = "ACCEPTED", "已到会"
    RECUSED = "RECUSED", "已回避"
    DECLINED = "DECLINED", "不能参加"
    RELEASED = "RELEASED", "已更换"


STANDING = (SeatStatus.INVITED, SeatStatus.ACCEPTED)


class ReviewSeat(GuardedModel):
    """A seat on a panel: the invitation, the declaration and the scores of one expert (席位)."""

    review = models.ForeignKey(
        ExpertReview, models.PROTECT, related_name="seats", verbose_name="评审"
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats", verbose_name="专家")
    draw = models.ForeignKey(ReviewDraw, models.PROTECT, related_name="seats", verbose_name="抽取")
    position = models.PositiveSmallIntegerField("序号")
    status = FSMField(
        "状态", choices=SeatStatus.choices, default=SeatStatus.INVITED, protected=True
    )
    declared_at = models.DateTimeField("声明时间", null=True)
    left_reason = models.CharField("退出原因", max_length=300, blank=True)
    ratings = models.JSONField("评分", default=dict)
    remarks = models.TextField("评审意见", blank=True)
    proposal = models.CharField("建议结论", max_length=20, choices=CONCLUSIONS, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True)

    class Meta:
        verbose_name = "评审席位"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "expert"], name="approvals_seat_once"),
            models.UniqueConstraint(fields=["review", "position"], name="approvals_seat_position"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(declared_at__isnull=False),
                name="approvals_seat_declares_before_scoring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert}（{self.get_status_display()}）"

    @property
    def tint(self) -> str:
        """The tint of its state on a page."""
        if self.submitted_at is not None:
            return "ok"
        return {"INVITED": "warn", "ACCEPTED": "info"}.get(self.status, "mute")

    @property
    def state(self) -> str:
        """Name its state."""
        return "已交评分" if self.submitted_at else str(self.get_status_display())

    @property
    def is_standing(self) -> bool:
        """Whether the expert is still on the panel."""
        return self.status in STANDING

    @property
    def has_declared(self) -> bool:
        """Whether nothing stands between the expert and the papers."""
        return str(self.status) == SeatStatus.ACCEPTED

    @transition(field=status, source=SeatStatus.INVITED, target=SeatStatus.ACCEPTED)
    def accept(self) -> None:
        """Declare that there is no conflict, and sign in (声明无利害关系并签到)."""

    @transition(field=status, source=SeatStatus.INVITED, target=SeatStatus.RECUSED)
    def recuse(self) -> None:
        """Stay away because of a conflict (回避)."""

    @transition(field=status, source=SeatStatus.INVITED, target=SeatStatus.DECLINED)
    def decline(self) -> None:
        """Not be able to come (不能参加)."""

    @transition(
        field=status, source=[SeatStatus.INVITED, SeatStatus.ACCEPTED], target=SeatStatus.RELEASED
    )
    def release(self) -> None:
        """Be replaced by whoever convened the panel (更换)."""
