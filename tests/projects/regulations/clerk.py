"""A clerk of the legal section without a browser: reads pages, fills boxes, presses buttons.

Values are given in the words that stand on the page; a code is never typed.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Box:
    """One control of a form as it stands on the page."""

    name: str
    kind: str
    value: str = ""
    is_on: bool = True
    options: list[tuple[str, str]] = field(default_factory=list)
    picked: list[str] = field(default_factory=list)


class Form(HTMLParser):
    """The boxes of the form with one id, as a browser would send them."""

    def __init__(self, page: str, wanted: str) -> None:
        super().__init__()
        self.boxes: list[Box] = []
        self.labels: dict[tuple[str, str], str] = {}
        self._wanted, self._inside = wanted, False
        self._select: Box | None = None
        self._option: str | None = None
        self._text: Box | None = None
        self._check: Box | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._wanted
        if not self._inside or ("name" not in given and tag != "option"):
            return
        if tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = Box(given["name"], "select")
            self.boxes.append(self._select)
        elif tag == "textarea":
            self._text = Box(given["name"], "text")
            self.boxes.append(self._text)
        elif tag == "option" and self._select is not None:
            self._option = given.get("value", "")
            self._select.options.append((self._option, ""))
            if "selected" in given:
                self._select.value = self._option

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        box = Box(given["name"], kind, given.get("value", "on"))
        if kind == "checkbox":
            box.is_on = "checked" in given
            self._check = box
        self.boxes.append(box)

    def handle_data(self, data: str) -> None:
        if self._option is not None and self._select is not None:
            value, text = self._select.options[-1]
            self._select.options[-1] = (value, text + data)
        elif self._text is not None:
            self._text.value += data
        elif self._check is not None and data.strip():
            self.labels[self._check.name, self._check.value] = data.strip()
            self._check = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "option":
            self._option = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None
        elif tag == "form":
            self._inside = False

    def sent(self, said: dict[str, Any]) -> dict[str, list[str]]:
        """Return what a browser sends after these boxes were filled in."""
        data: dict[str, list[str]] = {}
        unused = set(said)
        for box in self.boxes:
            values = self._values(box, said)
            unused.discard(box.name)
            if values is not None:
                data.setdefault(box.name, []).extend(values)
        assert not unused, (
            f"No such box: {sorted(unused)}; there are {[b.name for b in self.boxes]}"
        )
        return data

    def _values(self, box: Box, said: dict[str, Any]) -> list[str] | None:
        wanted = said.get(box.name)
        if box.kind == "checkbox":
            label = self.labels.get((box.name, box.value), "")
            is_on = box.is_on
            if isinstance(wanted, bool):
                is_on = wanted
            elif wanted is not None:
                assert all(w in self.labels.values() for w in wanted), (wanted, self.labels)
                is_on = label in wanted
            return [box.value] if is_on else None
        if wanted is None:
            return [box.value]
        if box.kind != "select":
            return [str(wanted)]
        found = [value for value, text in box.options if text.strip() == wanted]
        assert found, f"{box.name} does not offer {wanted}: {[t for _, t in box.options][:60]}"
        return [found[0]]


class Clerk:
    """Writes one draft through the pages of the editor."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.base = client, address

    def write(self, place: str, *steps: dict[str, Any]) -> None:
        """Fill in the page of a thing, in as many steps as the form changes its shape."""
        address = f"{self.base}things/{place}/"
        for step in steps:
            said = {name.replace("__", "."): value for name, value in step.items() if name != "op"}
            self.press(address, step.get("op", "save"), said)

    def press(self, address: str, button: str, said: dict[str, Any]) -> str:
        """Fill in a form and press a button; return where it leads."""
        page = self.client.get(address).content.decode()
        data: dict[str, Any] = Form(page, "thing").sent(said)
        response = self.client.post(address, {**data, "op": button})
        assert response.status_code == 302, (response.status_code, address, button)
        return str(response["Location"])

    def add(self, within: str, name: str, *steps: dict[str, Any]) -> str:
        """Add a thing to a list and fill it in; return its place."""
        address = f"{self.base}things/{within}/"
        to = self.press(address, f"add:{name}", {})
        place = to.rstrip("/").partition("/things/")[2].partition("/")[0]
        self.write(place, *steps)
        return place

    def cite(self, place: str, words: str) -> None:
        """Choose the paragraph that holds these words as the basis, and quote only them."""
        address = f"{self.base}things/{place}/"
        page = self.client.get(address).content.decode()
        head, _, rest = page.partition('class="para')
        assert head
        for part in ('class="para' + rest).split('class="para')[1:]:
            if words in part:
                button = part.partition('value="cite:')[2].partition('"')[0]
                data: dict[str, Any] = Form(page, "thing").sent({})
                data |= {"op": f"cite:{button}", "selection": words}
                assert self.client.post(address, data).status_code == 302
                return
        raise AssertionError(f"No paragraph says {words}.")
