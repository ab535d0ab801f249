"""The living style page: every component with data that looks real; only with DEBUG."""
