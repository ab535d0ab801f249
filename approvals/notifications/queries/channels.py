"""The ways out, what waits in each, and what became of each delivery."""

import json

from django.db.models import Count, Q, QuerySet

from approvals.notifications.models import Delivery, NoticeChannel
from config.kernel.sealing import unseal

PURPOSE = "notice channel"
State = Delivery.State


def particulars_of(channel: NoticeChannel) -> dict[str, str]:
    """Return the address and secrets of a channel."""
    found: dict[str, str] = json.loads(unseal(channel.sealed_settings, purpose=PURPOSE))
    return found


def channels_with_counts() -> QuerySet[NoticeChannel]:
    """Return all channels, with how much waits and how much was given up."""
    waiting = Q(deliveries__state__in=[State.QUEUED, State.SENDING])
    return (
        NoticeChannel.objects.select_related("unit")
        .annotate(
            waiting=Count("deliveries", filter=waiting),
            dead=Count("deliveries", filter=Q(deliveries__state=State.DEAD)),
        )
        .order_by("-is_active", "name")
    )


def deliveries(state: str = "") -> QuerySet[Delivery]:
    """Return deliveries, the newest first; without what they say: that is business, not office."""
    found = Delivery.objects.select_related("channel", "user").order_by("-created_at", "-id")
    return found.filter(state=state) if state in State.values else found
