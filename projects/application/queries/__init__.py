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
from projects.application.queries.duplicates import (
    Likeness,
    answers_of,
    find_similar,
    similar_of,
)
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
from projects.application.queries.red_lines import (
    ContentFinding,
    content_findings,
    forms_touching,
    open_terms_in_lines,
    terms,
    words_for,
)
from projects.application.queries.splitting import Splitting, splitting_of

__all__ = [
    "CategorySum",
    "ContentFinding",
    "Likeness",
    "LineFinding",
    "Splitting",
    "answers_of",
    "application_of",
    "applications_of",
    "brief_of",
    "calls",
    "calls_open_to",
    "content_findings",
    "derived_of_appraisal",
    "derived_values",
    "filed_under",
    "find_similar",
    "findings_of",
    "fiscal_sources",
    "forms_touching",
    "kind_labels",
    "late_entries_of",
    "lines_of",
    "may_be_owned_by",
    "open_terms_in_lines",
    "organizers_of",
    "paper_choices",
    "similar_of",
    "splitting_of",
    "sums_by_category",
    "sums_by_source",
    "terms",
    "total_of",
    "used_quotas",
    "words_for",
]
