"""What a reader finds in a copy: its text, out of the zip files and the markup too."""

from __future__ import annotations

import io
import zipfile


def parts(content: bytes) -> dict[str, str]:
    """The text files inside a zipped document, one tag to a line."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        names = [name for name in bundle.namelist() if name.endswith((".xml", ".rels")) or name == "mimetype"]
        return {name: bundle.read(name).decode().replace("><", ">\n<") for name in names}


def everything(content: bytes, format: str) -> str:
    """All the text of a copy."""
    if format in ("docx", "odt"):
        return "\n".join(parts(content).values())
    return content.decode("utf-8-sig")
