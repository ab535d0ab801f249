"""Fetch the few foreign files a browser gets, check their digests, build the icon sprite.

`make vendor` runs it after a version or `static/icons.txt` changed; the result is committed, so
neither running nor testing needs npm or a network. Versions and digests: static/vendor/vendor.json.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parents[1] / "static"
MANIFEST = STATIC / "vendor/vendor.json"
SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")
SHAPES = re.compile(r"<(?:path|circle|rect|line|ellipse|polyline|polygon)\b[^>]*/>")
EMPTY_GROUND = '<path stroke="none" d="M0 0h24v24H0z" fill="none"'


class VendoringError(Exception):
    """A package is not what the manifest pinned."""


def fetch(package: dict[str, Any], folder: Path) -> Path:
    """Download one package with npm and check it against the pinned digest."""
    npm = shutil.which("npm")
    if npm is None:
        raise VendoringError("npm is needed to fetch front-end files, not to run the product.")
    wanted = f"{package['name']}@{package['version']}"
    subprocess.run(  # noqa: S603 - name and version come from our own manifest
        [npm, "pack", "--silent", "--pack-destination", str(folder), wanted],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    stem = package["name"].lstrip("@").replace("/", "-")
    archive = folder / f"{stem}-{package['version']}.tgz"
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package["integrity"]:
        raise VendoringError(f"{wanted} has another digest than vendor.json: sha512-{digest}")
    return archive


def copy_files(package: dict[str, Any], archive: Path) -> list[Path]:
    """Copy the wanted files and build the sprite; return what was written."""
    written = []
    with tarfile.open(archive) as tar:
        for source, target in package["files"].items():
            content = SOURCE_MAP.sub(b"\n", _read(tar, source))
            written.append(_write(STATIC / target, content))
        if sprite := package.get("sprite"):
            names = (STATIC / sprite["names"]).read_text().split()
            drawn = "\n".join(
                symbol(name, _read(tar, f"{sprite['folder']}/{name}.svg").decode())
                for name in sorted(names)
            )
            sheet = f'<svg xmlns="http://www.w3.org/2000/svg">\n{drawn}\n</svg>\n'
            written.append(_write(STATIC / sprite["to"], sheet.encode()))
    return written


def symbol(name: str, svg: str) -> str:
    """Turn one icon file into a symbol; stroke and size come from the style sheet."""
    shapes = (" ".join(shape.split()) for shape in SHAPES.findall(svg))
    drawn = "".join(shape for shape in shapes if not shape.startswith(EMPTY_GROUND))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn.replace(" />", "/>")}</symbol>'


def _read(tar: tarfile.TarFile, path: str) -> bytes:
    member = tar.extractfile(f"package/{path}")
    if member is None:
        raise VendoringError(f"{path} is not in the package.")
    return member.read()


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def describe(rows: list[tuple[dict[str, Any], list[Path]]]) -> str:
    """Write the page that says where each foreign file comes from."""
    lines = [
        "# Foreign files\n",
        "Written by `make vendor` from `vendor.json`; do not edit by hand.\n",
        "| file | package | licence | sha256 |",
        "|---|---|---|---|",
    ]
    for package, written in rows:
        origin = f"{package['name']} {package['version']}"
        lines += [
            f"| `{path.relative_to(STATIC)}` | {origin} | {package['licence']} "
            f"| `{hashlib.sha256(path.read_bytes()).hexdigest()}` |"
            for path in written
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Fetch everything the manifest names."""
    manifest = json.loads(MANIFEST.read_text())
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            (package, copy_files(package, fetch(package, Path(folder))))
            for package in manifest["packages"]
        ]
    (STATIC / "vendor/VENDOR.md").write_text(describe(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
