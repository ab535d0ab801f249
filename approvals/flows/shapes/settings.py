"""What a step may be told: how it comes to an answer, and what happens when it does not."""

from django.db.models import TextChoices


class StepKind(TextChoices):
    """How the signers of a step come to one answer."""

    REVIEW = "REVIEW", "审核"
    APPROVE = "APPROVE", "审批"
    ANY_ONE = "ANY_ONE", "或签"
    COUNTERSIGN = "COUNTERSIGN", "会签"
    JOINT_REVIEW = "JOINT_REVIEW", "联审"
    VOTE = "VOTE", "票签"
    MEETING = "MEETING", "会议审议"
    CONSULT = "CONSULT", "征求意见"
    FILING = "FILING", "备案"
    OUTSIDE = "OUTSIDE", "外部机关决定"


class Approver(TextChoices):
    """How the posts of a step are found."""

    POST = "POST", "按岗位"
    UNIT_HEAD = "UNIT_HEAD", "建设单位负责人"
    SUPERIOR_UNIT = "SUPERIOR_UNIT", "上级单位"
    LEADER_IN_CHARGE = "LEADER_IN_CHARGE", "分管领导"
    CHOSEN = "CHOSEN", "上一环节选定"
    MEMBER = "MEMBER", "项目成员"


# What the page of a meeting knows by itself, where a step asks for it.
MEETING_DAY, MINUTES = "meeting_on", "minutes_number"


class Refusal(TextChoices):
    """When one refusal of several signers takes effect."""

    AT_ONCE = "AT_ONCE", "一人不同意即时生效"
    AFTER_ALL = "AFTER_ALL", "全部办完再定"


class Vacancy(TextChoices):
    """What happens when nobody is there to decide."""

    FORBID = "FORBID", "不得提交"
    SUPERIOR = "SUPERIOR", "转上级单位"
    ADMIN = "ADMIN", "留在岗位上，由管理员任职"


class OwnMatter(TextChoices):
    """What happens when the applicant would have to decide."""

    OTHERS = "OTHERS", "由同岗位其他人员办理"
    SKIP = "SKIP", "自动通过并注明"
    SUPERIOR = "SUPERIOR", "转上级单位"


class Repeat(TextChoices):
    """What happens when the signer of the step before would have to sign again."""

    SIGN = "SIGN", "仍须签署"
    SKIP = "SKIP", "自动通过并注明"


class Resubmit(TextChoices):
    """Which way a corrected matter takes."""

    STEPWISE = "STEPWISE", "逐级重审"
    DIRECT = "DIRECT", "直达退回人"


class ReturnTo(TextChoices):
    """How far back a step may return a matter."""

    ANY_PASSED = "ANY_PASSED", "送审人或已办环节"
    APPLICANT = "APPLICANT", "送审人"


class Expiry(TextChoices):
    """What the system does when the limit has passed."""

    REMIND = "REMIND", "只提醒"
    ESCALATE = "ESCALATE", "报告上级"
    PASS_ON = "PASS_ON", "超时流转"
    DEEMED = "DEEMED", "超时视同同意"
