"""The pages: of who keeps the pool, of the witness, and of an expert."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from approvals.experts import services
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.organizations.models import User
from documents.models import DocumentVersion
from projects.registry.services import attach_paper
from tests.approvals.experts.conftest import (
    AFTER,
    DEADLINE,
    GOOD,
    Bench,
    come,
    concluded,
    hand_in,
    opened,
    scored,
    seats,
)
from tests.builders import AT
from tests.documents.samples import pdf, upload

type Desk = Callable[[User], Client]

CONVENE = {
    "code": "appraisal",
    "size": "5",
    "closes_on": (AT + timedelta(days=7)).date().isoformat(),
    "closes_at": "17:30",
    "witness_password": "Correct-Horse-9-Staple",
}
SHEET = {f"rating-{code}": points for code, points in GOOD.items()} | {
    "proposal": "PASSED",
    "remarks": "方案可行，秘密意见。",
}


@pytest.fixture(autouse=True)
def _office_hours() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(AT, tick=False):
        yield


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"approvals:experts-{name}", args=args))
    assert answer.status_code == HTTPStatus.OK, name
    return answer.content.decode()


def pressed(client: Client, route: str, /, *args: object, **given: str) -> str:
    answer = client.post(reverse(f"approvals:experts-{route}", args=args), given, follow=True)
    return str(answer.content.decode())


def with_paper(bench: Bench) -> DocumentVersion:
    application = bench.record.project.records.get(kind="application")
    paper = attach_paper(
        application.project,
        record=None,
        kind="CONTRACT_TEXT",
        upload=upload("初步方案.pdf", pdf()),
        title="",
        actor=bench.county.at("HANDLER"),
        at=AT,
    )
    return DocumentVersion.objects.get(document=paper.document)


def test_the_keeper_finds_adds_corrects_and_suspends_experts(bench: Bench, desk: Desk) -> None:
    keeper, new = desk(bench.keeper), bench.invited("newcomer")
    assert "第3设计研究院" in page(keeper, "pool")
    assert str(new) in page(keeper, "add")
    field = bench.experts[0].fields.get()
    given = {
        "employer": "县外科技学院",
        "title": "教授",
        "works_since": "1999",
        "yearly_cap": "3",
        "fields_known": str(field.pk),
    }

    assert "已入库" in pressed(keeper, "add", user=str(new.pk), **given)
    expert = new.expert
    assert "回避关系已登记" in pressed(keeper, "expert", expert.pk, kind="KIN", name="县水利局")
    assert "县水利局" in page(keeper, "expert", expert.pk)
    assert "已修改" in pressed(
        keeper, "edit", expert.pk, version="1", **(given | {"title": "研究员"})
    )
    assert "已停用，以后的抽取" in pressed(keeper, "suspend", expert.pk, reason="本人申请")
    assert "已恢复" in pressed(keeper, "resume", expert.pk)
    assert "已撤销" in pressed(keeper, "tie-drop", expert.pk, expert.ties.get().pk)
    assert "已新增专业" in pressed(keeper, "fields", code="LAW", label="法律")
    assert "专业已修改" in pressed(keeper, "field", field.pk, label="软件", is_active="on")


def test_the_list_of_experts_costs_the_same_for_few_and_for_many(
    bench: Bench, desk: Desk, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    keeper = desk(bench.keeper)
    page(keeper, "pool")

    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        page(keeper, "pool")


def test_a_panel_is_drawn_before_a_witness_who_gives_a_password(bench: Bench, desk: Desk) -> None:
    keeper, ref = desk(bench.keeper), bench.record.pk
    before = page(keeper, "convene", "projects.record", ref)
    assert "系统默认，非法规规定" in before
    assert "外部专家过半数" in before

    no_witness = pressed(keeper, "convene", "projects.record", ref, **CONVENE)
    assert "见证人的用户名或密码不对" in no_witness
    assert not ExpertReview.objects.exists()
    name = bench.witness.username
    shown = pressed(keeper, "convene", "projects.record", ref, witness_username=name, **CONVENE)

    review = ExpertReview.objects.get()
    assert "已抽取并邀请评审专家" in shown
    assert f"{bench.witness}见证" in shown
    witness = desk(bench.witness)
    assert "复核一致" in page(witness, "draw", review.pk, 1)
    assert "更换" not in page(witness, "review", review.pk)
    assert desk(bench.county.at("HANDLER")).get(f"/reviews/{review.pk}/").status_code == 404


def test_a_project_that_is_not_to_be_seen_cannot_be_reviewed(bench: Bench, desk: Desk) -> None:
    keeper = desk(bench.keeper)

    for kind, ref in (("projects.record", 999_999), ("elsewhere", bench.record.pk)):
        assert keeper.get(f"/reviews/new/{kind}/{ref}/").status_code == HTTPStatus.NOT_FOUND


def test_an_expert_sees_the_papers_only_behind_the_declaration(bench: Bench, desk: Desk) -> None:
    version = with_paper(bench)
    review = bench.convene()
    review.papers.add(version.document)
    seat = seats(review)[0]
    expert = desk(seat.expert.user)
    address = reverse("documents:download", args=[version.pk])

    assert review.subject_label in page(expert, "invitations")
    before = page(expert, "invitation", review.pk)
    assert "县城市管理局" in before
    assert "初步方案.pdf" not in before
    assert "评分表" not in before
    assert expert.get(address).status_code == HTTPStatus.NOT_FOUND
    sheet = reverse("approvals:experts-reading", args=[review.pk])
    assert expert.get(sheet).status_code == HTTPStatus.NOT_FOUND

    shown = pressed(expert, "declare", review.pk, answer="CLEAR")

    assert "初步方案.pdf" in shown
    assert b"".join(expert.get(address)).startswith(b"%PDF")
    assert "环卫作业靠人工巡查" in page(expert, "reading", review.pk)
    stranger = next(one for one in bench.experts if not one.seats.filter(review=review).exists())
    assert desk(stranger.user).get(address).status_code == HTTPStatus.NOT_FOUND
    assert desk(stranger.user).get(f"/invitations/{review.pk}/").status_code == 404
    assert expert.get(f"/projects/{bench.record.project_id}/").status_code == HTTPStatus.NOT_FOUND


def test_papers_close_with_the_conclusion_and_for_who_steps_back(bench: Bench, desk: Desk) -> None:
    version = with_paper(bench)
    review = bench.convene()
    review.papers.add(version.document)
    address = reverse("documents:download", args=[version.pk])
    leaving = seats(review)[4]
    services.declare(leaving, answer="CONFLICT", reason="顾问", actor=leaving.expert.user, at=AT)
    assert desk(leaving.expert.user).get(address).status_code == HTTPStatus.NOT_FOUND

    concluded(review)

    staying = seats(review)[0].expert.user
    assert desk(staying).get(address).status_code == HTTPStatus.NOT_FOUND


def test_nobody_sees_the_scores_of_others_before_their_own_are_in_and_the_seal_is_broken(
    bench: Bench, desk: Desk
) -> None:
    review = bench.convene()
    *coming, absent = seats(review)
    for seat in coming[1:]:
        hand_in(come(seat))
    chair = desk(coming[0].expert.user)
    come(absent)
    pressed(chair, "declare", review.pk, answer="CLEAR")
    secret = "方案总体可行"

    wrong = pressed(chair, "scores", review.pk, op="submit", **(SHEET | {"rating-design": "99"}))
    assert "应填写0至25之间的数" in wrong
    assert "还没有提交" in pressed(chair, "scores", review.pk, op="save", **SHEET)
    assert "密封到截止时间" in pressed(chair, "scores", review.pk, op="submit", **SHEET)
    for reader in (chair, desk(absent.expert.user)):
        assert secret not in page(reader, "invitation", review.pk)
    keeper = desk(bench.keeper)
    assert "秘密意见" not in page(keeper, "review", review.pk)
    assert "密封到" in pressed(chair, "open", review.pk)

    with time_machine.travel(AFTER, tick=False):
        cache.clear()
        chair, late = desk(coming[0].expert.user), desk(absent.expert.user)
        assert "结果已启封" in pressed(chair, "open", review.pk)
        assert secret in page(chair, "invitation", review.pk)
        assert secret not in page(late, "invitation", review.pk)
        done = pressed(chair, "conclude", review.pk, conclusion="PASSED", opinion="同意通过。")

    assert "评审意见已出具" in done
    assert ExpertReview.objects.get().opinion_sheet is not None


def test_the_keeper_replaces_extends_refills_and_cancels(bench: Bench, desk: Desk) -> None:
    review, keeper = bench.convene(), desk(bench.keeper)
    seat = seats(review)[0]

    assert "已更换" in pressed(keeper, "release", review.pk, seat.pk, reason="联系不上")
    later = (DEADLINE + timedelta(days=2)).date().isoformat()
    assert "已延长到" in pressed(
        keeper, "deadline", review.pk, closes_on=later, closes_at="17:30", reason="补材料"
    )
    refill = pressed(
        keeper,
        "refill",
        review.pk,
        reason="补",
        witness_username=bench.witness.username,
        witness_password="Correct-Horse-9-Staple",
    )
    assert "没有空缺的席位" in refill
    assert "评审已取消" in pressed(keeper, "cancel", review.pk, reason="撤回申报")
    gone = ReviewSeat.objects.filter(review=review, status="INVITED").first()
    assert gone is not None
    assert "已取消" in page(desk(gone.expert.user), "invitation", review.pk)


def test_the_record_shows_its_review_to_its_readers_and_not_the_panel(
    bench: Bench, desk: Desk
) -> None:
    address = reverse(
        "projects:application-appraisal",
        kwargs={"project_id": bench.record.project_id, "record_id": bench.record.pk},
    )
    keeper, reader = desk(bench.keeper), desk(bench.county.at("UNIT_HEAD"))
    assert "组织专家评审" in keeper.get(address).content.decode()
    review = bench.convene()
    name = str(seats(review)[0].expert)

    shown = reader.get(address, follow=True).content.decode()
    assert "出具结论后才能送审" in shown
    assert name not in shown
    assert "组织专家评审" not in keeper.get(address).content.decode()

    scored(review)
    assert name not in reader.get(address, follow=True).content.decode()


def test_the_pool_leaves_as_a_workbook_as_its_keeper_filtered_it(bench: Bench, desk: Desk) -> None:
    rested, ready = bench.experts[:2]
    services.suspend_expert(rested, reason="长期出国。", actor=bench.keeper, at=AT)
    address, keeper = reverse("approvals:experts-pool-export"), desk(bench.keeper)

    listed = keeper.get(reverse("approvals:experts-pool"), {"state": "SUSPENDED"}).text
    assert "export/?state=SUSPENDED" in listed
    content = keeper.get(address, {"state": "SUSPENDED"}).content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    row = next(row for row in cells if row[0] == str(rested))
    assert row[1] == rested.employer
    assert row[-2:] == ("已停用", "长期出国。")
    assert all(row[0] != str(ready) for row in cells)
    assert desk(bench.witness).get(address).status_code == HTTPStatus.FORBIDDEN


def test_the_scores_leave_as_a_workbook_for_the_keeper_once_the_seal_is_broken(
    bench: Bench, desk: Desk
) -> None:
    review = bench.convene(size=5)
    address = reverse("approvals:experts-scores-export", args=[review.pk])
    keeper = desk(bench.keeper)
    assert keeper.get(address).status_code == HTTPStatus.NOT_FOUND

    opened(review)
    assert address in page(keeper, "review", review.pk)
    content = keeper.get(address).content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    names = [str(seat.expert) for seat in seats(review)]
    assert [row[0] for row in rows if row[0] in names] == names
    given = next(row for row in rows if row[0] == names[0])
    assert list(given[2:7]) == [float(points) for points in GOOD.values()]
    assert next(row for row in rows if row[0] == "平均")[7] == 85
    assert desk(bench.witness).get(address).status_code == HTTPStatus.FORBIDDEN
    assert desk(bench.county.at("HANDLER")).get(address).status_code == HTTPStatus.NOT_FOUND
