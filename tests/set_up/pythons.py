"""The Pythons and the releases of pip that this machine has, for tests of set-up."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

MINORS = ("3.11", "3.12", "3.13", "3.14")
SYSTEM_WHEELS = Path("/usr/share/python-wheels")  # where Debian has what ensurepip installs
HOME = Path.home()  # the person's own: a test has another


def find_pythons() -> dict[str, Path]:
    """One Python of each minor version: this one, those on PATH, and those of pyenv. Each is started, as shims lie."""
    roots = [Path(os.environ.get("PYENV_ROOT", HOME / ".pyenv"))]
    candidates = [Path(sys.executable)]
    candidates += [Path(path) for minor in MINORS if (path := shutil.which(f"python{minor}"))]
    candidates += sorted(python for root in roots for python in root.glob("versions/3.*/bin/python3"))
    pythons: dict[str, Path] = {}
    for python in candidates:
        version = ask(python, "import sys; print('{}.{}'.format(*sys.version_info))")
        if version in MINORS and ask(python, "import ensurepip, venv; print('yes')") == "yes":
            pythons.setdefault(version, base_of(python))
    return pythons


def ask(python: Path, code: str) -> str:
    """What a Python prints; nothing where it does not run."""
    try:
        done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def base_of(python: Path) -> Path:
    """The interpreter that an environment was made of; a Python outside of any environment is its own."""
    return Path(ask(python, "import sys; print(sys._base_executable)") or python)


def bundled_pip(version: str, pythons: dict[str, Path]) -> Path | None:
    """The wheel of a release of pip, where one of the Pythons or this system brings it."""
    folders = [SYSTEM_WHEELS]
    for python in pythons.values():
        module = ask(python, "import ensurepip; print(ensurepip.__file__)")
        folders.append(Path(module).parent / "_bundled")
    found = (folder / f"pip-{version}-py3-none-any.whl" for folder in folders)
    return next((wheel for wheel in found if wheel.is_file()), None)


def download_pip(version: str, folder: Path) -> Path | None:
    """The wheel of a release of pip from the registry that this person uses, or nothing. `newest` is a version too."""
    wanted = "pip" if version == "newest" else f"pip=={version}"
    command = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--no-input", "--retries", "1"]
    folder.mkdir()
    subprocess.run([*command, "--dest", folder, wanted], capture_output=True, check=False)
    return next(folder.glob("pip-*.whl"), None)


def make_environment(folder: Path, python: Path, pip: Path) -> None:
    """Make an environment that has this release of pip."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python3.*/site-packages")
    with zipfile.ZipFile(pip) as wheel:
        wheel.extractall(site)


def installed_in(folder: Path) -> dict[str, str]:
    """The packages of an environment and their versions, from the names of their folders of metadata."""
    found = (
        re.fullmatch(r"(.+)-([^-]+)\.dist-info", path.name) for path in folder.glob("lib/python3.*/site-packages/*")
    )
    return {match[1].lower().replace("_", "-").replace(".", "-"): match[2] for match in found if match}
