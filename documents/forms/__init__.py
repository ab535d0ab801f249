"""The sheet as a form on the screen."""

from documents.forms.sheets import SheetForm, build_form
from documents.sheets.checks import sheet_errors

__all__ = ["SheetForm", "build_form", "sheet_errors"]
