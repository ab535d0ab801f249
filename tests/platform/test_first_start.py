"""The first start fills the database once; later starts know what was done."""

from pathlib import Path

from config.services.management.commands.up import DECLINED, _Filling
from config.services.places import places_of


def test_what_the_first_start_did_is_known_to_the_next(tmp_path: Path) -> None:
    first = _Filling(places_of(tmp_path))
    assert first.demo is None
    assert not first.is_migrated()

    first.note_demo(DECLINED)
    first.note_migrated()

    later = _Filling(places_of(tmp_path))
    assert later.demo == DECLINED
    assert later.is_migrated()


def test_a_new_migration_is_noticed(tmp_path: Path) -> None:
    filling = _Filling(places_of(tmp_path))
    filling.note_migrated()
    (mark,) = tmp_path.glob("migrated-*")

    mark.write_text("an earlier state of the code")

    assert not filling.is_migrated()
