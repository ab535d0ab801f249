"""Drawing PDF files: the only place that knows WeasyPrint."""

from config.kernel.children import ChildFailedError, LimitReachedError
from documents.rendering.binding import bound_pdf
from documents.rendering.fonts import MissingCharactersError, missing_characters
from documents.rendering.office import NOT_INSTALLED, OfficeError, office_pdf, office_program
from documents.rendering.sheets import RenderingUnavailableError, page_pdf, sheet_pdf

# What a user may be told as it stands.
CAUSES_IN_WORDS = (MissingCharactersError, RenderingUnavailableError, LimitReachedError)

__all__ = [
    "CAUSES_IN_WORDS",
    "NOT_INSTALLED",
    "ChildFailedError",
    "LimitReachedError",
    "MissingCharactersError",
    "OfficeError",
    "RenderingUnavailableError",
    "bound_pdf",
    "missing_characters",
    "office_pdf",
    "office_program",
    "page_pdf",
    "sheet_pdf",
]
