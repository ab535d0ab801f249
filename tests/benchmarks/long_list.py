"""The long list that is measured; run as a program, it says how much memory writing it takes."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from rustpy_xlsxwriter import FastExcel

ROWS = 100_000
KILOBYTES = 1024


def rows(count: int = ROWS) -> Iterator[list[object]]:
    """Yield rows as a database would: ten texts, six amounts, two days, two numbers."""
    amount, day = Decimal("1234567.89"), date(2027, 3, 1)
    for number in range(count):
        texts = [f"云溪县信息化项目第{number}号", *["建设统一事件库和部门协同处置"] * 9]
        yield [*texts, *[amount] * 6, day, day, number, 3]


def write_long(target: Path) -> None:
    """Write the long list as the product does."""
    from documents.spreadsheets import Column, ColumnKind, write_list_to  # noqa: PLC0415 - see main

    columns = (
        *(Column(f"文字{place}") for place in range(10)),
        *(Column(f"金额{place}", ColumnKind.MONEY, is_summed=True) for place in range(6)),
        *(Column(f"日期{place}", ColumnKind.DATE) for place in range(2)),
        *(Column(f"数{place}", ColumnKind.NUMBER) for place in range(2)),
    )
    write_list_to(target, columns, rows(), title="项目台账", note="单位：万元")


def write_bare(target: Path) -> None:
    """Write the same rows by the fast writer alone."""
    made = (
        {
            str(place): float(value) if isinstance(value, Decimal) else value
            for place, value in enumerate(row)
        }
        for row in rows()
    )
    FastExcel(target).format(datetime_format="yyyy-mm-dd").sheet("项目台账", made).save()


def main() -> None:
    """Write the long list in a process that does nothing else; tell its peak in MB."""
    import django  # noqa: PLC0415 - settings come first
    from django.conf import settings  # noqa: PLC0415

    settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai", INSTALLED_APPS=[])
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        write_long(Path(folder) / "list.xlsx")
    sys.stdout.write(f"{_peak():.0f}\n")


def _peak() -> float:
    """Return the most memory this program had; `ru_maxrss` would count whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / KILOBYTES


if __name__ == "__main__":
    main()
