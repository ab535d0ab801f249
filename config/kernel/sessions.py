"""Sessions in the database, read by a question that is not put together anew for every page."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

_VALID = "SELECT * FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The sessions of Django; only finding one is ours."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.raw(_VALID, [self.session_key, timezone.now()])
        session = next(iter(found), None)
        if session is None:
            self._session_key = None
        return session
