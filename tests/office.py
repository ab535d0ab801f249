"""The real LibreOffice, for tests that hand it a file."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from documents.rendering import office_program

needs_soffice = pytest.mark.skipif(
    not office_program(), reason="LibreOffice is not installed here (soffice on PATH)."
)


def converted(folder: Path, files: Mapping[str, bytes], extension: str) -> dict[str, bytes]:
    """Open files by name in LibreOffice and save them in a format, in one run."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = ("--headless", "--norestore", "--convert-to", extension, "--outdir", "saved")
    subprocess.run(
        [office_program(), profile, *words, *files],
        check=True,
        capture_output=True,
        cwd=folder,
        timeout=120,
    )
    return {
        name: (folder / "saved" / Path(name).with_suffix(f".{extension}")).read_bytes()
        for name in files
    }
