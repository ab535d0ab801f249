"""The day on which something happened, in the time zone of the office."""

from datetime import date, datetime

from django.utils.timezone import get_default_timezone


def day_of(moment: datetime) -> date:
    """Return the day of a moment; nobody chooses a time zone of their own here.

    So it is not asked anew each time, as `localdate` does for every row of a list.
    """
    return moment.astimezone(get_default_timezone()).date()
