"""The expert pool of the demonstration."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from approvals.experts import services
from approvals.experts.models import ExpertField
from approvals.organizations.models import User

CAP = 12


def fill_pool(
    holders: Iterable[User], rows: Iterable[Mapping[str, Any]], *, keeper: User, at: datetime
) -> None:
    """Take the experts of the county into the pool, with what they must stay away from."""
    people = {user.full_name: user for user in holders}
    fields = {field.code: field for field in ExpertField.objects.all()}
    for row in rows:
        expert = services.add_expert(
            people[row["name"]],
            employer=row["employer"],
            title=row["title"],
            is_senior=row["senior"],
            is_external=row["external"],
            works_since=row["since"],
            yearly_cap=CAP,
            fields=[fields[code] for code in row["fields"]],
            actor=keeper,
            at=at,
        )
        for kind, name, note in row.get("ties", ()):
            services.add_tie(expert, kind=kind, name=name, note=note, actor=keeper, at=at)
