"""For tests: only the throw-away servers of this run, cheap passwords, files in its folder."""

import os
import sys
from pathlib import Path

from config.services.addresses import queue_addresses
from config.settings.base import *

_FOLDER = os.environ.get("TEST_CLUSTER", "")
_PYTEST = "pytest" in sys.modules
if _PYTEST and not (_FOLDER and DATABASES["default"]["HOST"].startswith(_FOLDER)):
    raise RuntimeError("测试只能连接本次测试自己启动的数据库。")

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = False
WHITENOISE_USE_FINDERS = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["denials"]["CONN_MAX_AGE"] = 0
if "TEST_TEMPLATE" in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["TEST_TEMPLATE"]}

# Each process of a parallel run has a queue, a cache and files of its own.
TEST_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if _FOLDER:
    _OWN = queue_addresses(os.environ["REDIS_URL"], first=2 * TEST_PROCESS)
    CELERY_BROKER_URL = _OWN.broker
    CACHES["default"]["LOCATION"] = _OWN.cache
    VAR_DIR = Path(_FOLDER) / f"var{TEST_PROCESS}"
    MEDIA_ROOT = VAR_DIR / "media"
