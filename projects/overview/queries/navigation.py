"""The main navigation and the foot of every page, by the posts of the reader."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from approvals.flows.queries import queue_sample
from approvals.notifications.queries import unread_count
from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from projects.planning.access import may_see as may_see_plans

ADMINISTRATION = {"SYSTEM_ADMIN", "SECURITY_ADMIN"}
MONEY = {"HANDLER", "UNIT_HEAD", "FINANCE_BUDGET", "FINANCE_PAYMENT", "AUDIT_READ"}
ADMINISTRATORS = ADMINISTRATION | {"AUDIT_ADMIN"}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every page its navigation: only what the reader's posts have to do with."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "footer": {}}
    on = timezone.localdate()
    posts = posts_of(user, on)
    roles = {post.role_id for post in posts}
    items = [
        {"label": label, "href": href, "count": "", "current": _is_current(request, href)}
        for label, href, shown in _entries(user, roles)
        if shown
    ]
    for item in items:
        if item["href"] == "/todo/":
            sample = queue_sample(user, [post.pk for post in posts], on)
            item["count"] = sample.total_text if sample.total else ""
    return {
        "nav": items,
        "account": {
            "name": user.full_name,
            "post": "、".join(post.title for post in posts[:2]),
            "links": _links(user),
        },
        "footer": {"version": "政务信息化项目全生命周期管理系统"},
        "search_href": "/projects/" if roles - ADMINISTRATORS else "",
    }


def _entries(user: User, roles: set[str]) -> list[tuple[str, str, bool]]:
    business = bool(roles - ADMINISTRATORS)
    return [
        ("工作台", "/", True),
        ("待办中心", "/todo/", business),
        ("项目台账", "/projects/", business),
        ("申报", "/projects/apply/", "HANDLER" in roles),
        ("年度计划", "/plans/", may_see_plans(user)),
        ("资金", "/money/", bool(roles & MONEY)),
        ("办法", "/regulations/", business),
        ("表单中心", "/documents/", business),
        ("组织与岗位", "/organizations/", bool(roles & ADMINISTRATION)),
        (
            "审计留痕",
            "/audit/",
            user.has_perm("audit.view_trail") or user.has_perm("audit.view_project_trail"),
        ),
    ]


def _is_current(request: HttpRequest, href: str) -> bool:
    path = request.path
    if href in {"/", "/projects/"}:
        return path == href or (
            href == "/projects/" and path.startswith(href) and not path.startswith("/projects/apply")
        )
    return path.startswith(href)


def _links(user: User) -> list[dict[str, str]]:
    unread = unread_count(user)
    return [
        {
            "label": f"通知（{unread} 条未读）" if unread else "通知",
            "href": "/notices/",
            "icon": "bell",
        }
    ]
