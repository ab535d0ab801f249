"""What every installation shares; environment variables override addresses only."""

import os
from typing import Any

from config.services.addresses import (
    database_settings,
    embedded_database,
    embedded_queue,
    queue_addresses,
)
from config.services.places import CHECKOUT, our_places
from config.settings.background import *
from config.settings.log import *
from config.settings.security import *

BASE_DIR = CHECKOUT
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "config.services",
    "projects",
    "approvals",
    "documents",
    "audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.kernel.middleware.CompressTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.kernel.middleware.FrontMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.AuditMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "approvals.organizations.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.kernel.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "projects.overview.queries.navigation.navigation",
            ],
        },
    },
]

FORM_RENDERER = "config.kernel.forms.UiRenderer"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

PLACES = our_places()


def _database(url: str) -> dict[str, Any]:
    found = database_settings(url)
    found["OPTIONS"] |= {
        "application_name": "govit",
        "prepare_threshold": 5,  # for `config.kernel.asking`; Django's own statements never are
        "options": (
            "-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"
        ),
    }
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


# A refused deed is rolled back, its entry on the trail must stay: hence a connection of its own.
DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL") or embedded_database(PLACES)),
    "denials": _database(os.environ.get("DATABASE_URL") or embedded_database(PLACES))
    | {"TEST": {"MIRROR": "default"}},
}

_QUEUE = queue_addresses(os.environ.get("REDIS_URL") or embedded_queue(PLACES))
CELERY_BROKER_URL = _QUEUE.broker
CACHES = {
    "default": {
        "BACKEND": "config.kernel.caching.ValkeyCache",
        "LOCATION": _QUEUE.cache,
        "KEY_PREFIX": "govit",
    },
}

SESSION_ENGINE = "config.kernel.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"},
}
# Links in mails and on prints begin with it.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
# Asked for a time stamp (RFC 3161) at every electronic seal; without it a seal says its own time.
SEAL_TIME_STAMP_URL = os.environ.get("SEAL_TIME_STAMP_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "noreply@localhost")
