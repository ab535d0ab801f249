"""The container files are well formed and agree with one another, checked without an engine."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from config.services.places import CHECKOUT

SCHEMA = Path(__file__).parent / "schemas/compose_spec.json"
DOCKER = CHECKOUT / "config/docker"
MEMBERS = {"web", "worker", "beat", "db", "redis", "proxy", "migrate"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
    return found


def test_the_compose_file_fits_its_schema(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())

    jsonschema.Draft7Validator(schema).validate(compose)

    assert set(compose["services"]) == MEMBERS


def test_only_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    open_ones = {name for name, service in compose["services"].items() if "ports" in service}

    assert open_ones == {"proxy"}


def test_everything_mounted_or_built_from_exists(compose: dict[str, Any]) -> None:
    dockerfile = (DOCKER / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
    mounted = [
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    for name in [*" ".join(copied).split(), *mounted]:
        assert (CHECKOUT / name).exists(), name


def test_every_variable_is_explained_in_the_example(compose: dict[str, Any]) -> None:
    asked = set(re.findall(r"\$\{(\w+)", (CHECKOUT / "docker-compose.yml").read_text()))
    explained = (CHECKOUT / ".env.example").read_text()

    assert compose["x-application"]["environment"]
    assert sorted(name for name in asked if f"{name}=" not in explained) == []


def test_hadolint_has_nothing_to_say() -> None:
    said = subprocess.run(
        ["hadolint", "--no-color", DOCKER / "Dockerfile"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": f"{CHECKOUT / '.venv/bin'}"},
    )

    assert said.returncode == 0, said.stdout


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", (DOCKER / "Dockerfile").read_text(), re.MULTILINE)

    assert users == ["10001"]


@pytest.mark.parametrize("file", ["proxy.conf", "proxy_headers.conf"])
def test_braces_and_statements_of_the_proxy_are_closed(file: str) -> None:
    text = re.sub(r"#.*", "", (DOCKER / file).read_text())

    assert text.count("{") == text.count("}")
    for line in filter(None, map(str.strip, text.splitlines())):
        assert line[-1] in "{};", line
