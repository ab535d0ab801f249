"""Questions about applications that take a query to answer."""

from projects.application.queries.applications import (
    application_of,
    applications_of,
    brief_of,
    derived_of_appraisal,
    derived_values,
    may_be_owned_by,
)
from projects.application.queries.calls import (
    calls,
    calls_open_to,
    filed_under,
    late_entries_of,
    organizers_of,
    paper_choices,
    used_quotas,
)
from projects.application.queries.duplicates import Likeness, find_similar, similar_of
from projects.application.queries.lines import (
    CategorySum,
    LineFinding,
    findings_of,
    fiscal_sources,
    kind_labels,
    lines_of,
    sums_by_category,
    sums_by_source,
    total_of,
)

__all__ = [
    "CategorySum",
    "Likeness",
    "LineFinding",
    "application_of",
    "applications_of",
    "brief_of",
    "calls",
    "calls_open_to",
    "derived_of_appraisal",
    "derived_values",
    "filed_under",
    "find_similar",
    "findings_of",
    "fiscal_sources",
    "kind_labels",
    "late_entries_of",
    "lines_of",
    "may_be_owned_by",
    "organizers_of",
    "paper_choices",
    "similar_of",
    "sums_by_category",
    "sums_by_source",
    "total_of",
    "used_quotas",
]
