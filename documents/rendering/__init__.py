"""Drawing PDF files: the only place that knows WeasyPrint."""

from config.kernel.children import ChildFailedError, LimitReachedError
from documents.rendering.binding import bound_pdf
from documents.rendering.fonts import MissingCharactersError, missing_characters
from documents.rendering.sheets import RenderingUnavailableError, page_pdf, sheet_pdf

# What a user may be told as it stands.
CAUSES_IN_WORDS = (MissingCharactersError, RenderingUnavailableError, LimitReachedError)

__all__ = [
    "CAUSES_IN_WORDS",
    "ChildFailedError",
    "LimitReachedError",
    "MissingCharactersError",
    "RenderingUnavailableError",
    "bound_pdf",
    "missing_characters",
    "page_pdf",
    "sheet_pdf",
]
