"""The table of working days (工作日历)."""
