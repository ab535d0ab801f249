"""The console shows who may log in to the demonstration."""

import json
from pathlib import Path

from config.services.accounts import MOST_SHOWN, account_lines, read_accounts


def test_accounts_stand_in_columns_and_the_rest_is_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "demo_accounts.json"
    rows = [
        {"username": f"u{n}", "password": "p", "post": "经办人", "unit": "教育局"}
        for n in range(MOST_SHOWN + 1)
    ]
    file.write_text(json.dumps(rows))

    lines = account_lines(read_accounts(file), file)

    assert lines[1] == "  u0      p     经办人  教育局"
    assert f"{MOST_SHOWN + 1} 个演示账号" in lines[-1]


def test_without_a_demonstration_nothing_is_shown(tmp_path: Path) -> None:
    missing = tmp_path / "none.json"

    assert account_lines(read_accounts(missing), missing) == []
