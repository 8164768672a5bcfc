"""An index of packages and a checkout that is set up from it."""

from pathlib import Path

import pytest
from tests.set_up.stand_ins import make_checkout, make_index


@pytest.fixture(scope="package")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index that offers a newer release of everything."""
    folder = tmp_path_factory.mktemp("index")
    make_index(folder)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, index: Path) -> Path:
    """A checkout whose locks name the stand-ins of the index."""
    folder = tmp_path / "a checkout of Zoë's"
    make_checkout(folder, index)
    return folder
