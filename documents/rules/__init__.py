"""What may be stored, printed, sealed and repeated, and what a file is."""

from documents.rules.authenticity import BOUND, Authenticity, FileFinding, judge_file
from documents.rules.files import may_cancel_job, may_preview, may_retry_job, may_store_file
from documents.rules.seals import (
    SealingUnit,
    Standing,
    may_seal,
    register_sealers,
    sealing_units,
    signature_standing,
    standing_of,
)

__all__ = [
    "BOUND",
    "Authenticity",
    "FileFinding",
    "SealingUnit",
    "Standing",
    "judge_file",
    "may_cancel_job",
    "may_preview",
    "may_retry_job",
    "may_seal",
    "may_store_file",
    "register_sealers",
    "sealing_units",
    "signature_standing",
    "standing_of",
]
