"""How a rulebook settles what texts leave open: every setting reaches the step it is made for."""

from approvals.flows.shapes import (
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    Step,
    Vacancy,
)
from projects.regulations.editor.lenient import lenient
from projects.regulations.editor.names import Names, World
from projects.regulations.rulebook.checks import mistakes_in
from projects.regulations.rulebook.routes import Ballot, Handling, OnExpiry
from projects.regulations.services.compiling import steps_of
from tests.packs import shipped
from tests.projects.registry.harbour import harbour_pack


def compiled(handling: Handling | None, on_expiry: OnExpiry | None = None) -> Step:
    """Return the first step of a shipped route, handled in another way."""
    rulebook = shipped("t1")
    gate = next(gate for gate in rulebook.gates if gate.route)
    step = gate.route[0].model_copy(update={"handling": handling, "on_expiry": on_expiry})
    return steps_of(rulebook, gate.model_copy(update={"route": (step,)}))[0]


def test_a_step_without_settings_is_handled_as_usual() -> None:
    usual = compiled(None)

    assert (usual.refusal, usual.vacancy, usual.own) == (
        Refusal.AT_ONCE,
        Vacancy.FORBID,
        OwnMatter.OTHERS,
    )
    assert usual == compiled(Handling())


def test_every_setting_reaches_the_engine() -> None:
    step = compiled(
        Handling(
            refusal="AFTER_ALL",
            vacancy="SUPERIOR",
            own_matter="SKIP",
            repeat="SKIP",
            resubmit="DIRECT",
            return_to="APPLICANT",
            remind_before=(1, 3),
            remind_every=2,
            block="joint",
            branch="left",
            covers=("材料",),
            explained_by=(),
            adding=False,
        )
    )

    assert (step.refusal, step.vacancy, step.own, step.repeat) == (
        Refusal.AFTER_ALL,
        Vacancy.SUPERIOR,
        OwnMatter.SKIP,
        Repeat.SKIP,
    )
    assert (step.resubmit, step.return_to) == (Resubmit.DIRECT, ReturnTo.APPLICANT)
    assert (step.remind_before, step.remind_every) == ((1, 3), 2)
    assert (step.block, step.branch, step.may_add) == ("joint", "left", False)
    assert step.covers == ("材料",)


def test_an_opinion_is_about_parts_that_the_form_has() -> None:
    raw = harbour_pack().model_dump(mode="json", exclude_defaults=True)
    raw["gates"][0]["route"][0]["handling"] = {"covers": ["一、基本情况", "二、没有"]}
    place = ("gates", 0, "route", 0, "handling", "covers")

    found = [(at, said) for at, said in mistakes_in(lenient(raw)) if at == place]
    offered = Names(raw, World()).groups_at("form_parts", place)

    assert found == [(place, "环节“项目管理办公室审核”：“立项单”没有“二、没有”部分。")]
    assert offered == (("本办法", (("一、基本情况", "一、基本情况"), ("材料", "材料"))),)


def test_what_is_handed_on_at_expiry_names_to_whom() -> None:
    rulebook = shipped("t1")
    role = rulebook.roles[0].code

    step = compiled(None, OnExpiry(action="PASS_ON", to_roles=(role,)))

    assert step.on_expiry == Expiry.PASS_ON
    assert len(step.expiry_roles) == 1


def test_two_thirds_are_two_of_three() -> None:
    rulebook = shipped("t1")
    gate = next(gate for gate in rulebook.gates if gate.route)
    vote = {"kind": "BALLOT", "ballot": Ballot.model_validate({"percent": "66.67"})}
    step = gate.route[0].model_copy(update=vote)

    compiled_step = steps_of(rulebook, gate.model_copy(update={"route": (step,)}))[0]

    assert (compiled_step.vote_share, compiled_step.vote_above) == ((2, 3), False)
