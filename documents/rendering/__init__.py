"""Drawing PDF files: the only place that knows WeasyPrint."""

from documents.rendering.fonts import MissingCharactersError, missing_characters
from documents.rendering.sheets import RenderingUnavailableError, sheet_pdf

__all__ = [
    "MissingCharactersError",
    "RenderingUnavailableError",
    "missing_characters",
    "sheet_pdf",
]
