"""The controls of a page, as a browser would find them."""

from html.parser import HTMLParser

type Attributes = dict[str, str]


class Controls(HTMLParser):
    """Collects inputs, selects, text areas and buttons with what they hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self.labelled: set[str] = set()
        self.outputs: list[str] = []
        self._select: Attributes = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._open = tag
        if tag in {"input", "select", "textarea", "button"}:
            self.found.append((tag, attributes))
        if tag == "select":
            self._select = attributes
        if tag == "option" and "selected" in attributes:
            self._select["value"] = attributes.get("value", "")
        if tag == "label" and "for" in attributes:
            self.labelled.add(attributes["for"])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "output":
            self.outputs.append(data)

    def named(self, name: str) -> Attributes:
        """Return the control of this name; of a group the one that is chosen."""
        same = [attributes for _, attributes in self.found if attributes.get("name") == name]
        return next((one for one in same if "checked" in one), same[0])

    def names(self, part: str) -> list[str]:
        """Return the names of all controls that contain this part."""
        return [a["name"] for _, a in self.found if part in a.get("name", "")]
