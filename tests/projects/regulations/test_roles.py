"""What each role may do in each stage, read from the rulebook."""

import pytest

from approvals.organizations.models import User
from projects.regulations.queries import rulebook_of
from projects.regulations.queries.roles import role_matrix
from projects.regulations.services import import_pack
from tests.builders import AT, County, build_county
from tests.projects.conftest import Desk
from tests.projects.registry.harbour import harbour_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    """A county with its rulebook in force."""
    return build_county()


def test_every_duty_and_every_signature_of_the_rulebook_stands_in_the_table(
    county: County, desk: Desk
) -> None:
    book, matrix = rulebook_of(county.rulebook), role_matrix(county.rulebook)

    said = {deed.label for line in matrix.lines for cell in line.cells for deed in cell}
    assert {duty.label for duty in book.duties if duty.stages} <= said
    signing = {
        f"{gate.label}：{step.label}" for gate in book.gates for step in gate.route if step.roles
    }
    assert signing <= said
    assert all(len(line.cells) == len(matrix.stages) for line in matrix.lines)
    code, version = county.rulebook.regulation.code, county.rulebook.version
    page = desk(county.at("HANDLER")).get(f"/regulations/{code}/{version}/roles/")
    assert page.status_code == 200
    assert "经办项目" in page.content.decode()


def test_who_is_kept_apart_stands_below_the_table(county: County, desk: Desk) -> None:
    pack = harbour_pack()
    version = import_pack(pack, actor=User.system(), at=AT)

    found = role_matrix(version).partings

    assert (found[0].roles, found[0].place, found[0].clause) == (
        "项目组、质量控制小组", "同一项目", "第五条",
    )  # fmt: skip
    assert {parting.roles for parting in found[1:]} == {
        "承建、监理", "监理、经办人", "单位负责人、监理",
    }  # fmt: skip
    page = desk(county.at("HANDLER")).get(f"/regulations/HARBOUR/{version.version}/roles/")
    assert "监理独立于被监理的实施和承建" in page.content.decode()
