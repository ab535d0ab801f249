"""Archives: files with a catalogue and digests in one ZIP, checked by anybody without us."""

from documents.archives.packing import Item, pack
from documents.archives.verifying import Findings, verify_archive

__all__ = ["Findings", "Item", "pack", "verify_archive"]
