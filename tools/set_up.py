"""Set up the environment in `.venv`: exactly what a lock names, in three steps, each one reported.

`python tools/set_up.py run` installs what it takes to run panel-tui, `check` what it takes to check it as well. The
script needs the standard library only, and it runs on every system. `make` calls it; on Windows it is called by hand.

pip resolves nothing here (`--no-deps`): pip before 23.3 looks up an extra of a locked package without its pin, and
then refuses the newer release that it finds. `pip check` proves afterwards that nothing is missing.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"run": ("requirements.lock",), "check": ("requirements.lock", "requirements-check.lock")}
OLDEST = (3, 11)


class CannotSetUp(Exception):
    """Set-up stopped. The text is one sentence that says why and what to do."""


def main() -> int:
    """Set up the environment, unless it is set up already; return the exit status."""
    reader = argparse.ArgumentParser(description="Set up the environment that panel-tui runs in.")
    reader.add_argument("purpose", choices=sorted(LOCKS), nargs="?", default="run")
    reader.add_argument("--venv", default=".venv", help="the folder of the environment (default: %(default)s)")
    asked = reader.parse_args()
    os.chdir(ROOT)  # pip reads relative paths
    venv = Path(asked.venv)
    try:
        if not is_ready(venv, asked.purpose):
            set_up(venv, asked.purpose)
    except CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up was interrupted; the same command goes on with it.", file=sys.stderr)
        return 130
    return 0


def state(purpose: str) -> dict[str, str]:
    """Return what an environment depends on: where the checkout is, and the files that say what is installed."""
    files = (*LOCKS[purpose], "pyproject.toml")
    return {"checkout": str(ROOT)} | {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}


def stamp(venv: Path, purpose: str) -> Path:
    """Return the file that says for what state the environment was set up."""
    return venv / ("ready-to-" + purpose + ".json")


def is_ready(venv: Path, purpose: str) -> bool:
    """Whether the environment was set up from these very files, in this very folder, for this purpose or for more."""
    return python_of(venv).exists() and any(
        set(LOCKS[purpose]) <= set(LOCKS[other]) and is_stamped(venv, other) for other in LOCKS
    )


def is_stamped(venv: Path, purpose: str) -> bool:
    """Whether the environment's stamp for a purpose is there and is of today's files."""
    try:
        return bool(json.loads(stamp(venv, purpose).read_text("utf-8")) == state(purpose))
    except (OSError, ValueError):
        return False


def python_of(venv: Path) -> Path:
    """Return the environment's own interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(venv: Path, purpose: str) -> None:
    """Install what the locks name, then panel-tui itself, then check. Raises `CannotSetUp`."""
    check_python()
    check_folder(venv)
    packages = sum(count(ROOT / name) for name in LOCKS[purpose])
    print(f"Setting up {venv}, once: {packages} packages. This takes about a minute.", flush=True)
    old = python_of(venv).exists()
    try:
        install(venv, purpose, clear=False)
    except CannotSetUp:
        if not old:
            raise
        print("The environment from before does not fit any more; it is made anew.", flush=True)
        install(venv, purpose, clear=True)
    stamp(venv, purpose).write_text(json.dumps(state(purpose)), "utf-8")
    print("Ready.", flush=True)


def check_python() -> None:
    """Refuse a Python that cannot do it. Raises `CannotSetUp`."""
    if sys.version_info < OLDEST:  # the script is started by whatever Python there is
        raise CannotSetUp(
            "panel-tui needs Python 3.11 or newer, and this is {}.{}; install one, or name it: "
            "make run PYTHON=/path/to/python".format(*sys.version_info)
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise CannotSetUp(
            "This Python cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv"
        ) from None


def check_folder(venv: Path) -> None:
    """Refuse a folder that cannot be written to. Raises `CannotSetUp`."""
    try:
        venv.mkdir(parents=True, exist_ok=True)
        (venv / ".writable").touch()
        (venv / ".writable").unlink()
    except OSError as error:
        raise CannotSetUp(
            f"{venv} cannot be made here ({error.strerror}); name a folder of yours for it: "
            f"make run VENV={Path.home() / '.panel-tui-venv'}"
        ) from None


def count(lock: Path) -> int:
    """Return how many packages a lock names for this or any other system."""
    return len(re.findall(r"^[a-z0-9].*==", lock.read_text("utf-8"), re.MULTILINE))


def install(venv: Path, purpose: str, clear: bool) -> None:
    """Make the environment and fill it. Raises `CannotSetUp`."""
    python = python_of(venv)
    works = not clear and python.exists() and subprocess.run([python, *PIP, "--version"], capture_output=True)
    if not works or works.returncode:
        print("1 of 3: making the environment", flush=True)
        run([sys.executable, "-m", "venv", "--clear", venv], "The virtual environment could not be made")
    locks = [part for name in LOCKS[purpose] for part in ("-r", name)]
    total = sum(count(ROOT / name) for name in LOCKS[purpose])
    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
    pip(venv, f"2 of 3: fetching {total} packages", *options, *locks)
    pip(venv, "3 of 3: installing panel-tui", "--no-deps", "--no-build-isolation", "--editable", ".")
    run([python, *PIP, "check"], "The environment is not whole")


PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--no-color")


def pip(venv: Path, step: str, *arguments: str) -> None:
    """Run `pip install`, and on a terminal count the packages that it has reached. Raises `CannotSetUp`."""
    print(step, end="", flush=True)
    reached = 0
    with subprocess.Popen(
        [python_of(venv), *PIP, "install", "--progress-bar", "off", *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        output = []
        for line in process.stdout:
            output.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")) and sys.stdout.isatty():
                reached += 1
                print(f"\r{step}: {reached}", end="", flush=True)
    print(flush=True)
    if process.returncode:
        raise CannotSetUp(f"pip stopped:\n{''.join(output[-25:])}\n{advice(''.join(output))}")


def advice(output: str) -> str:
    """Return what to do about an error of pip's."""
    if "No matching distribution found" in output or "Could not find a version" in output:
        return (
            "A package could not be had for this system and Python. Without a network: connect it, and run the same "
            "command again. With one: try another Python, 3.12 or newer on Windows on ARM, or see docs/installing.md."
        )
    if "DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was locked. Do not use it: see docs/installing.md."
    return "Mend what it says, and run the same command again; what was downloaded is kept. See docs/installing.md."


def environment() -> "dict[str, str]":
    """Return the environment for pip: a person's own defaults may name an index, but not another place to install."""
    return {name: value for name, value in os.environ.items() if name not in {"PIP_USER", "PIP_TARGET", "PIP_PREFIX"}}


def run(command: "list[str | Path]", failure: str) -> None:
    """Run a program quietly. Raises `CannotSetUp` with what it printed."""
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise CannotSetUp(f"{failure}:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    raise SystemExit(main())
