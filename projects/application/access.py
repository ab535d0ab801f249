"""Who opens calls for applications: by office, not by project."""

from approvals.organizations.models import User

OPEN = "projects.open_call"


def may_organize(user: User) -> bool:
    """Whether the reader's posts organize the applications of others (组织项目申报)."""
    return user.has_perm(OPEN)
