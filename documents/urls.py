"""Addresses of the documents."""

from django.urls import path

from documents.views import files, jobs, previews, prints, scans, seals, trail

app_name = "documents"

urlpatterns = [
    path("documents/", jobs.center, name="center"),
    path("documents/jobs/<int:job_id>/download/", jobs.download_result, name="job-download"),
    path("documents/jobs/<int:job_id>/cancel/", jobs.cancel, name="job-cancel"),
    path("documents/jobs/<int:job_id>/retry/", jobs.retry, name="job-retry"),
    path("documents/versions/<int:version_id>/download/", files.download, name="download"),
    path("documents/versions/<int:version_id>/show/", files.shown, name="show"),
    path("documents/versions/<int:version_id>/preview/", previews.preview, name="preview"),
    path("documents/prints/<int:printed_id>/", prints.printed, name="printed"),
    path("documents/prints/<int:printed_id>/seal/", seals.seal, name="seal"),
    path("audit/workbook/", trail.export_trail, name="trail-export"),
    path("documents/scans/", scans.scans, name="scans"),
    path("verify/file/", prints.verify_file, name="verify-file"),
    path("verify/", prints.verify, name="verify"),
    path("verify/<slug:code>/", prints.verify_code, name="verify-code"),
]
