from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program with an empty configuration folder."""
    return Program(tmp_path)


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program after its two sources were polled; for tests that only look."""
    made = Program(tmp_path_factory.mktemp("polled"))
    made.write_samples()
    ended = made("poll")
    assert ended.code == 0
    assert ended.err == ""
    return made
