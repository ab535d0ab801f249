"""Which rulebook governs, what is waived, which route a gate has, what an office may do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Q, QuerySet, When

from approvals.flows.models import FlowDefinition
from config.kernel.asking import ask
from config.kernel.searching import says
from projects.regulations.models import Regulation, RulebookVersion, Waiver
from projects.regulations.rulebook import Rulebook

EVERYBODY = frozenset({"projects.view_rulebook"})
OFFICES_OF_THE_SYSTEM: dict[str, frozenset[str]] = {
    "RULE_ADMIN": frozenset(
        {
            "projects.edit_rulebook",
            "projects.publish_rulebook",
            "projects.view_waivers",
            "projects.open_call",
        }
    ),
    "AUDIT_ADMIN": frozenset({"audit.view_trail", "audit.verify_trail"}),
}
LEDGER_LIMIT = 500

_read: dict[tuple[str, int], Rulebook] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What is searched for in the ledger of waivers."""

    project: str = ""
    rule_id: str = ""
    valid_on: date | None = None


def rulebook_of(version: RulebookVersion) -> Rulebook:
    """Return the rulebook of a version, read once: its content never changes under a digest."""
    key = (version.digest, version.version)
    if key not in _read:
        _read[key] = Rulebook.model_validate(version.content)
    return _read[key]


def role_in(rulebook: Rulebook, code: str) -> str:
    """Return the role of the system that a role of these measures is bound to, else itself."""
    return next((r.binds for r in rulebook.roles if r.code == code and r.binds), code)


def number_setting(version: RulebookVersion, code: str, default: Decimal) -> Decimal:
    """Return a figure that the texts leave open: the rulebook's own, else the system's default."""
    found = rulebook_of(version).settings_by_code.get(code)
    return found if isinstance(found, Decimal) else default


def versions_in_force() -> QuerySet[RulebookVersion]:
    """Return the versions that new projects may be pinned to."""
    return (
        RulebookVersion.objects.filter(status=RulebookVersion.Status.IN_FORCE)
        .select_related("regulation")
        .order_by("regulation__code")
    )


def regulations() -> QuerySet[Regulation]:
    """Return all regulations with their versions, the newest version first."""
    return Regulation.objects.prefetch_related("versions").order_by("code")


def version_to_read(code: str, version: int | None) -> QuerySet[RulebookVersion]:
    """Return one version of a regulation: the one asked for, else in force, else the newest."""
    found = RulebookVersion.objects.filter(regulation__code=code).select_related("regulation")
    if version is not None:
        return found.filter(version=version)
    in_force = found.filter(status=RulebookVersion.Status.IN_FORCE)
    newest = found.order_by("-version")[:1]
    return in_force if in_force.exists() else found.filter(pk__in=[v.pk for v in newest])


def flow_code(regulation_code: str, gate_code: str) -> str:
    """Name the route of a gate among the flow definitions."""
    return f"{regulation_code}.{gate_code}"


def flow_of(version: RulebookVersion, gate_code: str) -> FlowDefinition | None:
    """Return the route of a gate under this version; None where nobody has to approve."""
    code = flow_code(version.regulation.code, gate_code)
    return FlowDefinition.objects.filter(code=code, version=version.version).first()


def valid_waivers(project_id: int, on: date) -> QuerySet[Waiver]:
    """Return the waivers of a project that open their rules on this day."""
    return Waiver.objects.filter(
        project_id=project_id, starts_on__lte=on, expires_on__gte=on, revoked_at=None
    ).order_by("rule_id", "pk")


def waived_rules(project_id: int, on: date) -> frozenset[str]:
    """Return the ids of the rules that are waived for a project on this day."""
    return frozenset(valid_waivers(project_id, on).values_list("rule_id", flat=True))


def waiver_ledger(wanted: LedgerFilter) -> list[Waiver]:
    """Return the ledger of waivers (豁免台账), newest first."""
    found = Waiver.objects.select_related("rulebook_version__regulation").order_by("-pk")
    if wanted.project:
        number = int(wanted.project) if wanted.project.isdecimal() else 0
        found = found.filter(says(wanted.project, "project_label") | Q(project_id=number))
    if wanted.rule_id:
        found = found.filter(rule_id__startswith=wanted.rule_id)
    if wanted.valid_on:
        found = found.filter(
            starts_on__lte=wanted.valid_on, expires_on__gte=wanted.valid_on, revoked_at=None
        )
    return list(found[:LEDGER_LIMIT])


def office_permissions(
    roles: Collection[str], in_force: Iterable[Rulebook] | None = None
) -> frozenset[str]:
    """Return what these roles may do that concerns no single project."""
    if not roles:
        return frozenset()
    granted = set(EVERYBODY)
    for role in roles:
        granted |= OFFICES_OF_THE_SYSTEM.get(role, frozenset())
    if in_force is None:
        in_force = [rulebook for _, rulebook in rulebooks_in_force()]
    for rulebook in in_force:
        for duty in rulebook.duties:
            if role_in(rulebook, duty.role) in roles:
                granted |= set(duty.offices)
    return frozenset(granted)


def rulebooks_in_force() -> list[tuple[str, Rulebook]]:
    """Return the rulebooks that new projects may be pinned to, with the titles of the measures."""
    keys = [(title, (digest, number)) for title, digest, number in ask(_IN_FORCE)]
    unread = [key[0] for _, key in keys if key not in _read]
    for version in versions_in_force().filter(digest__in=unread) if unread else ():
        rulebook_of(version)
    return [(title, _read[key]) for title, key in keys if key in _read]


# Every page asks this; putting the question together took longer than answering it.
_IN_FORCE = """
SELECT regulation.title, version.digest, version.version
FROM projects_rulebookversion AS version
JOIN projects_regulation AS regulation ON regulation.id = version.regulation_id
WHERE version.status = 'IN_FORCE' ORDER BY regulation.code
"""


def newest_versions() -> QuerySet[RulebookVersion]:
    """Return one version of each regulation: the one in force, else the newest there is."""
    in_force_first = Case(When(status=RulebookVersion.Status.IN_FORCE, then=0), default=1)
    return (
        RulebookVersion.objects.select_related("regulation")
        .order_by("regulation__code", in_force_first, "-version")
        .distinct("regulation__code")
    )
