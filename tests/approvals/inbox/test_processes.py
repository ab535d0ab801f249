import pytest

from approvals.flows.models import ApprovalProcess
from approvals.inbox.models import Phrase
from approvals.inbox.services import MOST_PHRASES
from approvals.organizations.models import Appointment
from tests.approvals.flows.town import ROUTE, SHORT, Calls, Town, agree, open_task
from tests.approvals.inbox.conftest import Desk


def test_sender_and_signers_read_the_process(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk, opinion="材料齐全。")

    for reader in (town.handler, town.clerk, town.police_signer):
        page = desk(reader).get(f"/todo/process/{process.pk}/")
        assert page.status_code == 200
        assert "材料齐全。" in page.content.decode()


def test_for_others_it_does_not_exist_unless_the_matter_lets_them(
    town: Town, desk: Desk, calls: Calls
) -> None:
    process = town.send(SHORT)
    client = desk(town.outsider)

    before = client.get(f"/todo/process/{process.pk}/").status_code
    calls.readers.add(town.outsider.pk)
    after = client.get(f"/todo/process/{process.pk}/").status_code

    assert (before, after) == (404, 200)


def test_the_sender_takes_it_back_with_a_reason(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    client, address = desk(town.handler), f"/todo/process/{process.pk}/withdraw/"

    without = client.post(address, {"version": "1", "reason": " "})
    given = client.post(address, {"version": "1", "reason": "需要修改。"}, follow=True)

    assert without.status_code == 422
    assert "请填写撤回原因。" in without.content.decode()
    assert "已撤回“环城路”。" in given.content.decode()
    assert ApprovalProcess.objects.get().status == "WITHDRAWN"


def test_taking_back_too_late_says_who_was_quicker(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)

    response = desk(town.handler).post(
        f"/todo/process/{process.pk}/withdraw/", {"version": "1", "reason": "需要修改。"}
    )

    assert response.status_code == 409
    assert "受理甲" in response.content.decode()
    assert "需要修改。" in response.content.decode()


def test_only_the_sender_sees_the_button(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    address = f"/todo/process/{process.pk}/"

    assert "确认撤回" in desk(town.handler).get(address).content.decode()
    assert "确认撤回" not in desk(town.clerk).get(address).content.decode()


def test_phrases_are_kept_and_dropped(town: Town, desk: Desk) -> None:
    client = desk(town.clerk)

    client.post("/todo/phrases/", {"text": " 请按\n规定办理。 "})
    kept = Phrase.objects.get()
    page = client.get("/todo/phrases/").content.decode()
    client.post(f"/todo/phrases/{kept.pk}/drop/")

    assert kept.text == "请按 规定办理。"
    assert "请按 规定办理。" in page
    assert not Phrase.objects.exists()


def test_a_phrase_of_somebody_else_cannot_be_dropped(town: Town, desk: Desk) -> None:
    kept = Phrase.objects.create(user=town.clerk, text="同意。")

    assert desk(town.colleague).post(f"/todo/phrases/{kept.pk}/drop/").status_code == 404


@pytest.mark.parametrize(("text", "sentence"), [("", "请填写"), ("长" * 201, "最多 200 字")])
def test_a_phrase_is_neither_empty_nor_long(
    town: Town, desk: Desk, text: str, sentence: str
) -> None:
    response = desk(town.clerk).post("/todo/phrases/", {"text": text})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_there_is_an_end_to_phrases(town: Town, desk: Desk) -> None:
    Phrase.objects.bulk_create(
        Phrase(user=town.clerk, text=f"第{number}条。") for number in range(MOST_PHRASES)
    )

    response = desk(town.clerk).post("/todo/phrases/", {"text": "再来一条。"})

    assert response.status_code == 422
    assert "最多20条" in response.content.decode()


def test_a_matter_is_copied_to_several_posts_at_once(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    client, address = desk(town.handler), f"/todo/process/{process.pk}/copy/"
    posts = [town.ndrc_post.pk, town.police_post.pk]

    form = client.get(f"/todo/process/{process.pk}/").content.decode()
    given = client.post(address, {"to_posts": posts}, follow=True)

    assert all(f'name="to_posts" value="{post}"' in form for post in posts)
    assert "已抄送“环城路”。" in given.content.decode()
    told = set(process.readings.values_list("user", flat=True))
    assert told == {*_holders(posts)}


def test_a_copy_goes_to_somebody(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    address = f"/todo/process/{process.pk}/copy/"

    nobody = desk(town.handler).post(address, {})
    unknown = desk(town.handler).post(address, {"to_posts": [999_999]})

    assert (nobody.status_code, unknown.status_code) == (422, 422)
    assert "请至少选择一个抄送岗位。" in nobody.content.decode()
    assert not process.readings.exists()


def _holders(posts: list[int]) -> set[int]:
    return set(Appointment.objects.filter(post__in=posts).values_list("user", flat=True))
