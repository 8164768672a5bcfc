"""Set-up where something is in its way: one sentence says what to do, and nothing that was there is lost."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.missing import missing
from tests.patience import PATIENCE
from tests.set_up.pythons import HOME, ask, base_of, installed_in
from tests.set_up.set_ups import only_from, set_up

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="an environment has other folders there"),
]

PYTHON = base_of(Path(sys.executable))
MAKE = "1 of 3: making the environment"


@pytest.fixture
def env(index: Path, tmp_path: Path) -> dict[str, str]:
    return only_from(index, tmp_path / "cache")


def is_whole(venv: Path) -> bool:
    """Whether panel-tui is in the environment, with all that it asks for."""
    pip = [str(venv / "bin/python"), "-m", "pip", "check"]
    return "panel-tui" in installed_in(venv) and subprocess.run(pip, capture_output=True, check=False).returncode == 0


def test_it_says_what_is_happening_and_goes_with_the_checkout(
    checkout: Path, env: dict[str, str], tmp_path: Path
) -> None:
    lock, project = checkout / "requirements.lock", checkout / "pyproject.toml"
    whole, asked = lock.read_text("utf-8"), project.read_text("utf-8")
    lock.write_text(re.sub(r"^segno==.*\n.*\n", "", whole, flags=re.MULTILINE), "utf-8")
    project.write_text(re.sub(r'^ *"segno.*\n', "", asked, flags=re.MULTILINE), "utf-8")

    done = set_up(PYTHON, checkout, env)
    first, *steps = re.sub(r"\d+ packages", "N packages", done.stdout).splitlines()
    assert first == f"Setting up {checkout / '.venv'}, once: N packages. This takes about a minute."
    new, fetch, install, ready = MAKE, "2 of 3: fetching N packages", "3 of 3: installing panel-tui", "Ready."
    assert steps == [new, fetch, install, ready]
    assert done.stderr == ""
    again = set_up(PYTHON, checkout, env)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

    lock.write_text(whole, "utf-8")  # a newer lock is installed into the same environment
    project.write_text(asked, "utf-8")
    updated = set_up(PYTHON, checkout, env)
    assert updated.returncode == 0, updated.stdout + updated.stderr
    assert re.sub(r"\d+ packages", "N packages", updated.stdout).splitlines()[1:] == [fetch, install, ready]
    assert "segno" in installed_in(checkout / ".venv")

    moved = checkout.rename(tmp_path / "moved")  # its programs have the old place in them
    remade = set_up(PYTHON, moved, env)
    assert remade.returncode == 0, remade.stdout + remade.stderr
    assert MAKE in remade.stdout
    script = (moved / ".venv/bin/panel-tui").read_text("utf-8")
    assert str(moved / ".venv/bin/python") in script
    assert str(checkout) not in script


def test_a_person_without_a_locale_and_with_settings_of_pip_gets_the_same_environment(
    checkout: Path, index: Path, tmp_path: Path
) -> None:
    settings = "[install]\nuser = true\ntarget = {0}/there\nno-binary = :all:\n[global]\nrequire-virtualenv = true\n"
    settings += "constraint = {0}/none.txt\nindex-url = {1}\nno-cache-dir = true\n"
    (tmp_path / "pip.conf").write_text(settings.format(tmp_path, index.as_uri()), "utf-8")
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    odd = {
        "PIP_TARGET": str(tmp_path / "here"),
        "PIP_USER": "1",
        "PIP_PREFIX": str(tmp_path),
        "PYTHONWARNINGS": "error",
    }
    done = set_up(PYTHON, checkout, bare | odd | {"LC_ALL": "C"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert is_whole(checkout / ".venv")
    assert not (tmp_path / "there").exists()
    assert not (tmp_path / "here").exists()


def test_settings_of_pip_that_cannot_be_read_are_named(checkout: Path, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("index-url: nowhere\n[global\n", "utf-8")
    done = set_up(PYTHON, checkout, env | {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")})
    assert done.returncode == 1
    assert done.stderr.startswith("Your settings of pip cannot be read; mend them.")
    assert "Traceback" not in done.stderr


def test_without_a_network_it_says_so_and_the_same_command_goes_on(checkout: Path, env: dict[str, str]) -> None:
    nowhere = env | {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    done = set_up(PYTHON, checkout, nowhere)
    assert done.returncode == 1
    first, *rest = done.stderr.splitlines()
    assert first.startswith("pip stopped. A package could not be had for this system and Python. Without a network:")
    assert len(rest) <= 6
    assert not [line for line in rest if line.startswith(("WARNING", "Traceback"))]
    log = Path(rest[-1].removeprefix("Its own words: "))
    assert "127.0.0.1" in log.read_text("utf-8")
    assert set_up(PYTHON, checkout, env).returncode == 0
    assert is_whole(checkout / ".venv")


def test_a_package_that_is_not_the_locked_one_is_refused(checkout: Path, env: dict[str, str]) -> None:
    lock = checkout / "requirements.lock"
    lock.write_text(re.sub(r"(click==.*\n.*sha256:).{64}", r"\g<1>" + "0" * 64, lock.read_text("utf-8")), "utf-8")
    done = set_up(PYTHON, checkout, env)
    assert done.returncode == 1
    assert done.stderr.startswith("pip stopped. A package is not the one that was locked. Do not use it")
    assert "click" not in installed_in(checkout / ".venv")


def test_a_lock_that_lacks_a_package_is_not_called_whole(checkout: Path, env: dict[str, str]) -> None:
    lock = checkout / "requirements.lock"
    lock.write_text(re.sub(r"^click==.*\n.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    done = set_up(PYTHON, checkout, env)
    assert done.returncode == 1
    assert done.stderr.startswith("The environment is not whole.")
    assert "requires click, which is not installed" in done.stderr
    assert set_up(PYTHON, checkout, env).returncode == 1, "it is not taken for ready the next time"


def test_a_folder_that_holds_something_else_is_left_alone(checkout: Path, env: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    (home / "letter.txt").write_text("Dear Zoë")
    done = set_up(PYTHON, checkout, env, "--venv", home)
    assert done.returncode == 1
    assert done.stderr == f"{home} holds something else; name a new folder for the environment.\n"
    assert (home / "letter.txt").read_text() == "Dear Zoë"
    assert sorted(path.name for path in home.iterdir()) == ["bin", "letter.txt"]


def test_an_environment_of_something_else_is_left_alone(checkout: Path, env: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    done = set_up(PYTHON, checkout, env, "--venv", tmp_path / "venv")
    assert done.returncode == 1
    assert "holds something else" in done.stderr


def test_a_folder_that_cannot_be_made_leads_to_another(checkout: Path, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = set_up(PYTHON, checkout, env, "--venv", tmp_path / "file/venv")
    assert done.returncode == 1
    assert re.fullmatch(
        r".*/file/venv cannot be written to \(.*\); name a folder of yours for it: make run VENV=\S+\n", done.stderr
    )


@pytest.mark.needs("unshare", "mount")
def test_a_checkout_that_cannot_be_written_to_is_used_with_an_environment_elsewhere(
    checkout: Path, env: dict[str, str], tmp_path: Path
) -> None:
    mounted = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && shift && "$@"'
    within = ["unshare", "--map-root-user", "--mount", "sh", "-c", mounted, "sh", str(checkout)]

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*within, *command], env=env, capture_output=True, encoding="utf-8", check=False)

    if run("true").returncode:
        missing("this machine allows no mounts of its own")
    refused = run(PYTHON, "tools/set_up.py")
    assert refused.returncode == 1
    assert "cannot be written to (Read-only file system); name a folder of yours" in refused.stderr
    done = run(PYTHON, "tools/set_up.py", "--venv", tmp_path / "venv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert is_whole(tmp_path / "venv")


@pytest.mark.needs("unshare", "mount")
def test_a_full_disk_is_named_with_what_set_up_takes(checkout: Path, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    mounted = 'mount -t tmpfs -o size=8m none "$1" && shift && "$@"'
    within = ["unshare", "--map-root-user", "--mount", "sh", "-c", mounted, "sh", str(tmp_path / "disk")]
    command = [*within, str(PYTHON), str(checkout / "tools/set_up.py"), "--venv", str(tmp_path / "disk/venv")]
    if subprocess.run([*within, "true"], capture_output=True, check=False).returncode:
        missing("this machine allows no mounts of its own")
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "The disk is full: set-up takes 110 MB. Make room, and run the same command again." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl+C", "kill"])
def test_what_was_interrupted_is_done_again_from_the_start(
    checkout: Path, env: dict[str, str], how: signal.Signals
) -> None:
    command = [str(PYTHON), "-u", str(checkout / "tools/set_up.py")]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        printed = ""
        while "2 of 3" not in printed:
            printed += process.stdout.read(1)
        os.killpg(process.pid, how)
        errors = process.stderr.read()
        process.wait(PATIENCE)
    if how is signal.SIGINT:
        assert errors == "\nSet-up was interrupted. Run the same command again; what was downloaded is kept.\n"
        assert process.returncode == 130
    again = set_up(PYTHON, checkout, env)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "1 of 3" in again.stdout
    assert is_whole(checkout / ".venv")


def test_of_two_set_ups_at_once_one_waits_for_the_other(checkout: Path, env: dict[str, str]) -> None:
    command = [PYTHON, checkout / "tools/set_up.py"]
    both = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    printed = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert "".join(printed).count("Ready.") == 1
    assert "".join(printed).count("Another set-up is at work") <= 1
    assert is_whole(checkout / ".venv")


def older_pythons() -> list[Path]:
    """The Pythons on this machine that are too old, if any; the script is written for 3.7 and later."""
    pythons = sorted((HOME / ".pyenv/versions").glob("3.*/bin/python3"))
    return [
        python for python in pythons if ask(python, "import sys; print((3, 7) <= sys.version_info < (3, 11))") == "True"
    ]


def test_an_older_python_is_refused_in_one_sentence(checkout: Path, env: dict[str, str]) -> None:
    older = older_pythons() or pytest.skip("no Python from 3.7 to 3.10 is in pyenv's folder")
    for python in older:
        done = set_up(python, checkout, env)
        assert done.returncode == 1
        assert re.fullmatch(r"panel-tui needs Python 3\.11 or newer, and this is 3\.\d+; .*\n", done.stderr), python
    assert not (checkout / ".venv").exists()
