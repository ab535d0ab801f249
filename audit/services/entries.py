"""Building an entry: who, what, on what, from where, as plain values."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.module_loading import import_string

from audit.actions import AuditAction
from audit.context import acting_post, current_request
from audit.models import AuditEntry
from config.kernel.digests import plain


class PendingEntry(NamedTuple):
    """An entry that has no place in the chain yet; plain values, for every deed makes one."""

    occurred_at: datetime
    actor_id: int | None
    actor_label: str
    actor_post: str
    action: str
    outcome: str
    target_type: str
    target_id: str
    target_label: str
    project_id: int | None
    detail: Mapping[str, object]
    ip: str


def build_entry(  # noqa: PLR0913 - see record
    action: AuditAction,
    outcome: AuditEntry.Outcome,
    *,
    target: models.Model | None,
    target_label: str,
    actor: AbstractBaseUser | None,
    at: datetime,
    project_id: int | None,
    detail: Mapping[str, object] | None,
) -> PendingEntry:
    return PendingEntry(
        occurred_at=at,
        actor_id=actor.pk if actor is not None else None,
        actor_label=_actor_label(actor),
        actor_post=_post_label(actor, at),
        action=action.value,
        outcome=outcome.value,
        target_type=_model_label(target),
        target_id=str(target.pk) if target is not None else "",
        target_label=(target_label or ("" if target is None else str(target)))[:500],
        project_id=project_id if project_id is not None else _project_of(target),
        detail={str(key): plain(value) for key, value in (detail or {}).items()},
        ip=current_request().ip,
    )


def _actor_label(actor: AbstractBaseUser | None) -> str:
    if actor is None:
        return "未登录"
    return str(getattr(actor, "full_name", "") or actor.get_username())[:200]


def _post_label(actor: AbstractBaseUser | None, at: datetime) -> str:
    named = acting_post()
    path = getattr(settings, "AUDIT_POST_LABEL", "")
    if named or not path or actor is None:
        return named[:300]
    # The trail stands below the organization; the settings name who knows the posts.
    return str(_named(path)(actor, at))[:300]


_named = cache(import_string)


def _project_of(target: models.Model | None) -> int | None:
    if target is None:
        return None
    if _model_label(target).endswith(".project"):
        return int(target.pk)
    for name in ("project_id", "project_ref"):
        found = getattr(target, name, None)
        if isinstance(found, int):
            return found
    return None


def _model_label(target: models.Model | None) -> str:
    return "" if target is None else target._meta.label_lower  # noqa: SLF001 - Django's public name
