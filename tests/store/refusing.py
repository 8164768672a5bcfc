"""A disk that lacks some calls, for a real process: a small library that answers in place of the C library."""

import shutil
import subprocess
from pathlib import Path

import pytest


def refusing_library(folder: Path) -> Path:
    """Compile `refusing.c` into a library for LD_PRELOAD."""
    library = folder / "refusing.so"
    compiler = shutil.which("cc") or shutil.which("gcc") or "cc"
    source = Path(__file__).with_name("refusing.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def lacking(patch: pytest.MonkeyPatch, folder: Path, **refused: int) -> None:
    """Let every process that is started from here meet such a disk: `REFUSE_LOCK=errno.ENOLCK` and so on."""
    patch.setenv("LD_PRELOAD", str(refusing_library(folder)))
    for name, number in refused.items():
        patch.setenv(name, str(number))
