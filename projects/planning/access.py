"""Who may see, compile and export the annual plan: by office, not by project."""

from approvals.organizations.models import User

SEE = "projects.view_annualplan"
COMPILE = "projects.compile_annualplan"
EXPORT = "projects.export_annualplan"
SIGHTS = frozenset({SEE, COMPILE, EXPORT})


def may_see(user: User) -> bool:
    """Whether the reader's posts have to do with the annual plan."""
    return any(user.has_perm(permission) for permission in (SEE, COMPILE, EXPORT))
