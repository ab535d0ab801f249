from uuid import uuid4

from approvals.flows.shapes import Route, Step, StepKind
from documents.models import Document
from tests.approvals.flows.town import Town, open_task
from tests.approvals.inbox.conftest import Desk
from tests.documents.samples import pdf, upload

OUTSIDE = Route(
    code="tests.outside",
    label="外部决定",
    steps=(
        Step(
            code="ministry", label="国家部委审批", kind=StepKind.OUTSIDE, roles=("NDRC_APPROVAL",)
        ),
    ),
)


def test_the_decision_of_another_organ_is_recorded_with_its_paper(town: Town, desk: Desk) -> None:
    process = town.send(OUTSIDE)
    task, client = open_task(process), desk(town.planner)
    form = {"decision": "APPROVED", "opinion": "已批复。", "version": "1", "form_key": str(uuid4())}

    page = client.get(f"/todo/{task.pk}/").content.decode()
    bare = client.post(f"/todo/{task.pk}/decide/", form)
    whole = client.post(f"/todo/{task.pk}/decide/", form | {"paper": upload("批复.pdf", pdf())})

    assert 'enctype="multipart/form-data"' in page
    assert bare.status_code == 422
    assert "请上传该机关的决定文件" in bare.content.decode()
    assert whole.status_code == 302
    paper = Document.objects.get(project_ref=process.project_ref)
    assert process.opinions.get(decision="APPROVED").paper == paper
    shown = client.get(f"/todo/process/{process.pk}/").content.decode()
    assert f"/documents/versions/{paper.versions.get().pk}/download/" in shown


def test_a_paper_that_is_not_what_it_says_is_refused_and_nothing_is_decided(
    town: Town, desk: Desk
) -> None:
    process = town.send(OUTSIDE)
    task = open_task(process)
    form = {"decision": "APPROVED", "opinion": "已批复。", "version": "1", "form_key": str(uuid4())}

    answer = desk(town.planner).post(
        f"/todo/{task.pk}/decide/", form | {"paper": upload("批复.pdf", b"MZ not a pdf")}
    )

    assert answer.status_code == 422
    process.refresh_from_db()
    assert process.is_running
    assert not Document.objects.exists()
