"""The validator of PDF/A-1b: PDFBox preflight, where the machine has it."""

import shutil
import subprocess
from pathlib import Path

import pytest

JARS = Path("/usr/share/java")
NEEDED = (
    "preflight", "pdfbox2", "pdfbox2-tools", "xmpbox", "fontbox2", "commons-logging",
    "javax.activation", "jaxb-api",
)  # fmt: skip
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"
VALID = "is a valid PDF/A-1b file"


def faults_in(content: bytes, folder: Path) -> list[str]:
    """Return what a validator finds wrong with a file that claims to be PDF/A-1b."""
    jars = [JARS / f"{name}.jar" for name in NEEDED]
    if shutil.which("java") is None or not all(map(Path.exists, jars)):
        pytest.skip("PDFBox preflight is not installed.")
    file = folder / "checked.pdf"
    file.write_bytes(content)
    done = subprocess.run(
        ["java", "-cp", ":".join(map(str, jars)), VALIDATOR, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [] if VALID in done.stdout else done.stdout.splitlines()
