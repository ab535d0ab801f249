"""Searching texts in the database by what they mean: full-width, radicals, capitals, blanks.

Postgres folds as `texts.nfkc_key` does, so that nothing need be kept twice.
"""

from django.db.models import F, Func, Q, TextField
from django.db.models.lookups import Contains

from config.kernel.texts import nfkc_key


class Folded(Func):
    """A column as two spellings of the same text have it in common."""

    template = r"btrim(regexp_replace(lower(normalize(%(expressions)s, NFKC)), '\s+', ' ', 'g'))"
    output_field = TextField()
    arity = 1


def says(text: str, *columns: str) -> Q:
    """Return the condition that one of the columns contains a text, however it is spelt."""
    key, found = nfkc_key(text), Q()
    for column in columns:
        found |= Q(Contains(Folded(F(column)), key))
    return found
