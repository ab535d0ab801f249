"""The WSGI entrance for application servers."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()
# The trail and the lock-out want the address of the person, not of the proxy in between.
if os.environ.get("TRUSTED_PROXIES"):
    application = wrap_wsgi_with_proxy_headers(
        application, trusted_hosts=os.environ["TRUSTED_PROXIES"].split(",")
    )
