"""Posts (岗位), appointments (任职) and delegations (委托)."""

from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from approvals.organizations.models.people import User
from approvals.organizations.models.units import Unit


class Role(models.Model):
    """What a post is for (角色); beside the catalogue, rulebooks bring their own.

    The posts of a role that lives inside projects (项目经理) belong to one project each.
    """

    code = models.SlugField("代码", primary_key=True, max_length=40)
    label = models.CharField("名称", max_length=40, unique=True)
    is_administrator = models.BooleanField("管理员", default=False)
    exclusive_group = models.SlugField("互斥组", max_length=40)
    at_owner = models.BooleanField("设在建设单位", default=False)
    in_project = models.BooleanField("设在项目内", default=False)
    unit_kinds = ArrayField(
        models.CharField(max_length=40), verbose_name="通常所在单位类别", default=list, blank=True
    )

    class Meta:
        verbose_name = "角色"

    def __str__(self) -> str:
        return self.label


class Post(models.Model):
    """A role at a unit (岗位); its group is what object permissions are granted to."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts", verbose_name="角色")
    title = models.CharField("岗位名称", max_length=60)
    group = models.OneToOneField(Group, models.PROTECT, related_name="post", editable=False)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role", "title"],
                name="approvals_post_unit_role_title",
                violation_error_message="该单位已有同名岗位。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExclusivePair(models.Model):
    """Two roles whose posts nobody holds on the same day (互斥岗位); the database sees to it.

    `source` is the regulation that asks for it, empty for what every installation starts with.
    """

    first = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="角色")
    second = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name="互斥的角色")
    reason = models.CharField("理由", max_length=300)
    source = models.CharField("来源", max_length=40, blank=True)

    class Meta:
        verbose_name = "互斥岗位"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second", "source"], name="approvals_exclusivepair_once"
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="approvals_exclusivepair_two_roles"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}与{self.second}"


class Appointment(models.Model):
    """A person holds a post from one day to another, both included (任职).

    `exclusive_group` is the role's, written by a trigger whoever inserts the row; the
    exclusion constraint on it keeps the three administrators apart without a race.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="人员")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    starts_on = models.DateField("任职起")
    ends_on = models.DateField("任职止", null=True, blank=True)
    exclusive_group = models.CharField(max_length=40, editable=False, default="")
    from_claim = models.BooleanField("来自单点登录", default=False, editable=False)

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="approvals_appointment_dates_in_order",
                violation_error_message="任职止不能早于任职起。",
            ),
            ExclusionConstraint(
                name="approvals_appointment_three_administrators",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("exclusive_group", RangeOperators.NOT_EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="系统、安全、审计管理员与业务岗位不能由同一人同时担任。",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "starts_on"], name="approvals_appointment_user"),
            models.Index(fields=["post", "starts_on"], name="approvals_appointment_post"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"


class PostClaim(models.Model):
    """A value in the identity of single sign-on that brings a post (岗位对应)."""

    value = models.CharField("身份信息中的值", max_length=200)
    post = models.ForeignKey(Post, models.PROTECT, related_name="claims", verbose_name="岗位")

    class Meta:
        verbose_name = "岗位对应"
        constraints = [
            models.UniqueConstraint(
                fields=["value", "post"], name="approvals_postclaim_value_post"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class Delegation(models.Model):
    """A person lets another act in all business posts for some days (委托)."""

    giver = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_given", verbose_name="委托人"
    )
    receiver = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_received", verbose_name="受托人"
    )
    starts_on = models.DateField("委托起")
    ends_on = models.DateField("委托止")
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = "委托"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="approvals_delegation_dates_in_order",
                violation_error_message="委托止不能早于委托起。",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="approvals_delegation_two_people",
                violation_error_message="不能委托给本人。",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "ends_on"], name="approvals_delegation_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}"
