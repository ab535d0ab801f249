"""Records under expert review."""

from approvals.experts.subjects import SubjectKind
from projects.registry.queries import REVIEWED
from projects.registry.reviews.scoring import form_of, tally, total_of
from projects.registry.reviews.subject import demand_of, find, read, register_firms

RECORDS = SubjectKind(code=REVIEWED, find=find, read=read, total_of=total_of, tally=tally)

__all__ = ["RECORDS", "demand_of", "form_of", "register_firms", "tally", "total_of"]
