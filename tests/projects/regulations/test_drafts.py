"""Drafts of rulebooks: nothing typed is lost, two persons publish, and comparison tells it all."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from projects.overview.queries.rehearsals import cycles_in, replay
from projects.overview.queries.routing_trials import snags_of
from projects.overview.queries.trials import trial_of_facts, trial_of_project
from projects.regulations.editor.comparing import compare
from projects.regulations.editor.names import World
from projects.regulations.editor.places import at, mark_of, place_of, with_value
from projects.regulations.models import Regulation, RulebookDraft, RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import (
    approve_draft,
    begin_regulation,
    begin_revision,
    drop_thing,
    import_pack,
    keep_thing,
    put_back,
    read_pack,
    return_draft,
    shipped_packs,
    submit_draft,
    write_pack,
)
from projects.regulations.services.approving import may_submit
from tests.builders import AT, County, initiated
from tests.projects.regulations.clerk import Clerk

pytestmark = pytest.mark.django_db
RULE = "gates-3-requirements-0"
PACKS = [pytest.param(path, id=path.stem) for path in shipped_packs()]


@pytest.fixture
def draft(county: County, author: User) -> RulebookDraft:
    """The next version of T4, not yet changed."""
    return begin_revision(county.rulebook, actor=author, at=AT)


def browser(user: User) -> Client:
    """Open a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    return client


def home_of(draft: RulebookDraft) -> str:
    """Return the page of a draft."""
    return reverse("projects:regulations-draft", args=[draft.pk])


def changed(draft: RulebookDraft, place: str, value: object, actor: User) -> RulebookDraft:
    """Change one field, whatever it is."""
    way = place_of(place)
    content = with_value(draft.content, way, value)
    thing = way[: max(i for i, part in enumerate(way) if isinstance(part, int)) + 1]
    node = at(draft.content, thing)
    return keep_thing(
        draft,
        place=thing,
        value=at(content, thing).value,
        mark=mark_of(node.value, node.shape),
        actor=actor,
        at=AT,
    )


def test_what_is_typed_is_kept_although_it_is_wrong(draft: RulebookDraft, author: User) -> None:
    clerk = Clerk(browser(author), home_of(draft))

    clerk.write(RULE, {"message": "", "quote": "查不到的原文", "op": "keep"} | {"op": "save"})

    draft.refresh_from_db()
    rule = at(draft.content, place_of(RULE)).value
    assert rule["message"] == ""
    assert rule["quote"] == "查不到的原文"
    page = clerk.client.get(f"{home_of(draft)}things/{RULE}/").content.decode()
    assert "请填写不满足时的提示。" in page
    assert "这句原文在所选文本中查不到" in page


def test_a_page_that_is_out_of_date_overwrites_nothing_and_keeps_the_words(
    draft: RulebookDraft, author: User, second: User
) -> None:
    client = browser(author)
    address = f"{home_of(draft)}things/{RULE}/"
    mark = mark_of(at(draft.content, place_of(RULE)).value)
    changed(draft, f"{RULE}-message", "别人改过。", second)

    answer = client.post(address, {"op": "save", "mark": mark, "message": "我写的话。"})

    assert answer.status_code == 409
    assert "我写的话。" in answer.content.decode()
    draft.refresh_from_db()
    assert at(draft.content, place_of(RULE)).value["message"] == "别人改过。"


def test_what_is_taken_out_can_be_put_back_where_it_was(draft: RulebookDraft, author: User) -> None:
    before = draft.content
    node = at(before, place_of("gates-3"))

    dropped = drop_thing(
        draft, place=("gates", 3), mark=mark_of(node.value, node.shape), actor=author, at=AT
    )
    assert len(dropped.content["gates"]) == len(before["gates"]) - 1

    assert put_back(dropped, number=0, actor=author, at=AT).content == before


def test_things_are_moved_by_buttons_without_scripts(draft: RulebookDraft, author: User) -> None:
    clerk = Clerk(browser(author), home_of(draft))
    labels = [gate["label"] for gate in draft.content["gates"]]
    page = clerk.client.get(f"{home_of(draft)}things/gates/").content.decode()
    button = page.partition('value="down:gates:0:')[2].partition('"')[0]

    clerk.press(f"{home_of(draft)}things/gates/", f"down:gates:0:{button}", {})

    draft.refresh_from_db()
    assert [g["label"] for g in draft.content["gates"]][:2] == [labels[1], labels[0]]


def test_publishing_takes_a_second_person_who_wrote_none_of_it(
    draft: RulebookDraft, author: User, second: User, county: County
) -> None:
    edited = changed(draft, f"{RULE}-message", "数据部门评审通过以后，才能申请立项。", author)
    submitted = submit_draft(edited, reason="改提示。", actor=author, at=AT)

    with pytest.raises(RuleViolationError, match="发布需要两个人"):
        approve_draft(submitted, actor=author, at=AT)
    version = approve_draft(submitted, actor=second, at=AT)

    county.rulebook.refresh_from_db()
    assert (version.version, version.status) == (2, "IN_FORCE")
    assert county.rulebook.status == "SUPERSEDED"
    assert AuditEntry.objects.filter(action="projects.rulebook_draft.approve").count() == 2


def test_whoever_changed_a_word_may_not_sign(
    draft: RulebookDraft, author: User, second: User
) -> None:
    changed(draft, f"{RULE}-message", "改过一次。", second)
    submitted = submit_draft(draft, reason="改提示。", actor=author, at=AT)

    with pytest.raises(RuleViolationError, match="发布需要两个人"):
        approve_draft(submitted, actor=second, at=AT)


def test_the_database_refuses_one_person_as_both(draft: RulebookDraft, author: User) -> None:
    with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic():
        RulebookDraft.objects.filter(pk=draft.pk).update(submitted_by=author, approved_by=author)


def test_a_draft_with_a_mistake_is_not_handed_in(draft: RulebookDraft, author: User) -> None:
    wrong = changed(draft, f"{RULE}-quote", "没有这句话", author)

    with pytest.raises(RuleViolationError, match="查不到"):
        submit_draft(wrong, reason="试试。", actor=author, at=AT)


def test_an_unchanged_draft_is_not_published_again(draft: RulebookDraft, author: User) -> None:
    with pytest.raises(RuleViolationError, match="完全相同"):
        submit_draft(draft, reason="什么也没改。", actor=author, at=AT)


def test_a_draft_given_back_is_written_on_and_nobody_touches_one_handed_in(
    draft: RulebookDraft, author: User, second: User
) -> None:
    edited = changed(draft, f"{RULE}-message", "改过。", author)
    submitted = submit_draft(edited, reason="改提示。", actor=author, at=AT)
    with pytest.raises(RuleViolationError, match="不能修改"):
        changed(submitted, f"{RULE}-message", "再改。", author)

    back = return_draft(submitted, reason="提示还不清楚。", actor=second, at=AT)

    assert (back.is_editable, back.return_reason) == (True, "提示还不清楚。")
    assert changed(back, f"{RULE}-message", "再改。", author).pk == draft.pk


def test_a_text_out_for_comment_is_tried_but_not_put_in_force(county: County, author: User) -> None:
    begun = begin_regulation(
        title="试点办法（征求意见稿）",
        document_number="",
        text_status="DRAFT",
        text="第一条 为规范项目管理,制定本办法。第二条 项目应当备案。",
        pattern=county.rulebook,
        actor=author,
        at=AT,
    )
    assert begun.content["texts"][0]["paragraphs"] == [
        "第一条 为规范项目管理,制定本办法。",
        "第二条 项目应当备案。",
    ]
    assert trial_of_facts(Rulebook.model_validate(begun.content), {}, date(2026, 3, 2))

    with pytest.raises(RuleViolationError, match="征求意见稿"):
        submit_draft(begun, reason="启用。", actor=author, at=AT)


def test_a_comparison_tells_each_change_field_by_field(draft: RulebookDraft) -> None:
    before = draft.content
    after = with_value(before, place_of(f"{RULE}-message"), "换一句话。")
    after["duties"] = after["duties"][1:]
    after["gates"][0]["clocks"] = []
    after["lists"].append(
        {"code": "x", "label": "新清单", "choices": [{"code": "a", "label": "甲"}]}
    )

    told = {(change.kind_label, change.title) for change in compare(before, after, World())}

    assert ("修改", "换一句话。") in told
    assert ("删除", before["duties"][0]["label"]) in told
    assert ("新增", "新清单") in told
    assert compare(before, before, World()) == []


@pytest.mark.parametrize("path", PACKS)
def test_a_pack_written_out_read_in_and_written_out_is_the_same_to_the_byte(
    path: Path, tmp_path: Path, author: User
) -> None:
    first = write_pack(read_pack(path))
    copy = tmp_path / "copy.yaml"
    copy.write_text(first, encoding="utf-8")
    version = import_pack(read_pack(copy), actor=author, at=AT)

    assert write_pack(rulebook_of(version)) == first


def test_the_commands_say_the_line_of_a_mistake_and_export_what_was_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], county: County
) -> None:
    call_command("rulebooks", "export", "T4")
    written = capsys.readouterr().out.rstrip("\n") + "\n"
    file = tmp_path / "t4.yaml"
    file.write_text(written, encoding="utf-8")

    call_command("rulebooks", "import", str(file))
    call_command("rulebooks", "export", "T4")

    assert capsys.readouterr().out.partition("\n")[2].rstrip("\n") + "\n" == written
    assert RulebookVersion.objects.filter(regulation=county.rulebook.regulation).count() == 1


def test_a_rehearsal_tells_who_would_be_stuck_and_by_which_rule(
    draft: RulebookDraft, county: County
) -> None:
    project = initiated(county)
    gates = {gate["code"]: number for number, gate in enumerate(draft.content["gates"])}
    stage = [n for n, g in enumerate(draft.content["gates"]) if g["stage"] == str(project.stage)]
    new = {
        "id": "T4-x1",
        "basis": "SYSTEM_DEFAULT",
        "message": "演练用的新要求。",
        "condition": {"test": "fact_present", "fact": "application.cloud_reason"},
    }
    assert gates
    draft.content["gates"][stage[0]]["requirements"].append(new)
    book = Rulebook.model_validate(draft.content)

    found = replay(book, [project], date(2026, 3, 3))

    assert [row.project for row in found.stuck] == [project]
    assert [r.message for r in found.stuck[0].reasons] == ["演练用的新要求。"]
    assert not replay(rulebook_of(county.rulebook), [project], date(2026, 3, 3)).stuck
    assert trial_of_project(book, project, date(2026, 3, 3))


def test_a_rehearsal_finds_empty_posts_one_person_twice_and_a_unit_reviewing_itself(
    draft: RulebookDraft, county: County
) -> None:
    gate = draft.content["gates"][3]
    step = gate["route"][-1]
    gate["route"] = [
        step | {"code": "a", "label": "甲环节", "roles": ["MAINTENANCE"], "fields": []},
        step | {"code": "b", "label": "乙环节", "roles": ["NDRC_APPROVAL"], "fields": []},
        step | {"code": "c", "label": "丙环节", "roles": ["NDRC_APPROVAL"], "fields": []},
        step | {"code": "d", "label": "丁环节", "roles": ["DATA_REVIEW"], "fields": []},
    ]
    book = Rulebook.model_validate(draft.content)

    snags = {(s.step, s.what) for s in snags_of(book, [county.units["县数据局"]], date(2026, 3, 3))}

    assert any(step == "甲环节" and "没有在岗人员" in what for step, what in snags)
    assert any(step == "丙环节" and "只能由同一人办理" in what for step, what in snags)
    assert any(step == "丁环节" and "审核自己的项目" in what for step, what in snags)


def test_a_rehearsal_without_projects_is_no_good_news(draft: RulebookDraft, author: User) -> None:
    page = browser(author).get(f"{home_of(draft)}rehearsal/").content.decode()

    assert "没有可以演练的项目" in page
    assert "各环节都有人办理" not in page


def test_matters_that_wait_for_one_another_are_found(draft: RulebookDraft) -> None:
    book = Rulebook.model_validate(draft.content)
    wait = book.gates[3].requirements[0]
    circle = wait.model_copy(
        update={
            "id": "T4-x2",
            "condition": wait.condition.model_copy(update={"kind": book.gates[3].code}),
        }
    )
    gate = book.gates[1].model_copy(update={"requirements": (circle,)})

    assert list(cycles_in(book)) == []
    looped = book.model_copy(update={"gates": (book.gates[0], gate, *book.gates[2:])})
    assert list(cycles_in(looped))


def test_every_page_of_a_draft_speaks_in_words(draft: RulebookDraft, author: User) -> None:
    client = browser(author)

    for part in (
        "",
        "read/",
        "compare/",
        "trial/",
        "trial/?facts=1",
        "rehearsal/",
        f"things/{RULE}/",
    ):
        page = client.get(home_of(draft) + part).content.decode()
        body = page.partition('<main class="page"')[2].partition("</main>")[0]
        shown = "".join(piece.partition(">")[2] for piece in body.split("<"))
        for code in ("DATA_HEAD", "record_passed", "application.", "fact_equals", "None", "{'"):
            assert code not in shown, (part, code)


def test_a_draft_is_exported_as_it_stands(draft: RulebookDraft, author: User) -> None:
    answer = browser(author).get(f"{home_of(draft)}export/")

    assert answer["Content-Type"].startswith("application/yaml")
    assert json.dumps(draft.title, ensure_ascii=False).strip('"') in answer.content.decode()


def test_the_list_of_drafts_takes_the_same_queries_however_many_there_are(
    draft: RulebookDraft, county: County, author: User, django_assert_max_num_queries: object
) -> None:
    client = browser(author)
    assert draft
    for _ in range(12):
        begin_revision(county.rulebook, actor=author, at=AT)

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert client.get(reverse("projects:regulations-drafts")).status_code == 200


def test_only_who_keeps_the_rules_may_write_them(draft: RulebookDraft, county: County) -> None:
    client = browser(county.at("HANDLER"))

    assert client.get(home_of(draft)).status_code == 403
    assert client.get(reverse("projects:regulations-drafts")).status_code == 403


def test_a_draft_yields_only_to_measures_that_are_there(draft: RulebookDraft) -> None:
    rule = {"id": "T4-x3", "relation": "YIELDS_TO", "regulations": ["CITY_RULES"]}
    draft.content["precedence"] = [rule | {"clause": "第一条", "quote": "制定本办法"}]

    (refusal,) = may_submit(draft).refusals
    assert "哪些办法已不存在，请另选" in refusal.message

    Regulation.objects.create(code="CITY_RULES", title="市级办法", status="IN_FORCE")
    assert may_submit(draft)
