"""Sessions in the database, read by a question that is not put together anew for every page."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from config.kernel.asking import ask

_VALID = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The sessions of Django; only reading one is ours."""

    def load(self) -> dict[str, Any]:
        """Return what is kept in the session, or nothing and no key when it has ended."""
        found = ask(_VALID, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(found[0][0])
        return kept
