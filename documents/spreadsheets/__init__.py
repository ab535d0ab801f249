"""Workbooks: lists, the annual plan and sheets are written, filled-in workbooks are read.

The only place that knows a spreadsheet library. Whatever a text begins with, it stays a text:
formulas come from us alone, and carry their result so that a viewer shows it too.
"""

from documents.spreadsheets.columns import Column, ColumnKind
from documents.spreadsheets.intake import PROBLEM_HEAD, IntakeColumn, write_intake
from documents.spreadsheets.listings import Listing, register_listing
from documents.spreadsheets.lists import Guard, write_list, write_list_to
from documents.spreadsheets.plans import PlanLine, write_plan
from documents.spreadsheets.reading import SpreadsheetError, read_rows
from documents.spreadsheets.sheets import sheet_workbook

__all__ = [
    "PROBLEM_HEAD",
    "Column",
    "ColumnKind",
    "Guard",
    "IntakeColumn",
    "Listing",
    "PlanLine",
    "SpreadsheetError",
    "read_rows",
    "register_listing",
    "sheet_workbook",
    "write_intake",
    "write_list",
    "write_list_to",
    "write_plan",
]
