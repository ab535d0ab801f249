"""Scenarios that need more than a verb, a module for a pack; `runs: {name: …}` calls them."""

from importlib import import_module
from pathlib import Path

for _module in sorted(Path(__file__).resolve().parent.glob("t*.py")):
    import_module(f"{__name__}.{_module.stem}")
