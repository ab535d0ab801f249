"""The addresses of the whole site: each app brings its own."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("approvals.urls")),
    path("", include("projects.urls")),
    path("", include("documents.urls")),
    path("", include("audit.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("config.styleguide.urls"))]
