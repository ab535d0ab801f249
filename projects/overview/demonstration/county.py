"""The county: units, people, posts, calendar and rulebook of the demonstration."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate
from pypinyin import lazy_pinyin

from approvals.calendars.services import fill_years
from approvals.organizations.models import Post, Role, Unit, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from config.kernel.credit_codes import make_credit_code
from projects.overview.demonstration.pool import fill_pool
from projects.regulations.models import RulebookVersion
from projects.regulations.services import import_pack, put_in_force, read_pack, shipped_packs

SOURCE = Path(__file__).with_name("county.yaml")
CALENDAR_YEARS = 4


@dataclass(slots=True)
class Account:
    """One person of the demonstration, as told to whoever tries it."""

    user: User
    post: str
    unit: str


@dataclass(slots=True)
class County:
    """Everybody and everything the projects of the demonstration need."""

    root: Unit
    rulebook: RulebookVersion
    owners: list[tuple[Unit, User, User, list[list[Any]]]] = field(default_factory=list)
    holders: dict[str, list[User]] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    firms: list[Unit] = field(default_factory=list)
    last_day: date = date.max

    def one(self, role: str, number: int = 0) -> User:
        """Somebody who holds a post of this role; different numbers, different people."""
        people = self.holders[role]
        return people[number % len(people)]


class CountyBuilder:
    """Builds the county once; every unit, account and post goes through its service."""

    def __init__(self, *, password: str, actor: User, at: datetime) -> None:
        self.data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
        self.actor, self.at = actor, at
        self.hashed = make_password(password)
        self.kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        self.roles = {role.code: role for role in Role.objects.all()}
        self.numbers: Iterator[int] = iter(range(1, 1000))
        self.usernames: set[str] = set()

    def build(self) -> County:
        """Build units, people and posts, the calendar and the rulebook in force."""
        first = self.at.year
        fill_years(first=first, last=first + CALENDAR_YEARS, actor=self.actor, at=self.at)
        root = self._unit(
            self.data["root"]["name"], self.data["root"]["short"], self.data["root"]["kind"]
        )
        county = County(root=root, rulebook=self._rulebook())
        departments = {
            row["key"]: self._unit(row["name"], row["short"], row["kind"], root)
            for row in self.data["departments"]
        }
        for key, posts in self.data["offices"].items():
            for row in posts:
                self._office(county, departments[key], row)
        for row in self.data["owners"]:
            self._owner(county, row)
        fill_pool(
            county.holders["EXPERT"],
            self.data["experts"],
            keeper=county.one("DATA_REVIEW"),
            at=self.at,
        )
        county.firms = [
            self._unit(row["name"], row["name"][:6], row["kind"]) for row in self.data["firms"]
        ]
        return county

    def _rulebook(self) -> RulebookVersion:
        pack = next(path for path in shipped_packs() if path.stem == "t4")
        version = import_pack(read_pack(pack), actor=self.actor, at=self.at)
        if not version.is_in_force:
            version = put_in_force(version, actor=self.actor, at=self.at)
        return version

    def _unit(self, name: str, short: str, kind: str, parent: Unit | None = None) -> Unit:
        number = next(self.numbers)
        area = str(self.data["root"]["area"])
        registration = (
            "91" if kind in {"CONTRACTOR", "SUPERVISION", "MAINTENANCE"} else "11"
        ) + area
        return create_unit(
            name=name,
            short_name=short,
            kind=self.kinds[kind],
            parent=parent,
            social_credit_code=make_credit_code(registration, f"{number:08d}"),
            actor=self.actor,
            at=self.at,
        )

    def _office(self, county: County, unit: Unit, row: dict[str, Any]) -> None:
        post = self._post(unit, row["role"], row["title"])
        for name in row["people"]:
            user = self._person(county, name, unit, post)
            county.holders.setdefault(row["role"], []).append(user)
        for name in row.get("also", ()):
            known = next(one.user for one in county.accounts if one.user.full_name == name)
            self._appoint(known, post)

    def _owner(self, county: County, row: dict[str, Any]) -> None:
        unit = self._unit(row["name"], row["short"], "OWNER", county.root)
        handler = self._person(
            county, row["people"][0], unit, self._post(unit, "HANDLER", "经办人")
        )
        head = self._person(
            county, row["people"][1], unit, self._post(unit, "UNIT_HEAD", "单位负责人")
        )
        county.holders.setdefault("HANDLER", []).append(handler)
        county.holders.setdefault("UNIT_HEAD", []).append(head)
        county.owners.append((unit, handler, head, row["projects"]))

    def _post(self, unit: Unit, role: str, title: str) -> Post:
        return create_post(
            unit=unit, role=self.roles[role], title=title, actor=self.actor, at=self.at
        )

    def _person(self, county: County, name: str, unit: Unit, post: Post) -> User:
        created = create_account(
            username=self._username(name),
            full_name=name,
            unit=unit,
            password_hash=self.hashed,
            actor=self.actor,
            at=self.at,
        ).user
        self._appoint(created, post)
        county.accounts.append(Account(created, post.title, unit.name))
        return created

    def _appoint(self, user: User, post: Post) -> None:
        appoint(user, post=post, starts_on=localdate(self.at), actor=self.actor, at=self.at)

    def _username(self, name: str) -> str:
        plain = "".join(lazy_pinyin(name))
        number = 1
        username = plain
        while username in self.usernames:
            number += 1
            username = f"{plain}{number}"
        self.usernames.add(username)
        return username


def write_accounts(county: County, password: str, folder: Path) -> Path:
    """Write down who may sign in, for whoever tries the demonstration."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo_accounts.json"
    rows = [
        {
            "username": account.user.username,
            "password": password,
            "post": account.post,
            "unit": account.unit,
            "name": account.user.full_name,
        }
        for account in county.accounts
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    path.chmod(0o600)
    return path
