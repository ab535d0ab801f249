"""The ways out of the system (通知渠道) and their deliveries, for the system administrator."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from approvals.notifications import services
from approvals.notifications.forms import ChannelForm, DeliveryFilter, form_for
from approvals.notifications.models import Delivery, NoticeChannel
from approvals.notifications.queries import channels_with_counts, particulars_of
from approvals.notifications.queries import deliveries as deliveries_in
from approvals.notifications.shapes import EVENTS
from approvals.organizations.access import Ability
from approvals.organizations.queries import page_by_key
from approvals.organizations.views.office import do_and_return, office_needed, person_at, posted
from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError

LIST = "approvals:notifications-channels"
DELIVERIES = "approvals:notifications-deliveries"
FORM = "approvals/notifications/channel.html"


@require_GET
@office_needed(Ability.EDIT_CHANNELS)
def channels(request: HttpRequest) -> HttpResponse:
    """List the ways out, with what waits and what failed."""
    context = {
        "tab": "channels",
        "channels": [
            {"channel": channel, "events": "、".join(EVENTS[code].label for code in channel.events)}
            for channel in channels_with_counts()
        ],
        "kinds": [
            {"label": label, "href": reverse("approvals:notifications-channel-add", args=[kind])}
            for kind, label in NoticeChannel.Kind.choices
        ],
    }
    return render(request, "approvals/notifications/channels.html", context)


@sensitive_post_parameters("password", "token", "secret")
@office_needed(Ability.EDIT_CHANNELS)
def add_channel(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a way out (新增通知渠道)."""
    form_class = form_for(kind)
    if form_class is None:
        raise Http404
    label = NoticeChannel.Kind(kind).label
    form = form_class(posted(request), initial={"name": label})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, services.add_channel, kind=kind, actor=person_at(request), at=timezone.now()
        )
    ):
        messages.success(request, "通知渠道已新增，请点“测试”确认能收到。")
        return redirect(LIST)
    return _page(request, form, title=f"新增通知渠道：{label}")


@sensitive_post_parameters("password", "token", "secret")
@office_needed(Ability.EDIT_CHANNELS)
def edit_channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Change a way out (修改通知渠道)."""
    channel = get_object_or_404(NoticeChannel.objects.select_related("unit"), pk=channel_id)
    form_class = form_for(channel.kind)
    assert form_class is not None
    shown = {
        key: value
        for key, value in particulars_of(channel).items()
        if key not in form_class.secrets
    }
    initial = shown | {
        "name": channel.name,
        "unit": channel.unit_id,
        "events": channel.events,
        "is_active": channel.is_active,
    }
    form = form_class(posted(request), initial=initial, is_new=False)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, services.edit_channel, channel, actor=person_at(request), at=timezone.now()
        )
    ):
        messages.success(request, "通知渠道已修改。")
        return redirect(LIST)
    return _page(request, form, title=f"修改通知渠道：{channel.get_kind_display()}")


@require_POST
@office_needed(Ability.EDIT_CHANNELS)
def try_channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Send a message to oneself (测试)."""
    channel = get_object_or_404(NoticeChannel, pk=channel_id)
    try:
        cause = services.try_channel(channel, actor=person_at(request), at=timezone.now())
    except RuleViolationError as violation:
        cause = violation.verdict.text
    if cause:
        messages.error(request, f"“{channel.name}”测试没有成功：{cause}")
    else:
        messages.success(request, f"“{channel.name}”测试消息已发出，请查收。")
    return redirect(LIST)


@require_GET
@office_needed(Ability.EDIT_CHANNELS)
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what left, waits or failed, with the cause; not what it says."""
    asked = DeliveryFilter(request.GET)
    state = asked.cleaned_data["state"] if asked.is_valid() else ""
    page = page_by_key(
        deliveries_in(state), request.GET, key="created_at", unit="条", newest_first=True
    )
    context = {
        "tab": "deliveries",
        "filter": asked,
        "page": page,
        "rows": [{"delivery": row, "event": EVENTS[row.event].label} for row in page.rows],
    }
    return render(request, "approvals/notifications/deliveries.html", context)


@require_POST
@office_needed(Ability.EDIT_CHANNELS)
def retry_delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send again what was given up (重新发送)."""
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    actor = person_at(request)
    return do_and_return(
        request,
        lambda: services.retry_delivery(delivery, actor=actor, at=timezone.now()),
        done="已重新排队，一分钟内再次发送。",
        back=DELIVERIES,
    )


def _page(request: HttpRequest, form: ChannelForm, *, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "trail": [{"label": "通知渠道", "href": reverse(LIST)}],
    }
    return render(request, FORM, context, status=form.status)
