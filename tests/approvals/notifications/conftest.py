"""The cast of the organization plays here too."""

from tests.approvals.organizations.conftest import (
    bureau,
    handler,
    make_post,
    make_user,
    school,
    security_admin,
    signed_in,
    system_admin,
)

__all__ = [
    "bureau",
    "handler",
    "make_post",
    "make_user",
    "school",
    "security_admin",
    "signed_in",
    "system_admin",
]
