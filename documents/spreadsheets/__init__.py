"""Workbooks: lists, the annual plan and sheets are written, filled-in workbooks are read.

The only place that knows a spreadsheet library. Whatever a text begins with, it stays a text:
formulas come from us alone, and carry their result so that a viewer shows it too.
"""

from documents.spreadsheets.columns import Column, ColumnKind
from documents.spreadsheets.intake import PROBLEM_HEAD, IntakeColumn, write_intake
from documents.spreadsheets.judging import SpreadsheetError, letters_of
from documents.spreadsheets.listings import Listing, register_listing
from documents.spreadsheets.lists import IDENTITY_PAGE, Guard, write_list, write_list_to
from documents.spreadsheets.marked import write_marked
from documents.spreadsheets.plans import PlanLine, write_plan
from documents.spreadsheets.reading import Page, read_book, read_page, read_rows
from documents.spreadsheets.sheets import sheet_workbook

__all__ = [
    "IDENTITY_PAGE",
    "PROBLEM_HEAD",
    "Column",
    "ColumnKind",
    "Guard",
    "IntakeColumn",
    "Listing",
    "Page",
    "PlanLine",
    "SpreadsheetError",
    "letters_of",
    "read_book",
    "read_page",
    "read_rows",
    "register_listing",
    "sheet_workbook",
    "write_intake",
    "write_list",
    "write_list_to",
    "write_marked",
    "write_plan",
]
