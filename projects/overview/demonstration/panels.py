"""Panels of the demonstration: one that has concluded, and one that still sits."""

from datetime import datetime, time

from django.utils import timezone

from approvals.experts import services, subjects
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.queries import chair_of, standing_seats
from projects.overview.demonstration.story import Story
from projects.registry.queries import REVIEWED, latest_record

REMARKS = (
    "方案符合集约建设要求，建议进一步明确与公共数据平台的接口。",
    "总体架构合理，请细化数据共享清单和更新频度。",
    "经费测算依据充分，个别模块的工作量可以再核实。",
    "安全设计基本到位，建议补充密码应用方案。",
    "业务流程梳理清楚，建议明确运行维护的责任和经费来源。",
)


class Panel:
    """A panel over the appraisal of one project, told by the clock of its story."""

    def __init__(self, life: Story) -> None:
        self.life = life
        self.keeper = life.county.one("DATA_REVIEW", life.number)
        self.review: ExpertReview

    def be_drawn(self, *, workdays: int) -> None:
        """Draw five experts before a witness of the cyberspace office."""
        life = self.life
        record = latest_record(life.project, "appraisal")
        assert record is not None
        subject = subjects.get(REVIEWED).find(record.pk, user=self.keeper, on=life.day)
        assert subject is not None
        closes_on = life.calendar.add_workdays(life.day, workdays)
        self.review = services.convene(
            subject,
            demand=subject.demands[0],
            size=5,
            deadline=timezone.make_aware(datetime.combine(closes_on, time(17, 30))),
            witness=life.county.one("CYBERSPACE_REVIEW"),
            actor=self.keeper,
            at=life.at,
        )

    def score(self, *, absent: int = 0, undecided: int = 0) -> None:
        """Let the experts declare and score, but for the last ones of each."""
        seats = list(standing_seats(self.review).select_related("review"))
        for seat in seats[: len(seats) - absent]:
            actor = seat.expert.user
            services.declare(seat, answer="CLEAR", reason="", actor=actor, at=self.life.at)
        for seat in seats[: len(seats) - undecided]:
            self._hand_in(seat)

    def _hand_in(self, seat: ReviewSeat) -> None:
        life, form = self.life, self.review.score_form
        given = {
            box.code: str(round(float(box.points) * life.chance.uniform(0.78, 0.96)))
            for box in form.boxes
        }
        services.submit_scores(
            seat,
            ratings=given,
            remarks=REMARKS[seat.position % len(REMARKS)],
            proposal="PASSED",
            actor=seat.expert.user,
            at=life.at,
        )

    def conclude(self) -> None:
        """Let the chair open the scores and give the conclusion."""
        chair = chair_of(self.review)
        assert chair is not None
        actor = chair.expert.user
        opened = services.open_results(self.review, actor=actor, at=self.life.at)
        services.conclude_review(
            opened,
            conclusion="AMENDED",
            opinion=f"评审组听取了{self.life.name}的情况说明，查阅了申报材料，认为建设必要、方案可行、"
            "经费基本合理，同意修改完善后通过。请补充数据共享清单和密码应用方案，并核实软件开发工作量。",
            actor=actor,
            at=self.life.at,
        )
