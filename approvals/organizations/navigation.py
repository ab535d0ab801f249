"""What the frame of every page shows of the person signed in."""

from datetime import date

from approvals.organizations.access import Ability, has_ability, posts_of
from approvals.organizations.models import User

OFFICE_PAGES = (
    (Ability.SEE_ORGANIZATION, "组织与岗位", "/organization/units/", "sitemap"),
    (Ability.EDIT_CALENDAR, "工作日历", "/calendar/", "calendar-event"),
)


def account_of(user: User, on: date) -> dict[str, object]:
    """Return name, posts and links for components/user_menu.html."""
    posts = posts_of(user, on)
    return {
        "name": user.full_name,
        "post": "、".join(f"{post.unit.short_name}{post.title}" for post in posts),
        "links": [
            *office_links(user, on),
            {"label": "我的账号与权限", "href": "/account/", "icon": "user-check"},
            {"label": "通知", "href": "/notices/", "icon": "bell"},
        ],
    }


def office_links(user: User, on: date) -> list[dict[str, str]]:
    """Return the pages that the person's office opens."""
    return [
        {"label": label, "href": href, "icon": icon}
        for ability, label, href, icon in OFFICE_PAGES
        if has_ability(user, ability, on)
    ]
