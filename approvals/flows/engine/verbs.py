"""Everything that can be done to a process, each with what it needs to know."""

from dataclasses import dataclass
from datetime import datetime

from approvals.flows.engine.words import AddMode, Decision, ProcessStatus

RUNNING = frozenset({ProcessStatus.RUNNING})
UNFINISHED = frozenset({ProcessStatus.RUNNING, ProcessStatus.RETURNED})
ANY = frozenset(ProcessStatus)

type Content = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Something that somebody does; `actor` is a person."""

    actor: int
    at: datetime

    label = ""
    in_status = RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSeat(Verb):
    """Something done about one task."""

    seat: int
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(OnSeat):
    """Agree (同意)."""

    stated: frozenset[str] = frozenset()
    chosen: tuple[int, ...] = ()
    minutes: str = ""
    has_paper: bool = False

    label = "办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(OnSeat):
    """Refuse (不同意); what another organ decided is stated with its refusal too."""

    stated: frozenset[str] = frozenset()
    minutes: str = ""
    has_paper: bool = False

    label = "办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(OnSeat):
    """Send back (退回补正), to the applicant or to a step already passed."""

    to_step: int | None = None
    minutes: str = ""

    label = "办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOpinion(OnSeat):
    """Answer a request for an opinion (反馈意见)."""

    agrees: bool = True

    label = "反馈意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(OnSeat):
    """Take one's own last decision back while the next has not acted (收回)."""

    label = "收回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(OnSeat):
    """Give a task to another post (转办)."""

    to_desk: int

    label = "转办"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSigner(OnSeat):
    """Let another post sign too (加签)."""

    to_desk: int
    mode: AddMode = AddMode.PARALLEL

    label = "加签"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveSigner(OnSeat):
    """Let an added signer go (减签)."""

    label = "减签"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOpinion(OnSeat):
    """Ask another post for its opinion (征求意见)."""

    to_desk: int

    label = "征求意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(OnSeat):
    """Stop the clock while something is supplied (暂停计时)."""

    label = "暂停计时"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Verb):
    """Let the clock run again (恢复计时)."""

    label = "恢复计时"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expire(OnSeat):
    """Do what the step says about a limit that has passed; the system alone does."""

    label = "作超时处理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit(Verb):
    """Send a corrected matter again (重新送审)."""

    content: Content = ()
    is_colleague: bool = False

    label = "重新送审"
    in_status = frozenset({ProcessStatus.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Verb):
    """Take the matter back before it is decided (撤回)."""

    label = "撤回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Verb):
    """End the process because what it was about has ended (终止)."""

    label = "终止"
    in_status = UNFINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTo(Verb):
    """Give the matter to others to read (抄送、传阅)."""

    people: tuple[int, ...]

    label = "抄送"
    in_status = ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRead(Verb):
    """Tick off what one was given to read (已阅)."""

    label = "标记已阅"
    in_status = ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(Verb):
    """Ask those whose turn it is to hurry (催办)."""

    label = "催办"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise(Verb):
    """Press for a decision from above (督办)."""

    opinion: str = ""

    label = "督办"


WORDS: dict[type[Verb], Decision] = {
    Approve: Decision.APPROVED,
    Reject: Decision.REJECTED,
    Return: Decision.RETURNED,
    GiveOpinion: Decision.ADVISED,
    TakeBack: Decision.TAKEN_BACK,
    Reassign: Decision.REASSIGNED,
    AddSigner: Decision.SIGNER_ADDED,
    RemoveSigner: Decision.SIGNER_GONE,
    AskOpinion: Decision.CONSULTED,
    Pause: Decision.PAUSED,
    Resume: Decision.RESUMED,
    Expire: Decision.ESCALATED,
    Resubmit: Decision.RESUBMITTED,
    Withdraw: Decision.WITHDRAWN,
    Terminate: Decision.TERMINATED,
    CopyTo: Decision.COPIED,
    MarkRead: Decision.READ,
    Remind: Decision.REMINDED,
    Supervise: Decision.SUPERVISED,
}
