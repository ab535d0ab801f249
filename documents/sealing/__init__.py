"""Electronic seals: the only place that knows pyHanko.

Bytes come in and bytes go out; whose key it is and who may use it is decided elsewhere. The
signature is PAdES: it is added behind the print, so the first part of a sealed file is the
print itself, byte by byte. pyHanko is imported when the first seal is put on or checked.
"""

from documents.sealing.appearance import Face
from documents.sealing.checking import FoundSignature, signatures_in
from documents.sealing.keys import KeyFileError, SigningKey, read_key
from documents.sealing.places import NoPlaceError
from documents.sealing.sheets import Sealing, SealingFailedError, sealed_sheet

__all__ = [
    "Face",
    "FoundSignature",
    "KeyFileError",
    "NoPlaceError",
    "Sealing",
    "SealingFailedError",
    "SigningKey",
    "read_key",
    "sealed_sheet",
    "signatures_in",
]
