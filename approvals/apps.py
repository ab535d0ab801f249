"""The app of organizations, approvals and notices."""

from datetime import date

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registers with the organization what the parts above it know."""

    name = "approvals"
    label = "approvals"
    verbose_name = "组织与审批"

    def ready(self) -> None:
        """Say what waits at posts, add the calendar to the set-up; tables must be loaded."""
        from approvals.calendars.forms import YearsForm  # noqa: PLC0415
        from approvals.calendars.services import fill_years  # noqa: PLC0415
        from approvals.flows.queries.waiting import (  # noqa: PLC0415
            processes_running_for,
            tasks_waiting_at,
        )
        from approvals.inbox.services import AGENDA_BOOK, draw_agenda  # noqa: PLC0415
        from approvals.organizations.burdens import (  # noqa: PLC0415
            register_post_burden,
            register_unit_burden,
        )
        from approvals.organizations.setup_steps import SetupStep, register_step  # noqa: PLC0415
        from documents.jobs import handlers  # noqa: PLC0415

        _register_hands()
        _register_listings()
        handlers.register(AGENDA_BOOK, draw_agenda)
        register_post_burden(tasks_waiting_at)
        register_unit_burden(processes_running_for)
        register_step(
            SetupStep(
                code="calendar",
                label="工作日历",
                text="办理时限按工作日计算。国务院已公布的年份按公布的节假日和调休生成，"
                "未公布的年份先按法定节假日推算，公布后再更新。",
                form=YearsForm,
                service=fill_years,
                initial=_years_around,
                order=200,
            )
        )


def _register_listings() -> None:
    """Say how the lists of this app are opened when they leave as workbooks."""
    from approvals.experts.views.exports import (  # noqa: PLC0415
        POOL_LIST,
        REVIEW_LIST,
        open_pool,
        open_scores,
    )
    from approvals.inbox.views.exports import TODO_LIST, open_todo  # noqa: PLC0415
    from approvals.organizations.views.people import PEOPLE_LIST, open_people  # noqa: PLC0415
    from documents.spreadsheets import register_listing  # noqa: PLC0415

    register_listing(PEOPLE_LIST, open_people)
    register_listing(TODO_LIST, open_todo)
    register_listing(REVIEW_LIST, open_scores)
    register_listing(POOL_LIST, open_pool)


def _register_hands() -> None:
    """Say what people have in hand and who carries messages to them."""
    from approvals.experts.services.leaving import SEATS  # noqa: PLC0415
    from approvals.flows.queries.waiting import MEETINGS  # noqa: PLC0415
    from approvals.notifications.services import notify  # noqa: PLC0415
    from approvals.organizations.holdings import register_keeper  # noqa: PLC0415
    from approvals.organizations.services.handover import (  # noqa: PLC0415
        APPOINTMENTS,
        DELEGATIONS,
        LAPSED,
    )
    from approvals.organizations.telling import register_teller  # noqa: PLC0415

    register_teller(notify)
    for keeper in (APPOINTMENTS, LAPSED, MEETINGS, DELEGATIONS, SEATS):
        register_keeper(keeper)


def _years_around(on: date) -> dict[str, int]:
    return {"first": on.year - 1, "last": on.year + 1}
