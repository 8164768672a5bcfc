"""Running set-up as a person would, with one index of packages and nothing else."""

import os
import subprocess
from pathlib import Path


def only_from(index: Path, cache: Path) -> dict[str, str]:
    """An environment in which pip knows this index, no settings of a person, and no cache."""
    settings = {"PIP_INDEX_URL": index.as_uri(), "PIP_CONFIG_FILE": os.devnull}
    cached = {"PIP_NO_CACHE_DIR": "1", "PIP_CACHE_DIR": str(cache)}
    return {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | settings | cached


def set_up(
    python: Path, checkout: Path, env: dict[str, str], *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run set-up in a checkout, and wait for its end."""
    command = [python, checkout / "tools/set_up.py", *arguments]
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, encoding="utf-8", check=False)
