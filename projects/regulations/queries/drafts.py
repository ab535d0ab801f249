"""Drafts of rulebooks, and the world they may name."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from approvals.experts.models import ExpertField
from approvals.flows import matters
from approvals.organizations.models import Role, UnitKind
from documents.sheets import catalog
from projects.regulations.editor.names import Options, World
from projects.regulations.models import Regulation, RulebookDraft
from projects.regulations.queries import rulebook_of, versions_in_force
from projects.regulations.rulebook.checks.outside import Surroundings
from projects.regulations.rulebook.panels import POOLS

PREFIX = "projects."
MOST_DRAFTS = 200


def drafts() -> QuerySet[RulebookDraft]:
    """Return all drafts, those being written first."""
    return (
        RulebookDraft.objects.select_related(
            "regulation", "based_on__regulation", "changed_by", "submitted_by", "published"
        )
        .defer("content")
        .order_by("-changed_at", "-pk")
    )


def draft_rows() -> list[dict[str, object]]:
    """Return the drafts as rows of a list."""
    return [
        {
            "draft": draft,
            "base": f"修改第{draft.based_on.version}版"
            if draft.regulation_id and draft.based_on
            else "新的办法",
        }
        for draft in drafts()[:MOST_DRAFTS]
    ]


def surroundings() -> Surroundings:
    """Return what this installation has that a rulebook may name."""
    return Surroundings(
        roles=frozenset(Role.objects.values_list("code", flat=True)),
        expert_fields=frozenset(ExpertField.objects.values_list("code", flat=True)),
        regulations=frozenset(Regulation.objects.values_list("code", flat=True)),
    )


def world() -> World:
    """Return what a draft may name that stands outside it."""
    return World(
        named={
            "roles": tuple(Role.objects.order_by("pk").values_list("code", "label")),
            "unit_kinds": tuple(UnitKind.objects.order_by("pk").values_list("code", "label")),
            "permissions": _permissions(with_project=True),
            "offices": _permissions(with_project=False),
            "record_kinds": _matters(),
            "pages": _boxes(),
            "system_roles": tuple(Role.objects.order_by("pk").values_list("code", "label")),
            "regulations": tuple(Regulation.objects.order_by("pk").values_list("code", "title")),
            "offers": _offers(),
            "pools": tuple(POOLS.items()),
            "categories": _fields_of_knowledge(),
            **_offered(),
            **_parts(),
        }
    )


def _permissions(*, with_project: bool) -> Options:
    rows = Permission.objects.filter(content_type__app_label="projects").order_by("pk")
    of_projects = rows.filter(content_type__model="project")
    if with_project:
        return tuple(of_projects.values_list("codename", "name"))
    # What Django gives every table by itself is no office of anybody, and has no Chinese name.
    rest = rows.exclude(content_type__model="project").exclude(name__startswith="Can ")
    return tuple((f"{PREFIX}{code}", name) for code, name in rest.values_list("codename", "name"))


def _fields_of_knowledge() -> Options:
    """Return the fields of knowledge that experts of the pool are known for."""
    known = ExpertField.objects.filter(is_active=True)
    return tuple(known.order_by("pk").values_list("code", "label"))


def _matters() -> Options:
    """Return what is sent for approval, by the kind of record it is."""
    return tuple(
        (matter.code.removeprefix(PREFIX), matter.label)
        for matter in matters.known()
        if matter.code.startswith(PREFIX)
    )


def _offers() -> Options:
    """Return the lists that the forms of this installation offer choices from."""
    found: dict[str, str] = {}
    for version in versions_in_force():
        found |= {listed.code: listed.label for listed in rulebook_of(version).lists}
    return tuple(found.items())


def _offered() -> dict[str, Options]:
    """Return what the boxes of all forms offer, by the fact that each box makes."""
    return {
        f"choices:{sheet.code}.{box.code}": tuple((str(c), str(w)) for c, w in box.choices)
        for sheet in catalog.all()
        for box in sheet.fields()
        if box.choices
    }


def _parts() -> dict[str, Options]:
    """Return the parts that all forms consist of, by the form."""
    return {
        f"parts:{sheet.code}": tuple((block.title, block.title) for block in sheet.blocks)
        for sheet in catalog.all()
    }


def _boxes() -> Options:
    """Return the boxes of all forms, where what is missing can be supplied."""
    return tuple(
        (f"{sheet.code}#{box.code}", f"{sheet.title}：{box.label}")
        for sheet in catalog.all()
        for box in sheet.fields()
    )
