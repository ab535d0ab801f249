"""What must hold before the system serves anybody; each failure is one sentence."""

import ctypes
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 12
FEWEST_PER_LIMIT = 2
SUBSETTER = "libharfbuzz-subset.so.0"
NAMED_IN_ENVIRONMENT = {
    "DATABASE_URL": "正式环境必须用环境变量 DATABASE_URL 指定数据库。",
    "REDIS_URL": "正式环境必须用环境变量 REDIS_URL 指定消息队列。",
}
# A setting, the only value it may have in production, and what to tell when it has another.
ONLY_VALUES = {
    "DEBUG": (False, "正式环境不得打开 DEBUG。"),
    "SESSION_COOKIE_SECURE": (True, "正式环境的会话 Cookie 必须只经 HTTPS 传送。"),
    "CSRF_COOKIE_SECURE": (True, "正式环境的防伪 Cookie 必须只经 HTTPS 传送。"),
    "SECURE_SSL_REDIRECT": (True, "正式环境必须把 HTTP 访问转到 HTTPS。"),
}


def production_faults(values: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """Name everything that forbids these settings on a server."""
    faults = [told for name, (only, told) in ONLY_VALUES.items() if values.get(name) != only]
    if _is_guessable(str(values.get("SECRET_KEY", ""))):
        faults.append(
            f"正式环境的 SECRET_KEY 必须是不少于 {SHORTEST_SECRET} 个字符的随机串，不能用默认值。"
        )
    hosts = values.get("ALLOWED_HOSTS") or []
    if not hosts or "*" in hosts:
        faults.append("正式环境必须用环境变量 ALLOWED_HOSTS 写明访问域名，不能为空或 *。")
    if "django.contrib.admin" in values.get("INSTALLED_APPS", []):
        faults.append("正式环境不得安装 Django 自带的后台管理。")
    faults += [told for name, told in NAMED_IN_ENVIRONMENT.items() if not environment.get(name)]
    return faults


def _is_guessable(secret: str) -> bool:
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_CHARACTERS
        or "insecure" in secret
    )


def check_subsetter(**_kwargs: Any) -> list[CheckMessage]:
    """Look for the library that lets a printed sheet embed only the characters it uses."""
    try:
        ctypes.CDLL(SUBSETTER)
    except OSError:
        return [
            Error(
                "缺少系统库 libharfbuzz-subset，表单无法打印：请安装 libharfbuzz-subset0。",
                id="services.E001",
            )
        ]
    return []


def check_time_limits(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse limits by which a message comes back while its task still runs."""
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if visible_again > FEWEST_PER_LIMIT * settings.CELERY_TASK_TIME_LIMIT:
        return []
    return [
        Error(
            "消息重新可见的时限必须大于任务时限的两倍，否则同一任务会被执行两次。",
            id="services.E002",
        )
    ]
