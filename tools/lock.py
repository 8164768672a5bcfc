"""Write the locks anew from pyproject.toml: every version pinned, the hash of every public file, names only.

`requirements.lock` is what it takes to run panel-tui from a checkout, `requirements-check.lock` what the checks need
beyond that. Both come from one resolution, for Python 3.11 to 3.14 on Linux, macOS and Windows; what only one of them
needs carries a marker. `tests/set_up/wheels.txt` records the file names of the wheels that run-time packages have, so
that a test can tell without a network whether a platform is served.

`python tools/lock.py --upgrade` takes the newest versions that pyproject.toml allows; without it the pins stay where
they can.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN, CHECK = ROOT / "requirements.lock", ROOT / "requirements-check.lock"
WHEELS = ROOT / "tests/set_up/wheels.txt"
UV = "uv>=0.9"

RUN_TITLE = "# What it takes to run panel-tui from a checkout. Written by `make lock`; not by hand.\n"
CHECK_TITLE = "# What checking panel-tui takes beyond requirements.lock. Written by `make lock`; not by hand.\n"
WHEELS_TITLE = "# The wheels of the packages in requirements.lock. Written by `make lock`; not by hand.\n"
ADDRESS = re.compile(r"://|^ *--?(index|extra|find|trusted|i |f )|@ ", re.MULTILINE)


def main() -> None:
    """Write the three files, or leave all of them as they are."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        venv.create(scratch / "venv", with_pip=True)
        tools = scratch / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        call(tools / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", UV)
        uv = tools / "uv"
        whole, run = scratch / "whole.txt", scratch / "run.txt"
        whole.write_text("".join(path.read_text("utf-8") for path in (RUN, CHECK) if path.exists()), "utf-8")
        compile_lock(uv, whole, "--group", "dev", *sys.argv[1:])
        compile_lock(uv, run, "--group", "build", "--constraints", str(whole))
        record = scratch / "pylock.toml"
        compile_lock(uv, record, "--group", "build", "--constraints", str(whole), "--format", "pylock.toml")
        write(run.read_text("utf-8"), whole.read_text("utf-8"), record.read_text("utf-8"))


def compile_lock(uv: Path, output: Path, *options: str) -> None:
    """Resolve pyproject.toml into a file, with hashes and without addresses of an index."""
    call(
        *(uv, "pip", "compile", ROOT / "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
        *("--output-file", output, *options),
    )


def write(run: str, whole: str, record: str) -> None:
    """Write what was resolved, unless an address is in it: where packages come from is each person's own business."""
    entries = set(split(run))
    check = "".join(entry for entry in split(whole) if entry not in entries)
    wheels = sorted(
        f"{wheel['hashes']['sha256']} {wheel['url'].rpartition('/')[2]}\n"
        for package in tomllib.loads(record)["packages"]
        for wheel in package["wheels"]
    )
    files = {RUN: RUN_TITLE + run, CHECK: CHECK_TITLE + check, WHEELS: WHEELS_TITLE + "".join(wheels)}
    for path, text in files.items():
        if ADDRESS.search(text):
            raise SystemExit(f"{path.name} would hold an address; all locks are left as they were.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(f"{path.relative_to(ROOT)}: {len(re.findall('==|[.]whl', text))} entries")


def split(lock: str) -> list[str]:
    """Return the entries of a lock, each with its hashes."""
    return [entry.rstrip("\n") + "\n" for entry in re.split(r"\n(?=\S)", lock) if "==" in entry]


def call(*command: str | Path) -> None:
    """Run a program; stop where it fails."""
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
