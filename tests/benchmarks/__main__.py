"""`make bench`: the measurements, on a throw-away cluster of their own."""

import argparse
import os
import sys


def main() -> None:
    """Start the servers, build what is measured, measure, print."""
    parser = argparse.ArgumentParser(description="Measure against floors of the same run.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--million",
        action="store_true",
        help="the queue among five million tasks and eight people deciding, on disk with fsync",
    )
    wanted = parser.parse_args()
    if wanted.million:
        os.environ["BENCH_DURABLE"] = "1"
    import django  # noqa: PLC0415

    import tests.cluster  # noqa: F401, PLC0415 - starts the servers before settings are read

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import setup_databases  # noqa: PLC0415

    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.WHITENOISE_AUTOREFRESH = False  # as in production: no look at the disk for a page
    setup_databases(verbosity=0, interactive=False)  # it goes with the cluster
    if wanted.million:
        from tests.benchmarks.million import measure_mass  # noqa: PLC0415

        measure_mass(sys.stdout)
        return
    from tests.benchmarks.measuring import as_json, as_table  # noqa: PLC0415
    from tests.benchmarks.suite import measure_all  # noqa: PLC0415

    found = measure_all()
    sys.stdout.write((as_json(found) if wanted.json else as_table(found)) + "\n")


if __name__ == "__main__":
    main()
