"""Units are merged, split and renamed in one act by two administrators, on a day."""

from datetime import timedelta

import pytest

from approvals.flows.models import ApprovalProcess
from approvals.flows.queries.waiting import tasks_without_hands
from approvals.notifications.models import Notice
from approvals.organizations.models import Post, Reorganization, Unit, User
from approvals.organizations.queries import roles_of
from approvals.organizations.services import (
    cancel_reorganization,
    carry_out_due,
    create_unit,
    rehearse,
    reorganize,
)
from approvals.organizations.shapes import SECURITY_ADMIN, SYSTEM_ADMIN
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from documents.models import PrintedSheet
from projects.registry.access import visible_projects
from projects.registry.models import Project
from projects.registry.services import print_record
from tests.builders import (
    AT,
    OTHER_OWNER,
    OWNER,
    TODAY,
    County,
    application_ready,
    build_county,
    person,
    send,
)
from tests.life import fresh

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def county() -> County:
    """A county with a system and a security administrator."""
    county = build_county()
    for role in (SYSTEM_ADMIN, SECURITY_ADMIN):
        county.people["县数据局", role] = person(role.lower(), county.units["县数据局"], role, AT)
    return county


@pytest.fixture
def project(county: County) -> Project:
    """A project of the owner unit whose application waits for its head."""
    draft = application_ready(county)
    send(county, draft)
    return fresh(draft.project)


def act(county: County, unit: Unit, **given: object) -> Reorganization:
    """Reorganize a unit today, both administrators at the desk."""
    values: dict[str, object] = {
        "basis": "云办发〔2026〕3号",
        "effective_on": TODAY,
        "witness": county.at(SECURITY_ADMIN),
        "actor": county.at(SYSTEM_ADMIN),
        "at": AT,
    }
    return reorganize(unit, **(values | given))  # type: ignore[arg-type]


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_merged_unit_hands_over_projects_tasks_appointments_and_rights(
    county: County, project: Project
) -> None:
    target, head = county.units[OTHER_OWNER], county.at("UNIT_HEAD")

    row = act(county, county.owner, kind="MERGE", target=target)

    assert fresh(project).owner_unit == target
    process = ApprovalProcess.objects.get(project_ref=project.pk)
    assert process.owner_unit == target
    assert set(process.tasks.values_list("unit", "post__unit")) == {(target.pk, target.pk)}
    assert "UNIT_HEAD" in roles_of(again(head), TODAY)
    assert again(head).unit == target
    assert visible_projects(again(head), TODAY).filter(pk=project.pk).exists()
    assert not Unit.objects.get(pk=county.owner.pk).is_active
    assert not tasks_without_hands(TODAY).exists()
    assert row.moved == {"岗位": 2, "人员": 2, "下级单位": 0, "项目": 1, "审批中的事项": 1}


def test_a_post_of_the_same_name_says_where_it_came_from(county: County, project: Project) -> None:
    target = county.units[OTHER_OWNER]

    act(county, county.owner, kind="MERGE", target=target)

    titles = set(Post.objects.filter(unit=target).values_list("title", flat=True))
    assert titles == {
        "经办人",
        "单位负责人",
        f"经办人（原{OWNER}）",
        f"单位负责人（原{OWNER}）",
    }
    assert fresh(project).owner_unit == target


def test_subordinate_units_come_along_with_everything_below(county: County) -> None:
    system = User.system()
    division = create_unit(
        name="环卫处",
        short_name="环卫处",
        kind=county.owner.kind,
        parent=county.owner,
        actor=system,
        at=AT,
    )

    act(county, county.owner, kind="MERGE", target=county.units[OTHER_OWNER])

    division.refresh_from_db()
    assert division.parent == county.units[OTHER_OWNER]
    assert division.path == f"{county.units[OTHER_OWNER].path}{division.pk}/"


def test_a_split_moves_what_was_chosen_and_leaves_the_rest(
    county: County, project: Project
) -> None:
    chosen = {
        "posts": [post.pk for post in county.owner.posts.all()],
        "people": [county.at("HANDLER").pk],
        "projects": [project.pk],
    }

    row = act(county, county.owner, kind="SPLIT", new_name="县环境卫生局", chosen=chosen)

    assert row.target is not None
    assert row.target.name == "县环境卫生局"
    assert fresh(project).owner_unit == row.target
    assert again(county.at("HANDLER")).unit == row.target
    assert again(county.at("UNIT_HEAD")).unit == county.owner
    assert Unit.objects.get(pk=county.owner.pk).is_active


def test_a_split_that_leaves_a_task_or_a_project_without_hands_is_refused(
    county: County, project: Project
) -> None:
    with pytest.raises(RuleViolationError):
        act(
            county,
            county.owner,
            kind="SPLIT",
            new_name="县环境卫生局",
            chosen={"projects": [project.pk]},
        )

    assert fresh(project).owner_unit == county.owner
    assert not Unit.objects.filter(name="县环境卫生局").exists()


def test_a_task_on_a_desk_that_stays_behind_holds_the_split_up_and_is_named(
    county: County, project: Project
) -> None:
    handlers = [post.pk for post in county.owner.posts.filter(role="HANDLER")]

    with pytest.raises(RuleViolationError, match="一并划转，或待其办结") as refusal:
        act(
            county,
            county.owner,
            kind="SPLIT",
            target=county.units[OTHER_OWNER],
            chosen={"posts": handlers, "projects": [project.pk]},
        )

    (missing,) = refusal.value.verdict.blocking[0].missing
    assert "单位负责人" in missing.label


def test_a_renamed_unit_keeps_its_old_name_on_what_was_printed(
    county: County, project: Project
) -> None:
    record = project.records.earliest("pk")
    printed = print_record(record, actor=county.at("HANDLER"), at=AT)

    row = act(county, county.owner, kind="RENAME", new_name="县城市综合管理局")

    assert Unit.objects.get(pk=county.owner.pk).name == "县城市综合管理局"
    kept = PrintedSheet.objects.get(pk=printed.pk)
    assert OWNER in str(kept.snapshot)
    assert "县城市综合管理局" not in str(kept.snapshot)
    assert row.sentence == f"{OWNER}更名为县城市综合管理局。"
    assert AuditEntry.objects.filter(action=AuditAction.REORGANIZED).count() == 1


def test_what_is_planned_for_a_day_takes_effect_on_it_and_not_before(
    county: County, project: Project
) -> None:
    row = act(
        county,
        county.owner,
        kind="MERGE",
        target=county.units[OTHER_OWNER],
        effective_on=TODAY + WEEK,
    )

    assert carry_out_due(at=AT + 6 * timedelta(days=1)) == 0
    assert fresh(project).owner_unit == county.owner
    assert carry_out_due(at=AT + WEEK) == 1
    assert fresh(project).owner_unit == county.units[OTHER_OWNER]
    assert carry_out_due(at=AT + WEEK) == 0
    assert Reorganization.objects.get(pk=row.pk).state == "DONE"


def test_what_stands_in_the_way_on_the_day_is_told_once_to_both(county: County) -> None:
    row = act(
        county,
        county.owner,
        kind="MERGE",
        target=county.units[OTHER_OWNER],
        effective_on=TODAY + WEEK,
    )
    Unit.objects.filter(name=OTHER_OWNER).update(is_active=False)

    for _ in range(2):
        assert carry_out_due(at=AT + WEEK) == 0

    row.refresh_from_db()
    assert (row.state, "已停用" in row.problem) == ("PLANNED", True)
    told = Notice.objects.filter(title__startswith="机构改革未能生效")
    assert {notice.user for notice in told} == {
        county.at(SYSTEM_ADMIN),
        county.at(SECURITY_ADMIN),
    }
    assert told.count() == 2


def test_a_planned_reorganization_can_be_taken_back(county: County) -> None:
    row = act(
        county,
        county.owner,
        kind="RENAME",
        new_name="县城市综合管理局",
        effective_on=TODAY + WEEK,
    )

    cancel_reorganization(row, actor=county.at(SYSTEM_ADMIN), at=AT)

    assert carry_out_due(at=AT + WEEK) == 0
    assert Unit.objects.get(pk=county.owner.pk).name == OWNER


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"witness": None}, "安全管理员"),
        ({"effective_on": TODAY - WEEK}, "生效日不能早于今天"),
        ({"kind": "MERGE", "target": None}, "请选择并入哪个单位"),
        ({"new_name": OTHER_OWNER}, "已有名为"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    county: County, given: dict[str, object], sentence: str
) -> None:
    values: dict[str, object] = {"kind": "RENAME", "new_name": "县城市综合管理局"}

    with pytest.raises(RuleViolationError, match=sentence):
        act(county, county.owner, **(values | given))

    assert not Reorganization.objects.exists()


def test_one_administrator_alone_cannot_reorganize(county: County) -> None:
    for actor, witness in (
        (county.at(SECURITY_ADMIN), county.at(SYSTEM_ADMIN)),
        (county.at("HANDLER"), county.at(SECURITY_ADMIN)),
        (county.at(SYSTEM_ADMIN), county.at(SYSTEM_ADMIN)),
    ):
        with pytest.raises(RuleViolationError):
            act(
                county,
                county.owner,
                kind="RENAME",
                new_name="新名",
                actor=actor,
                witness=witness,
            )


def test_a_rehearsal_shows_what_would_move_and_moves_nothing(
    county: County, project: Project
) -> None:
    target = county.units[OTHER_OWNER]

    verdict, row = rehearse(lambda: act(county, county.owner, kind="MERGE", target=target))

    assert verdict
    assert row is not None
    assert row.moved["项目"] == 1
    assert fresh(project).owner_unit == county.owner
    assert not Reorganization.objects.exists()
