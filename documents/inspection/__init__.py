"""What a file really is: its extension, its first bytes and its inner table must agree."""

from documents.inspection.codes import CODE, codes_in, parts_of_pdf, text_of_pdf
from documents.inspection.names import clean_name, extension_of
from documents.inspection.types import MEDIA_TYPES, type_problem
from documents.inspection.zips import ZipLimits, zip_problem

__all__ = [
    "CODE",
    "MEDIA_TYPES",
    "ZipLimits",
    "clean_name",
    "codes_in",
    "extension_of",
    "parts_of_pdf",
    "text_of_pdf",
    "type_problem",
    "zip_problem",
]
