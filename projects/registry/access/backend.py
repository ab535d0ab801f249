"""The backend that answers `user.has_perm`, because it knows the projects behind things."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from documents.models import Document, PrintedSheet
from documents.queries import projects_behind
from projects.registry.access.grounds import rights_on, visible_projects
from projects.registry.models import Project, ProjectDocument, Record
from projects.regulations.queries import office_permissions


class DutyBackend:
    """Answers `user.has_perm`, because it knows the projects behind things."""

    def authenticate(self, request: object, **credentials: object) -> None:
        """Leave signing in to the other backends."""

    def has_perm(self, user: User | AnonymousUser, perm: str, obj: object | None = None) -> bool:
        """Tell whether `user` holds `perm` today, in general or on a project or paper."""
        if not isinstance(user, User) or not user.is_active:
            return False
        on = timezone.localdate()
        if obj is None:
            return perm in office_permissions({post.role_id for post in posts_of(user, on)})
        name = perm.partition(".")[2]
        project = project_behind(obj)
        if project is None:
            return name == "view_document" and _sees_all_behind(user, obj, on)
        rights = rights_on(user, project, on)
        return ("view_project" if name == "view_document" else name) in rights

    def get_user_permissions(  # Django's signature
        self,
        user: User,  # noqa: ARG002
        obj: object | None = None,  # noqa: ARG002
    ) -> set[str]:
        """Return nothing: rights come from posts, never from the person."""
        return set()


def _sees_all_behind(user: User, obj: object, on: date) -> bool:
    """Whether somebody sees every project whose sheets were put together in a document."""
    behind = projects_behind(obj) if isinstance(obj, Document) else frozenset()
    seen = visible_projects(user, on).filter(pk__in=behind)
    return bool(behind) and seen.count() == len(behind)


def project_behind(obj: object) -> Project | None:
    """Return the project that a record, a paper or a print belongs to."""
    if isinstance(obj, Project):
        return obj
    if isinstance(obj, Record):
        return obj.project
    if isinstance(obj, Document):
        link = ProjectDocument.objects.filter(document=obj).select_related(
            "project__owner_unit", "project__rulebook"
        )
        return link[0].project if link else _project_of(obj.project_ref)
    if isinstance(obj, PrintedSheet):
        return _project_of(obj.project_ref)
    return None


def _project_of(number: int | None) -> Project | None:
    if number is None:
        return None
    return (
        Project.objects.select_related("owner_unit", "rulebook")
        .defer("rulebook__content")
        .filter(pk=number)
        .first()
    )
