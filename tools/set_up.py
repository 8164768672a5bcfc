"""Set up the environment in `.venv`: exactly what a lock names, in three steps, each one reported.

`python tools/set_up.py run` installs what it takes to run panel-tui, `check` what it takes to check it as well. The
script needs the standard library only, and it runs on every system. `make` calls it; on Windows it is called by hand.

pip resolves nothing here (`--no-deps`): pip before 23.3 looks up an extra of a locked package without its pin, and
then refuses the newer release that it finds. `pip check` proves afterwards that nothing is missing.

An environment is stamped when it is whole, and the stamp goes before anything in it changes. So what was interrupted
has no stamp and is made anew: pip takes a package for installed as soon as its metadata is there.
"""

from __future__ import annotations  # an older Python must get as far as the sentence that refuses it

import argparse
import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Iterator  # noqa: UP035 - an older Python cannot subscript the one of collections.abc

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"run": ("requirements.lock",), "check": ("requirements.lock", "requirements-check.lock")}
MEGABYTES = {"run": 110, "check": 450}
OLDEST = (3, 11)
MARK = ".set-up"  # the file in an environment that says it is ours to clear; it is also what two set-ups lock
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--no-color")

# Settings of pip that say where packages come from, and how; a person may have them in files or in variables. Any other
# setting (user, target, constraint, require-virtualenv, no-binary, …) would change what is installed, or where.
SETTINGS = {
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "proxy", "cert", "client-cert"),
    *("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir", "keyring-provider", "use-feature"),
}


class CannotSetUp(Exception):
    """Set-up stopped. The text says why in one sentence, what to do, and where pip's own words are."""


def main() -> int:
    """Set up the environment, unless it is set up already; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a path may have any letter
    reader = argparse.ArgumentParser(description="Set up the environment that panel-tui runs in.")
    reader.add_argument("purpose", choices=sorted(LOCKS), nargs="?", default="run")
    reader.add_argument("--venv", help="the folder of the environment (default: .venv in the checkout)")
    asked = reader.parse_args()
    venv = Path(asked.venv).expanduser().absolute() if asked.venv else ROOT / ".venv"
    os.chdir(ROOT)  # pip reads relative paths
    try:
        if not is_ready(venv, asked.purpose):
            check_python()
            check_folder(venv)
            with only_one(venv):
                if not is_ready(venv, asked.purpose):  # another set-up may have done it meanwhile
                    set_up(venv, asked.purpose)
    except CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up was interrupted. Run the same command again; what was downloaded is kept.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"Set-up stopped: {error.strerror} ({error.filename}). {advice(str(error), venv)}", file=sys.stderr)
        return 1
    return 0


def place(venv: Path) -> dict[str, str]:
    """Return where the checkout and the environment are: programs in the environment have both in them."""
    return {"checkout": str(ROOT), "environment": str(venv)}


def state(venv: Path, purpose: str) -> dict[str, str]:
    """Return what an environment depends on: its place, and the files that say what is installed."""
    files = (*LOCKS[purpose], "pyproject.toml")
    return {**place(venv), **{name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}}


def stamp(venv: Path, purpose: str) -> Path:
    """Return the file that says for what state the environment was set up."""
    return venv / ("ready-to-" + purpose + ".json")


def read_stamp(venv: Path, purpose: str) -> dict[str, str]:
    """Return the state that an environment was set up for; an empty one where it was not set up to the end."""
    try:
        stamped = json.loads(stamp(venv, purpose).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamped if isinstance(stamped, dict) else {}


def is_ready(venv: Path, purpose: str) -> bool:
    """Whether the environment was set up from these very files, in this very folder, for this purpose or for more."""
    wider = [other for other in LOCKS if set(LOCKS[purpose]) <= set(LOCKS[other])]
    return python_of(venv).exists() and any(read_stamp(venv, other) == state(venv, other) for other in wider)


def can_be_kept(venv: Path) -> bool:
    """Whether an environment of older locks is whole, in its place, and its Python runs."""
    stamps = [read_stamp(venv, purpose) for purpose in LOCKS if stamp(venv, purpose).exists()]
    here = all(stamped.get(name) == value for stamped in stamps for name, value in place(venv).items())
    return bool(stamps) and here and python_of(venv).exists() and run([python_of(venv), *PIP, "--version"]) is None


def python_of(venv: Path) -> Path:
    """Return the environment's own interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


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
    """Make the folder. Refuse one that cannot be written to, or that holds something else. Raises `CannotSetUp`."""
    try:
        venv.mkdir(parents=True, exist_ok=True)
        ours = (venv / MARK).exists() or any(stamp(venv, purpose).exists() for purpose in LOCKS)
        by_hand = venv == ROOT / ".venv" and (venv / "pyvenv.cfg").exists()
        if any(venv.iterdir()) and not ours and not by_hand:
            raise CannotSetUp(f"{venv} holds something else; name a new folder for the environment.")
        (venv / MARK).touch()
        (venv / ".writable").touch()
        (venv / ".writable").unlink()
    except OSError as error:
        name_another = f"name a folder of yours for it: make run VENV={Path.home() / 'panel-tui-venv'}"
        what_to_do = advice(str(error), venv) if error.errno in FULL else name_another
        raise CannotSetUp(f"{venv} cannot be written to ({error.strerror}); {what_to_do}") from None


@contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Wait until no other set-up is at work in the environment; keep others out meanwhile."""
    with (venv / MARK).open("a") as mark:
        if not lock(mark.fileno(), wait=False):
            print(f"Another set-up is at work in {venv}; this one waits for it.", flush=True)
            lock(mark.fileno(), wait=True)
        yield


def lock(descriptor: int, wait: bool) -> bool:
    """Lock a file until it is closed; return whether that worked. A file system without locks counts as locked."""
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(1)
            else:
                return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def set_up(venv: Path, purpose: str) -> None:
    """Install what the locks name, then panel-tui itself, then check. Raises `CannotSetUp`."""
    packages = sum(count(ROOT / name) for name in LOCKS[purpose])
    kept = can_be_kept(venv)
    for other in LOCKS:
        with suppress(FileNotFoundError):
            stamp(venv, other).unlink()
    print(f"Setting up {venv}, once: {packages} packages. This takes about a minute.", flush=True)
    try:
        install(venv, purpose, clear=not kept)
    except CannotSetUp:
        if not kept:
            raise
        print("The environment from before does not fit any more; it is made anew.", flush=True)
        install(venv, purpose, clear=True)
    unfinished = venv / ".stamp"
    unfinished.write_text(json.dumps(state(venv, purpose)), "utf-8")
    unfinished.replace(stamp(venv, purpose))
    print("Ready.", flush=True)


def count(lock: Path) -> int:
    """Return how many packages a lock names for this or any other system."""
    return len(re.findall(r"^[a-z0-9].*==", lock.read_text("utf-8"), re.MULTILINE))


def install(venv: Path, purpose: str, clear: bool) -> None:
    """Make the environment and fill it. Raises `CannotSetUp`."""
    if clear:
        print("1 of 3: making the environment", flush=True)
        empty(venv)
        refuse(venv, "The environment could not be made", run([sys.executable, "-m", "venv", venv]), purpose)
    locks = [part for name in LOCKS[purpose] for part in ("-r", name)]
    total = sum(count(ROOT / name) for name in LOCKS[purpose])
    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
    pip(venv, purpose, f"2 of 3: fetching {total} packages", *options, *locks)
    pip(venv, purpose, "3 of 3: installing panel-tui", "--no-deps", "--no-build-isolation", "--editable", ".")
    spell_path(venv)
    refuse(venv, "The environment is not whole", run([python_of(venv), *PIP, "check"]), purpose)


def spell_path(venv: Path) -> None:
    """Write the path of the checkout so that every locale reads it, where it has letters beyond ASCII.

    Python 3.11 reads a `.pth` file in the locale's encoding and does not start where that fails, as with LC_ALL=C.
    """
    source = os.fsencode(ROOT / "src")
    for file in venv.glob("[Ll]ib/**/site-packages/_panel_tui.pth"):
        if not source.isascii():
            file.write_text(f"import os, sys; sys.path.append(os.fsdecode({source!r}))\n", "ascii")


def empty(venv: Path) -> None:
    """Remove all that is in the folder, except the mark: it is locked."""
    for entry in venv.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != MARK:
            entry.unlink()


def pip(venv: Path, purpose: str, step: str, *arguments: str) -> None:
    """Run `pip install`, and on a terminal count the packages that it has reached. Raises `CannotSetUp`."""
    print(step, end="", flush=True)
    reached = 0
    output = []
    with subprocess.Popen(
        [python_of(venv), *PIP, "install", "--progress-bar", "off", *arguments],
        env=environment(venv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in process.stdout:
            output.append(line)
            if not sys.stdout.isatty():
                continue
            if line.startswith(("Collecting ", "Ignoring ", "Requirement already satisfied")):
                reached += 1
                print(f"\r{step}: {reached}", end="", flush=True)
            elif line.startswith("Installing collected packages") and reached:
                print(f"\r{step}: all are here and are unpacked", end="", flush=True)
    print(flush=True)
    refuse(venv, "pip stopped", "".join(output) if process.returncode else None, purpose)


FULL = {28, 122}  # no space left on the device, and the quota of this person used up; Windows has the same numbers


def advice(output: str, venv: Path, purpose: str = "run") -> str:
    """Return what to do about an error."""
    if any(f"[Errno {number}]" in output for number in FULL) or is_full(venv):
        return f"The disk is full: set-up takes {MEGABYTES[purpose]} MB. Make room, and run the same command again."
    if "DO NOT MATCH THE HASHES" in output:
        return "A package is not the one that was locked. Do not use it: see docs/installing.md."
    if "No matching distribution found" in output or "Could not find a version" in output:
        return (
            "A package could not be had for this system and Python. Without a network: connect it, and run the same "
            "command again. With one: try another Python, 3.12 or newer on Windows on ARM, or see docs/installing.md."
        )
    if any(sign in output for sign in ("Connection", "Temporary failure", "SSLError", "timed out", "ProxyError")):
        return "A package could not be fetched. See to the network, and run the same command again."
    return "Run the same command again; what was downloaded is kept. If it stops again, see docs/installing.md."


def is_full(folder: Path) -> bool:
    """Whether the disk of a folder has hardly any room; making an environment does not tell why it failed."""
    try:
        return shutil.disk_usage(folder).free < 5_000_000
    except OSError:
        return False


def refuse(venv: Path, failure: str, output: str | None, purpose: str) -> None:
    """Raise `CannotSetUp` where a program failed: what to do first, then its errors; all its words go to a file."""
    if output is None:
        return
    errors = [line.rstrip() for line in output.splitlines() if re.match(r"(?i)error|\w*Error:|.* requires ", line)]
    where = venv / "set-up.log"
    try:
        where.write_text(output, "utf-8")
    except OSError:
        errors = output.splitlines()
    raise CannotSetUp(
        "\n".join([f"{failure}. {advice(output, venv, purpose)}", *errors[-5:], f"Its own words: {where}"])
    )


def environment(venv: Path) -> dict[str, str]:
    """Return the environment for pip: a person's settings may say where packages come from, and nothing else."""
    listing: list[str | Path] = [python_of(venv), "-I", *PIP, "config", "list"]
    all_files = {**os.environ, "PIP_USER": "0", "PIP_GLOBAL": "0", "PIP_SITE": "0"}  # these narrow the list
    done = subprocess.run(listing, env=all_files, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise CannotSetUp(f"Your settings of pip cannot be read; mend them.\n{done.stdout}{done.stderr}".rstrip())
    settings: dict[str, dict[str, str]] = {}
    for section, name, value in re.findall(r"^(.+?)\.([\w-]+)=(.*)$", done.stdout, re.MULTILINE):
        if name in SETTINGS:
            with suppress(ValueError, SyntaxError):
                settings.setdefault(section, {})["PIP_" + name.upper().replace("-", "_")] = ast.literal_eval(value)
    kept = without_settings()
    for section in ("global", "install", ":env:"):  # the later ones win, as they do for pip
        kept.update(settings.get(section, {}))
    return kept


def without_settings() -> dict[str, str]:
    """Return the environment without what a person may have set for pip and for Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}


def run(command: list[str | Path]) -> str | None:
    """Run a program quietly; return what it printed where it failed."""
    done = subprocess.run(
        command, env=without_settings(), capture_output=True, text=True, errors="replace", check=False
    )
    return done.stdout + done.stderr if done.returncode else None


if __name__ == "__main__":
    raise SystemExit(main())
