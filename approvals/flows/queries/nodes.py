"""What a route is drawn of: its steps, who signed or would, and what became of each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from approvals.flows.models import Opinion


class NodeState(Enum):
    """What became of a step in the present round."""

    PASSED = "PASSED"
    NOW = "NOW"
    AHEAD = "AHEAD"
    RETURNED = "RETURNED"
    REJECTED = "REJECTED"
    STOPPED = "STOPPED"
    SKIPPED = "SKIPPED"

    @property
    def word(self) -> str:
        """The word beside the icon."""
        return _WORDS[self]


_WORDS = {
    NodeState.PASSED: "已通过",
    NodeState.NOW: "办理中",
    NodeState.AHEAD: "未到",
    NodeState.RETURNED: "退回补正",
    NodeState.REJECTED: "不同意",
    NodeState.STOPPED: "未办理",
    NodeState.SKIPPED: "不适用",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenSigner:
    """A post that would get a step, were it entered today."""

    role_label: str
    post_label: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would become of a step, were it entered today."""

    signers: tuple[ForeseenSigner, ...] = ()
    note: str = ""
    is_skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One role of a step: the posts behind it, and what was decided for it."""

    role_label: str
    post_label: str
    people: str
    opinion: Opinion | None = None

    @property
    def has_signed(self) -> bool:
        """Whether the role gave its opinion."""
        return self.opinion is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteNode:
    """One step of a route, as far as it got."""

    label: str
    kind: str
    state: NodeState
    people: str
    at: datetime | None
    due_on: date | None
    why: str
    quote: str
    opinions: tuple[Opinion, ...]
    signers: tuple[Signer, ...]
    is_countersign: bool
    note: str = ""

    @property
    def waiting(self) -> str:
        """Those who have not signed yet."""
        return "、".join(
            signer.people for signer in self.signers if signer.people and not signer.has_signed
        )

    @property
    def is_passed(self) -> bool:
        """Whether the step agreed."""
        return self.state is NodeState.PASSED

    @property
    def is_now(self) -> bool:
        """Whether the process stands here."""
        return self.state is NodeState.NOW

    @property
    def is_ahead(self) -> bool:
        """Whether the process has still to come here."""
        return self.state is NodeState.AHEAD

    @property
    def is_refused(self) -> bool:
        """Whether the process was turned back here."""
        return self.state in {NodeState.RETURNED, NodeState.REJECTED}

    @property
    def signed_count(self) -> int:
        """How many of the signers have signed."""
        return sum(signer.has_signed for signer in self.signers)
