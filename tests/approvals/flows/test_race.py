"""Eight people do everything to 1,250 tasks at once, ten thousand times: nothing happens twice.

The children are forked, and each opens connections of its own on the test database. They walk
through the tasks side by side; only small shuffles keep them from queueing in the same order.
"""

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from approvals.flows import services
from approvals.flows.engine import AddMode, replay
from approvals.flows.models import ApprovalProcess, ApprovalTask, Decision, Opinion
from approvals.organizations.models import Post, User
from audit.models import AuditEntry
from config.kernel.forking import forget_connections
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.flows.town import NOW, SHORT, Town, open_task, person, post

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

RACERS = 8
TASKS = 1250
PAGES = 16
PATIENCE = 120
WINDOW = 6
DEEDS: dict[Decision, Callable[..., ApprovalTask]] = {
    Decision.APPROVED: services.approve,
    Decision.RETURNED: services.return_for_correction,
    Decision.REJECTED: services.reject,
}
HEAD = "数据局负责人"
RESULTS = {"APPROVED": "APPROVED", "RETURNED": "RETURNED", "REJECTED": "REJECTED"}

type Race = Callable[[User, Sequence[int], random.Random], Counter[str]]

_start_line: list[Barrier] = []


@pytest.fixture
def racers(transactional_db: None, town: Town) -> list[User]:  # noqa: ARG001
    """Eight holders of one post, and the head above them."""
    town.second_intake_post.appointments.all().delete()
    person(HEAD, town.data, post(town.data, "DATA_HEAD", "负责人岗"))
    return [person(f"受理{number}", town.data, town.intake_post) for number in range(RACERS)]


def copies(model: ApprovalProcess | ApprovalTask | Opinion, **changed: object) -> dict[str, object]:
    """Return the columns of a row, to be written again."""
    fields = model._meta.concrete_fields
    values = {
        field.attname: getattr(model, field.attname) for field in fields if not field.generated
    }
    return {name: value for name, value in values.items() if name != "id"} | changed


def crowd(town: Town, count: int) -> list[int]:
    """Put many matters on one desk, copied from one that the services made."""
    first = town.send(SHORT)
    task, sent = open_task(first), first.opinions.get()
    with transaction.atomic():
        processes = ApprovalProcess.objects.bulk_create(
            ApprovalProcess(**copies(first)) for _ in range(count - 1)
        )
        Opinion.objects.bulk_create(
            Opinion(**copies(sent, process_id=process.pk)) for process in processes
        )
        ApprovalTask.objects.bulk_create(
            ApprovalTask(**copies(task, process_id=process.pk)) for process in processes
        )
    ids = [process.pk for process in [first, *processes]]
    return list(
        ApprovalTask.objects.filter(process__in=ids).order_by("pk").values_list("pk", flat=True)
    )


def nearly_in_order(ids: Sequence[int], chance: random.Random) -> Iterator[int]:
    """Walk through the tasks, each racer a little differently."""
    for start in range(0, len(ids), WINDOW):
        window = list(ids[start : start + WINDOW])
        chance.shuffle(window)
        yield from window


def do_anything_by_service(user: User, ids: Sequence[int], chance: random.Random) -> Counter[str]:
    """Do something to every task as it was seen at the beginning: mostly decide, or else."""
    outcomes: Counter[str] = Counter()
    tasks = {
        task.pk: task for task in ApprovalTask.objects.filter(pk__in=ids).select_related("process")
    }
    other = Post.objects.select_related("unit").get(role="NDRC_APPROVAL")
    for pk in nearly_in_order(ids, chance):
        name, deed = chance.choice(deeds(tasks[pk], other, chance))
        try:
            deed(version=1, form_key=uuid4(), actor=user, at=NOW + timedelta(minutes=1))
        except StaleVersionError:
            outcomes["told who was quicker"] += 1
        except RuleViolationError:
            outcomes["refused"] += 1
        else:
            outcomes[name] += 1
    return outcomes


def deeds(
    task: ApprovalTask, other: Post, chance: random.Random
) -> list[tuple[str, Callable[..., object]]]:
    """Return what may be done to a task, deciding more often than the rest."""
    give: dict[str, Any] = {"to_post": other, "reason": "请办理。"}
    mode = chance.choice(list(AddMode))
    deciding = [
        (decision.value, partial(deed, task, opinion=decision.label))
        for decision, deed in DEEDS.items()
    ]
    return [
        *deciding,
        *deciding,
        ("reassign", partial(services.reassign, task, **give)),
        ("add", partial(services.add_signer, task, mode=mode, **give)),
        ("ask", partial(services.ask_opinion, task, **give)),
        ("pause", partial(services.pause_clock, task, reason="等补正。")),
        ("withdraw", partial(take_back_as_sender, task.process)),
        ("remind", partial(press, task.process)),
        ("copy", partial(copy_to_sender, task.process)),
        ("read", partial(read_as_sender, task.process)),
        ("supervise", partial(supervise_from_above, task.process)),
        ("resubmit", partial(send_again, task.process)),
        ("take back", partial(services.take_back, task, reason="看错了。")),
    ]


def take_back_as_sender(process: ApprovalProcess, *, actor: User, **given: Any) -> ApprovalProcess:
    """Let the sender take the matter back while the others decide it."""
    sender = User.objects.get(pk=process.started_by_id)
    assert actor != sender
    return services.withdraw(process, reason="另行送审。", actor=sender, **given)


def press(process: ApprovalProcess, *, version: int, **given: Any) -> ApprovalProcess:
    """Ask to hurry; no page can be too old for that."""
    assert version
    return services.remind(process, **given)


def copy_to_sender(process: ApprovalProcess, *, version: int, **given: Any) -> ApprovalProcess:
    """Give the matter to its sender to read."""
    assert version
    return services.copy_to(process, people=[User.objects.get(pk=process.started_by_id)], **given)


def read_as_sender(process: ApprovalProcess, *, at: datetime, **_given: Any) -> None:
    """Let the sender tick off what was given to read."""
    services.mark_as_read(process, actor=User.objects.get(pk=process.started_by_id), at=at)


def supervise_from_above(
    process: ApprovalProcess, *, form_key: UUID, at: datetime, **_given: Any
) -> ApprovalProcess:
    """Press for a decision from above."""
    head = User.objects.get(username=HEAD)
    return services.supervise(process, demand="请尽快。", form_key=form_key, actor=head, at=at)


def send_again(process: ApprovalProcess, *, at: datetime, **_given: Any) -> ApprovalProcess:
    """Let the sender send again what somebody returned a moment ago."""
    sender = User.objects.get(pk=process.started_by_id)
    return services.resubmit(process, content_digest="改", version=2, actor=sender, at=at)


def decide_by_page(user: User, ids: Sequence[int], chance: random.Random) -> Counter[str]:
    """Press a button on every page, all opened before anybody pressed."""
    outcomes: Counter[str] = Counter()
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    for pk in nearly_in_order(ids, chance):
        form = {
            "decision": chance.choice(list(DEEDS)).value,
            "opinion": "办理意见。",
            "version": "1",
            "form_key": str(uuid4()),
        }
        outcomes[str(client.post(f"/todo/{pk}/decide/", form).status_code)] += 1
    return outcomes


def send_one_form(user: User, ids: Sequence[int], chance: random.Random) -> Counter[str]:
    """Send the very same form for every task, as an impatient finger does."""
    outcomes: Counter[str] = Counter()
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    for pk in nearly_in_order(ids, chance):
        form = {
            "decision": "APPROVED",
            "opinion": "同意。",
            "version": "1",
            "form_key": str(uuid5(NAMESPACE_URL, str(pk))),
        }
        outcomes[str(client.post(f"/todo/{pk}/decide/", form).status_code)] += 1
    return outcomes


def _enter(barrier: Barrier) -> None:
    _start_line.append(barrier)
    forget_connections()


def _run(race: Race, ids: Sequence[int], racer: tuple[int, int]) -> Counter[str]:
    number, user_id = racer
    user = User.objects.get(pk=user_id)
    _start_line[0].wait(timeout=PATIENCE)
    try:
        return race(user, ids, random.Random(number))  # noqa: S311
    finally:
        connections.close_all()


def run_race(race: Race, ids: Sequence[int], racers: Sequence[User]) -> Counter[str]:
    """Let everybody run at once and add up what happened."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with context.Pool(RACERS, _enter, (context.Barrier(RACERS),)) as pool:
        runs = pool.map(
            partial(_run, race, ids), enumerate(user.pk for user in racers), chunksize=1
        )
        pool.close()
        pool.join()
    return sum(runs, Counter())


def assert_each_was_decided_once(ids: Sequence[int]) -> None:
    """Every task is done, by one opinion, with the result that this opinion says."""
    tasks = ApprovalTask.objects.filter(pk__in=ids).select_related("process", "opinion")
    assert Opinion.objects.filter(task__in=ids).count() == len(ids)
    for task in tasks:
        assert task.status == "DONE"
        assert task.decision == task.opinion.decision
        assert task.decided_by_id == task.opinion.actor_id
        assert task.process.status == RESULTS[task.decision]
        assert task.process.version == 2


def test_ten_thousand_attempts_of_mixed_verbs_leave_every_process_whole(
    town: Town, racers: list[User]
) -> None:
    ids = crowd(town, TASKS)
    before, stuck = AuditEntry.objects.count(), deadlocks()

    outcomes = run_race(do_anything_by_service, ids, racers)

    lost = outcomes["told who was quicker"] + outcomes["refused"]
    won = sum(outcomes.values()) - lost
    assert sum(outcomes.values()) == RACERS * TASKS
    assert deadlocks() == stuck
    assert set(outcomes) >= {*RESULTS, "reassign", "add", "ask", "pause"}
    assert set(outcomes) >= {"withdraw", "remind", "copy", "read", "supervise", "resubmit"}
    assert AuditEntry.objects.count() - before == won + outcomes["refused"]
    assert_each_process_is_whole(ids, outcomes)


def deadlocks() -> int:
    """Return how many deadlocks the database had to break."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def assert_each_process_is_whole(ids: Sequence[int], outcomes: Counter[str]) -> None:
    """No effect is there twice: the opinions lead to the rows, and to nothing beside them."""
    processes = ApprovalProcess.objects.filter(tasks__in=ids).prefetch_related("tasks", "opinions")
    done: Counter[str] = Counter()
    for process in processes:
        tasks = sorted(process.tasks.all(), key=lambda task: task.pk)
        said = sorted(process.opinions.all(), key=lambda opinion: opinion.pk)
        told = replay(opinion.moves for opinion in said)
        assert told["status"] == process.status
        assert [told["tasks"][str(n)][3] for n in range(1, len(tasks) + 1)] == [
            task.status for task in tasks
        ]
        assert (process.status == "RUNNING") is any(task.is_open for task in tasks)
        done.update(task.decision for task in tasks if task.decision)
    assert done == Counter({name: outcomes[name] for name in RESULTS})


def test_pages_sent_at_once_are_answered_without_an_error(town: Town, racers: list[User]) -> None:
    ids = crowd(town, PAGES)

    answers = run_race(decide_by_page, ids, racers)

    assert answers == {"302": PAGES, "409": (RACERS - 1) * PAGES}
    assert_each_was_decided_once(ids)


def test_copies_of_one_form_are_all_answered_alike_and_count_once(
    town: Town, racers: list[User]
) -> None:
    ids = crowd(town, PAGES)

    answers = run_race(send_one_form, ids, racers[:1] * RACERS)

    assert answers == {"302": RACERS * PAGES}
    assert_each_was_decided_once(ids)
