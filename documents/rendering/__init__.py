"""Drawing PDF files: the only place that knows WeasyPrint."""

from documents.rendering.fonts import MissingCharactersError, missing_characters
from documents.rendering.sheets import sheet_pdf

__all__ = ["MissingCharactersError", "missing_characters", "sheet_pdf"]
