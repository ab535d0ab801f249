"""What the measures show where it matters: principles, norms, words of caution (展示)."""

from dataclasses import dataclass

from projects.registry.models import Project
from projects.regulations.queries import rulebook_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing that is shown, with where it stands."""

    label: str
    body: str
    basis: str


def exhibits_at(project: Project, *places: str) -> list[Shown]:
    """Return what the rulebook of a project shows at a gate, a stage or a page."""
    rulebook = rulebook_of(project.rulebook)
    return [
        Shown(
            label=one.label,
            body=one.body or one.quote,
            basis="" if one.is_system_default else f"《{rulebook.text_of(one).title}》{one.clause}",
        )
        for one in rulebook.exhibits
        if not set(places).isdisjoint(one.places)
    ]
