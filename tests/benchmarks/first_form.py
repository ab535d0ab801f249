"""The first form of a worker that the pool has just forked, and those after it."""

import json
import sys
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from statistics import median
from time import perf_counter

WORKERS, LATER = 3, 5


def main() -> None:
    """Start as the pool of Celery does; tell the milliseconds of a first form and of a later."""
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from config.celery import load_heavy_parts_once  # noqa: PLC0415

    load_heavy_parts_once()
    forked = get_context("fork")
    told: SimpleQueue[tuple[float, float]] = forked.SimpleQueue()
    found = []
    for _ in range(WORKERS):
        worker = forked.Process(target=draw, args=(told,))
        worker.start()
        found.append(told.get())
        worker.join()
    sys.stdout.write(json.dumps([median(one) for one in zip(*found, strict=True)]))


def draw(told: SimpleQueue[tuple[float, float]]) -> None:
    """Draw forms one after the other; tell how long the first took and how long the later."""
    from documents.rendering.sheets import sheet_pdf  # noqa: PLC0415
    from documents.sheets import catalog  # noqa: PLC0415
    from documents.sheets.layout import lay_out  # noqa: PLC0415
    from tests.documents.samples import snapshot_of  # noqa: PLC0415

    sheet = catalog.get("payment")
    taken = []
    for number in range(1 + LATER):
        layout = lay_out(sheet, snapshot_of(sheet, number=f"ZF-2026-{number:04d}"))
        began = perf_counter()
        sheet_pdf(layout)
        taken.append((perf_counter() - began) * 1000)
    told.put((taken[0], median(taken[1:])))


if __name__ == "__main__":
    main()
