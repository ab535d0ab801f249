"""A draft read as a whole, compared with what it changes, and taken out as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from projects.regulations.editor.comparing import compare
from projects.regulations.editor.reading import parts_of_rulebook
from projects.regulations.models import RulebookDraft, RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.queries.drafts import drafts, world
from projects.regulations.services import write_content, write_pack
from projects.regulations.views.drafts import editor_of

VIEW = "projects.view_rulebook"


@require_GET
def read_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft as it will be read once it is published."""
    editor_of(request)
    draft = _draft(draft_id)
    context = {
        "draft": draft,
        "parts": parts_of_rulebook(draft.content, world()),
        "texts": draft.content.get("texts") or [],
        "summary": draft.content.get("summary") or "",
    }
    return render(request, "projects/regulations/draft_reading.html", context)


@require_GET
def compare_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show what a draft changes."""
    editor_of(request)
    draft = _draft(draft_id)
    before: dict[str, Any] = (
        rulebook_of(draft.based_on).model_dump(mode="json") if draft.based_on else {}
    )
    context = {
        "trail": _trail_of(draft),
        "title": draft.title,
        "before": str(draft.based_on or "空白"),
        "after": "本草稿",
        "changes": compare(before, draft.content, world()),
        "others": [],
    }
    return render(request, "projects/regulations/comparison.html", context)


@require_GET
def compare_versions(request: HttpRequest, code: str, version: int, other: int) -> HttpResponse:
    """Show what changed from one version of a regulation to another."""
    editor_of(request, VIEW)
    versions = RulebookVersion.objects.filter(regulation__code=code).select_related("regulation")
    before = get_object_or_404(versions, version=version)
    after = get_object_or_404(versions, version=other)
    old, new = (rulebook_of(v).model_dump(mode="json") for v in (before, after))
    context = {
        "trail": [
            {"label": "办法", "href": reverse("projects:regulations-list")},
            {
                "label": after.regulation.title,
                "href": reverse("projects:regulations-version", args=[code, other]),
            },
        ],
        "title": after.regulation.title,
        "before": f"第{before.version}版",
        "after": f"第{after.version}版",
        "changes": compare(old, new, world()),
        "others": _others(after, before),
    }
    return render(request, "projects/regulations/comparison.html", context)


@require_GET
def export_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Send a version as one file that another installation can import."""
    editor_of(request)
    version = get_object_or_404(RulebookVersion.objects.select_related("regulation"), pk=version_id)
    return _file(write_pack(rulebook_of(version)), f"{version.regulation}-{version.version}")


@require_GET
def export_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Send a draft as a file, finished or not."""
    editor_of(request)
    draft = _draft(draft_id)
    return _file(write_content(draft.content), f"{draft.title}-草稿")


def compared_with(version: RulebookVersion) -> str:
    """Return the page that compares a version with the one before it, if there is one."""
    before = version.regulation.versions.filter(version__lt=version.version).order_by("-version")
    last = before.first()
    if last is None:
        return ""
    arguments = [version.regulation.code, last.version, version.version]
    return reverse("projects:regulations-compare", args=arguments)


def _draft(draft_id: int) -> RulebookDraft:
    return get_object_or_404(drafts().defer(None), pk=draft_id)


def _trail_of(draft: RulebookDraft) -> list[dict[str, str]]:
    return [
        {"label": "办法草稿", "href": reverse("projects:regulations-drafts")},
        {"label": draft.title, "href": reverse("projects:regulations-draft", args=[draft.pk])},
    ]


def _others(after: RulebookVersion, before: RulebookVersion) -> list[dict[str, object]]:
    """Return the versions that this one can be compared with instead."""
    rows = after.regulation.versions.exclude(pk=after.pk).order_by("-version")
    return [
        {
            "label": f"与第{row.version}版对照",
            "href": reverse(
                "projects:regulations-compare",
                args=[after.regulation.code, row.version, after.version],
            ),
            "current": row.pk == before.pk,
        }
        for row in rows
    ]


def _file(content: str, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=f"{name}.yaml")
    return HttpResponse(
        content,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": header or "attachment"},
    )
