"""Looking for similar projects (查重): by the pairs of characters they have in common.

A word segmenter would miss names it never learnt; pairs of characters need no dictionary.
The database picks candidates by name, the comparison itself takes name and content.
"""

from dataclasses import dataclass

from django.db.models import Exists, IntegerField, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from projects.application.models import ProjectApplication, SimilarProject
from projects.application.shapes import bigrams, resemblance, telling_part
from projects.registry.models import Project, Standing

ALIKE = 30
MOST_CANDIDATES = 100
MOST_SHOWN = 5
MOST_PAIRS = 40
SHORTEST_CONTENT = 40
_SHARED = (
    "SELECT count(*) FROM unnest(%s::text[]) AS pair"
    " WHERE strpos(projects_project.name_key, pair) > 0"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A project that resembles another, and by how much."""

    project_id: int
    similarity: int


def find_similar(project: Project, *, name: str, content: str) -> list[Likeness]:
    """Return the projects most like one of this name and content, the most similar first."""
    pairs = bigrams(telling_part(name))
    if not pairs:
        return []
    candidates = dict(_candidates(project, pairs).values_list("pk", "name"))
    contents = dict(
        ProjectApplication.objects.filter(project_id__in=candidates, submitted_at__isnull=False)
        .order_by("pk")
        .values_list("project_id", "details__functions")
    )
    ours = _Pairs(name, content)
    found = [
        Likeness(pk, ours.compare(other, str(contents.get(pk) or "")))
        for pk, other in candidates.items()
    ]
    alike = [likeness for likeness in found if likeness.similarity >= ALIKE]
    return sorted(alike, key=lambda one: (-one.similarity, one.project_id))[:MOST_SHOWN]


def similar_of(application_id: int) -> QuerySet[SimilarProject]:
    """Return the similar projects found for an application, the most similar first."""
    return (
        SimilarProject.objects.filter(application_id=application_id)
        .select_related("project__owner_unit")
        .order_by("-similarity", "pk")
    )


def answers_of(application_id: int) -> dict[int, str]:
    """Return what was said about each project that an application resembles."""
    found = SimilarProject.objects.filter(application_id=application_id)
    return dict(found.values_list("project_id", "answer"))


def _candidates(project: Project, pairs: frozenset[str]) -> QuerySet[Project]:
    """Pick projects that were filed, and whose names share most pairs of characters."""
    filed = ProjectApplication.objects.filter(project=OuterRef("pk"), submitted_at__isnull=False)
    # As forty conditions the question took longer to put together than to answer.
    shared = RawSQL(_SHARED, [sorted(pairs)[:MOST_PAIRS]], output_field=IntegerField())  # noqa: S611 - no input in it
    return (
        Project.objects.exclude(pk=project.pk)
        .exclude(standing__in=[Standing.WITHDRAWN, Standing.NOT_ESTABLISHED])
        .filter(Exists(filed))
        .annotate(shared=shared)
        .filter(shared__gt=0)
        .order_by("-shared", "-pk")[:MOST_CANDIDATES]
    )


class _Pairs:
    """The pairs of one application, taken once and held against each candidate."""

    def __init__(self, name: str, content: str) -> None:
        self.content = content
        self.of_name = bigrams(telling_part(name))
        self.of_all = bigrams(name + content)

    def compare(self, name: str, content: str) -> int:
        """Compare names, and where both say enough names with contents; the closer one counts."""
        by_name = resemblance(self.of_name, bigrams(telling_part(name)))
        if min(len(self.content), len(content)) < SHORTEST_CONTENT:
            return by_name
        return max(by_name, resemblance(self.of_all, bigrams(name + content)))
