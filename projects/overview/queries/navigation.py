"""The main navigation and the foot of every page, by the posts of the reader."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from approvals.calendars.queries import provisional_years
from approvals.experts.access import READERS
from approvals.experts.queries import EXPERT_ROLE
from approvals.inbox.queries import todo_count_text
from approvals.notifications.queries import MANY, unread_count
from approvals.organizations.models import Post, User
from approvals.organizations.queries import posts_of
from config.kernel.addresses import address_of
from config.kernel.frames import Account, Link
from projects.application.access import OPEN
from projects.planning.access import SIGHTS
from projects.regulations.queries import office_permissions, rulebooks_in_force

OFFICERS = {"SYSTEM_ADMIN", "SECURITY_ADMIN"}
ADMINISTRATORS = OFFICERS | {"AUDIT_ADMIN"}
MONEY = {"HANDLER", "UNIT_HEAD", "FINANCE_BUDGET", "FINANCE_PAYMENT", "AUDIT_READ"}
TRAIL = {"audit.view_trail", "audit.view_project_trail"}
FRAGMENT = "partial"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every page its navigation: only what the reader's posts have to do with.

    A fragment has no frame, so nothing is read for it.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User) or request.headers.get("HX-Request-Type") == FRAGMENT:
        return {"nav": (), "footer": {}}
    on = timezone.localdate()
    posts = posts_of(user, on)
    roles = {post.role_id for post in posts}
    business = bool(roles - ADMINISTRATORS)
    in_force = rulebooks_in_force()
    offices = office_permissions(roles, [rulebook for _, rulebook in in_force])
    counts = {"approvals:inbox-todo": todo_count_text(user, on) if business else ""}
    return {
        "nav": tuple(
            Link(
                label=label,
                href=address_of(name),
                count=counts.get(name, ""),
                current=_is_current(request, name),
            )
            for label, name in _entries(roles, offices, business=business)
        ),
        "account": Account(
            name=user.full_name,
            post="、".join(_post_words(post) for post in posts[:2]),
            unread=_unread_text(user),
            links=(_notices(user),),
            own_href=address_of("approvals:account"),
            password_href=address_of("approvals:account-password"),
            logout_href=address_of("approvals:logout"),
            search_href=address_of("projects:overview-ledger") if business else "",
        ),
        "footer": _footer([title for title, _ in in_force]),
    }


def _entries(
    roles: set[str], offices: frozenset[str], *, business: bool
) -> Iterator[tuple[str, str]]:
    every = (
        (True, "工作台", "projects:overview-workbench"),
        (business, "待办中心", "approvals:inbox-todo"),
        (business, "项目台账", "projects:overview-ledger"),
        ("HANDLER" in roles, "申报", "projects:application-start"),
        (OPEN in offices, "申报批次", "projects:application-calls"),
        (SIGHTS & offices, "年度计划", "projects:planning-list"),
        (READERS & roles, "专家评审", "approvals:experts-reviews"),
        (EXPERT_ROLE in roles, "评审邀请", "approvals:experts-invitations"),
        (MONEY & roles, "资金", "projects:finance-ledger"),
        (business, "办法", "projects:regulations-list"),
        (business, "表单中心", "documents:center"),
        (OFFICERS & roles, "组织与岗位", "approvals:organizations-units"),
        (OFFICERS & roles, "工作日历", "approvals:calendar"),
        ("SYSTEM_ADMIN" in roles, "通知渠道", "approvals:notifications-channels"),
        (TRAIL & offices, "审计留痕", "audit:trail"),
    )
    return ((label, name) for is_offered, label, name in every if is_offered)


def _is_current(request: HttpRequest, name: str) -> bool:
    """Whether the page belongs to an entry: the address begins like it, or leads to a project."""
    path, href = request.path, address_of(name)
    if name == "projects:overview-workbench":
        return path == href
    if name == "projects:overview-ledger":
        return path.startswith(href) and not path.startswith(
            address_of("projects:application-start")
        )
    if name == "approvals:experts-reviews":
        return path.startswith((href, address_of("approvals:experts-pool")))
    if name == "approvals:organizations-units":
        return path.startswith(href.removesuffix("units/"))
    return path.startswith(href)


def _post_words(post: Post) -> str:
    return f"{post.unit.short_name}{post.title}"


def _unread_text(user: User) -> str:
    unread = unread_count(user)
    return f"{MANY}+" if unread > MANY else str(unread or "")


def _notices(user: User) -> Link:
    unread = unread_count(user)
    label = f"通知（{unread} 条未读）" if unread else "通知"
    return Link(label=label, href=address_of("approvals:notifications-list"), icon="bell")


def _footer(titles: Iterable[str]) -> dict[str, str]:
    """Say which measures are in force, and over which years the clocks only estimate."""
    measures = "、".join(f"《{title}》" for title in titles)
    years = "、".join(str(year) for year in provisional_years())
    return {
        "rulebook": f"现行办法：{measures}" if measures else "还没有启用的办法",
        "calendar": f"{years}年节假日安排未公布，相关期限为暂定" if years else "",
    }
