from datetime import timedelta
from uuid import uuid4

import time_machine

from approvals.flows import services
from approvals.flows.models import Look
from tests.approvals.flows.town import NOW, ROUTE, SHORT, Town, agree, open_task
from tests.approvals.inbox.conftest import Desk

LATER = NOW + timedelta(hours=3)


def test_a_first_look_has_nothing_new(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    page = desk(town.clerk).get(f"/todo/{task.pk}/").content.decode()

    assert "您上次查看之后" not in page
    assert Look.objects.get().user == town.clerk


def test_a_later_look_tells_what_others_did_since(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)
    task = open_task(process, "网信岗")
    desk(town.cyber_signer).get(f"/todo/{task.pk}/")
    agree(open_task(process, "公安岗"), town.police_signer, opinion="公安没有意见。", minutes=60)

    for moment in (LATER, LATER + timedelta(minutes=5)):
        with time_machine.travel(moment, tick=False):
            page = desk(town.cyber_signer).get(f"/todo/{task.pk}/").content.decode()

        assert "您上次查看之后" in page, moment
        assert "公安没有意见。" in page.split("您上次查看之后")[1].split("</section>")[0]


def test_what_was_read_in_one_sitting_is_not_new_in_the_next(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    for moment in (NOW, LATER, LATER + timedelta(hours=3)):
        with time_machine.travel(moment, tick=False):
            if moment == LATER:
                services.remind(
                    task.process, form_key=uuid4(), actor=town.handler, at=NOW + timedelta(hours=1)
                )
            page = desk(town.clerk).get(f"/todo/{task.pk}/").content.decode()

        assert ("您上次查看之后" in page) is (moment == LATER), moment


def test_ones_own_deeds_are_not_news(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    desk(town.handler).get(f"/todo/process/{process.pk}/")
    services.remind(process, form_key=uuid4(), actor=town.handler, at=NOW)

    with time_machine.travel(LATER, tick=False):
        page = desk(town.handler).get(f"/todo/process/{process.pk}/").content.decode()

    assert "环城路" in page
    assert "您上次查看之后" not in page


def test_changed_content_is_news(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    task = open_task(process, "受理岗")
    desk(town.clerk).get(f"/todo/{task.pk}/")
    services.return_for_correction(task, opinion="请改。", version=1, actor=town.clerk, at=NOW)
    services.resubmit(process, content_digest="two", version=2, actor=town.handler, at=NOW)

    with time_machine.travel(LATER, tick=False):
        page = desk(town.clerk).get(f"/todo/{open_task(process).pk}/").content.decode()

    assert "内容已修改" in page


def test_a_stale_page_is_refused_with_all_that_changed_since(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    task = open_task(process, "受理岗")
    client = desk(town.clerk)
    client.get(f"/todo/{task.pk}/")
    other = open_task(process, "受理二岗")
    services.return_for_correction(other, opinion="请改。", version=1, actor=town.colleague, at=NOW)
    services.resubmit(process, content_digest="two", version=2, actor=town.handler, at=NOW)

    form = {"decision": "APPROVED", "opinion": "同意。", "version": "1", "form_key": str(uuid4())}
    answer = client.post(f"/todo/{task.pk}/decide/", form)

    assert answer.status_code == 409
    page = answer.content.decode()
    for told in ("受理乙", "退回补正", "补正后重新送审", "送审内容已修改", "现在到达“受理”环节"):
        assert told in page, told
