"""A scene that was not played to its end has failed, whatever kept it from that."""

from functools import partial

import pytest

from tests.autopilot.pilot import Pilot, StuckError
from tests.autopilot.theatre import BEGIN, Scene, Theatre

pytestmark = pytest.mark.django_db
PACK = "t15"


def nothing(_pilot: Pilot) -> None:
    """Play a scene in which all is well."""


def fail(_pilot: Pilot, error: BaseException) -> None:
    """Play a scene in which something is not well."""
    raise error


def expect_a_refusal(_pilot: Pilot) -> None:
    """Play a scene in which nobody refuses, where somebody should."""
    with pytest.raises(ValueError, match="refused"):
        nothing(_pilot)


def test_what_fails_in_any_way_is_told_and_the_others_are_played(stage: Theatre) -> None:
    wrong = AssertionError("wrong")
    scenes = [
        Scene("wrong", BEGIN, partial(fail, error=wrong)),
        Scene("not refused", BEGIN, expect_a_refusal),
        Scene("well", BEGIN, nothing),
    ]

    stage.tour(PACK, scenes, name="all kinds")

    with pytest.raises(AssertionError, match="wrong"):
        stage.require("wrong")
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        stage.require("not refused")
    stage.require("well")


def test_scenes_after_an_interruption_have_failed(stage: Theatre) -> None:
    scenes = [
        Scene("before", BEGIN, nothing),
        Scene("interrupted", BEGIN, partial(fail, error=KeyboardInterrupt())),
        Scene("later", BEGIN, nothing),
        Scene("elsewhere", "application", nothing),
    ]

    with pytest.raises(KeyboardInterrupt):
        stage.tour(PACK, scenes, name="interrupted")

    stage.require("before")
    for lost in ("interrupted", "later", "elsewhere"):
        with pytest.raises(StuckError, match="broken off"):
            stage.require(lost)


def test_a_scene_at_a_gate_that_is_not_there_has_failed(stage: Theatre) -> None:
    stage.tour(PACK, [Scene("nowhere", "no such gate", nothing)], name="nowhere")

    with pytest.raises(StuckError, match="never comes there"):
        stage.require("nowhere")


def test_the_same_scene_is_played_once_and_told_to_all_who_wait_for_it(stage: Theatre) -> None:
    played: list[str] = []

    def play(_pilot: Pilot) -> None:
        played.append("played")
        raise AssertionError("wrong")

    stage.tour(PACK, [Scene(key, BEGIN, play, same="one") for key in ("row", "rule")], name="same")

    assert played == ["played"]
    for key in ("row", "rule"):
        with pytest.raises(AssertionError, match="wrong"):
            stage.require(key)
