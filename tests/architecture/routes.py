"""Every route of the site, and who may go there: the one table the tests of access read."""

from collections.abc import Iterator
from enum import Enum

from django.urls import URLPattern, URLResolver, get_resolver


class Reach(Enum):
    """Who gets behind a route."""

    PUBLIC = "without signing in"
    OWN = "everybody signed in; shows only what is their own or may be seen by all"
    BOUND = "only who may see the project, matter, paper or notice behind it"
    OFFICE = "only who holds an office that has to do with it"


_OWN = """
approvals:inbox-todo approvals:inbox-export approvals:inbox-done
approvals:inbox-sent approvals:inbox-phrases
approvals:inbox-copies approvals:inbox-unread approvals:inbox-views approvals:inbox-batch
approvals:inbox-meetings
approvals:experts-invitations
approvals:notifications-list approvals:notifications-read-all
approvals:notifications-preferences approvals:logout approvals:account
approvals:account-password approvals:account-second-factor approvals:account-second-factor-remove
approvals:account-delegate approvals:account-sessions-end
approvals:account-security-keys approvals:account-recovery-codes
approvals:calendar approvals:calendar-year
projects:overview-workbench projects:overview-ledger projects:overview-export
projects:overview-prints projects:overview-applicability
projects:application-start projects:application-calls projects:application-call
projects:regulations-list projects:regulations-rulebook
projects:overview-guides projects:overview-blank-workbook
projects:overview-blank-print projects:overview-feed projects:overview-feed-open
projects:overview-feed-close approvals:notifications-announcements
approvals:notifications-announcement approvals:notifications-announcement-file
projects:regulations-version projects:regulations-compare projects:finance-ledger documents:center
projects:finance-export projects:overview-backfill documents:scans
projects:registry-letter-numbers projects:regulations-roles
projects:finance-export
"""
_BOUND = """
approvals:inbox-phrase-drop approvals:inbox-view-drop approvals:inbox-agenda-print
approvals:inbox-process approvals:inbox-withdraw approvals:inbox-task
approvals:inbox-remind approvals:inbox-supervise approvals:inbox-copy approvals:inbox-read
approvals:inbox-resume approvals:inbox-hand approvals:inbox-pause approvals:inbox-take-back
approvals:inbox-remove-signer approvals:inbox-meeting approvals:inbox-agenda
approvals:inbox-meeting-add approvals:inbox-meeting-drop
approvals:inbox-decide approvals:notifications-open approvals:account-delegation-end
approvals:experts-review approvals:experts-scores-export approvals:experts-draw
approvals:experts-invitation
approvals:experts-reading approvals:experts-declare approvals:experts-scores
approvals:experts-open approvals:experts-conclude
approvals:account-session-end approvals:account-security-key-remove
projects:overview-project projects:overview-dossier projects:registry-open projects:registry-record
projects:registry-withdraw projects:registry-discard projects:registry-print
projects:registry-attach-to-record projects:registry-attach projects:registry-remove-paper
projects:registry-my-access
projects:registry-forms projects:registry-letters projects:registry-letter-new
projects:registry-letter-void projects:registry-pin projects:registry-pin-take-back
projects:registry-enter-next-stage projects:registry-appoint-member projects:registry-end-member
projects:application-edit projects:application-draft projects:application-appraisal
projects:application-late
projects:construction-milestones projects:construction-plan projects:construction-reach
projects:finance-money projects:acceptance-data projects:acceptance-catalogue
projects:evaluation-indicators projects:evaluation-scores projects:finance-payments
projects:overview-backfill-batch projects:overview-backfill-start
projects:overview-backfill-faults
documents:job-download documents:job-cancel documents:job-retry
documents:download documents:preview documents:show documents:printed
documents:seal
"""
_OFFICE = """
approvals:calendar-fill approvals:calendar-day-edit approvals:organizations
approvals:experts-pool approvals:experts-pool-export approvals:experts-add
approvals:experts-fields approvals:experts-field approvals:experts-expert approvals:experts-edit
approvals:experts-suspend approvals:experts-resume approvals:experts-tie-drop
approvals:experts-reviews approvals:experts-convene approvals:experts-refill
approvals:experts-deadline approvals:experts-cancel approvals:experts-release
approvals:organizations-units
approvals:organizations-unit-add approvals:organizations-unit approvals:organizations-unit-edit
approvals:organizations-unit-move approvals:organizations-unit-deactivate
approvals:organizations-unit-reactivate approvals:organizations-post-add
approvals:organizations-post-close approvals:organizations-post-reopen
approvals:organizations-people approvals:organizations-people-export documents:trail-export
approvals:organizations-person-add approvals:organizations-person
approvals:organizations-person-edit approvals:organizations-person-reset
approvals:organizations-person-deactivate approvals:organizations-person-reactivate
approvals:organizations-person-unlock approvals:organizations-person-delegate
approvals:organizations-import approvals:organizations-import-start
approvals:organizations-import-template
approvals:organizations-reorganize approvals:organizations-reorganization-cancel
approvals:organizations-hand-over projects:registry-explain approvals:inbox-unattended
approvals:organizations-appointment-end approvals:organizations-delegation-end
projects:overview-ruling projects:application-red-lines projects:application-red-line-retire
projects:application-call-cancel projects:application-late-decide
approvals:organizations-person-end-sessions
approvals:organizations-post-claims approvals:organizations-post-claim-remove
approvals:organizations-seals approvals:organizations-seal-add approvals:organizations-seal-withdraw
approvals:notifications-channels approvals:notifications-channel-add
approvals:notifications-publish approvals:notifications-withdraw
approvals:notifications-channel-edit approvals:notifications-channel-test
approvals:notifications-deliveries approvals:notifications-delivery-retry
projects:regulations-waivers projects:regulations-waiver-end projects:regulations-start-force
projects:registry-pins projects:registry-pin-decide
projects:regulations-begin projects:regulations-export projects:regulations-drafts
projects:regulations-draft projects:regulations-draft-submit projects:regulations-draft-return
projects:regulations-draft-approve projects:regulations-draft-discard
projects:regulations-draft-restore projects:regulations-draft-read
projects:regulations-draft-compare projects:regulations-draft-export
projects:regulations-draft-thing projects:overview-trial projects:overview-rehearsal
projects:planning-list projects:planning-plan projects:planning-add projects:planning-submit
projects:planning-withdraw projects:planning-adjust projects:planning-export
projects:planning-item projects:planning-remove projects:planning-hand-out projects:planning-take-in
projects:planning-import projects:planning-import-settle projects:planning-import-discard
projects:planning-versions
audit:trail audit:verify audit:export audit:entry
"""
_PUBLIC = """
approvals:login approvals:login-code approvals:setup approvals:setup-step
documents:verify documents:verify-code documents:verify-file projects:overview-calendar
approvals:sign-on approvals:sign-on-callback
projects:overview-deadlines
"""
POLICY: dict[str, Reach] = {
    name: reach
    for names, reach in (
        (_PUBLIC, Reach.PUBLIC),
        (_OWN, Reach.OWN),
        (_BOUND, Reach.BOUND),
        (_OFFICE, Reach.OFFICE),
    )
    for name in names.split()
}
# Shows a fresh secret to scan; it counts for nothing until its first code confirms it.
PREPARES = {"approvals:account-second-factor"}
# Leads on to the list of units, which asks for the office.
REDIRECTS = {"approvals:organizations"}


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """Walk the URL resolver: the name of each route and the names in its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)
