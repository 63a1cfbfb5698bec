import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.__main__ import fuzzed
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_laws_hold(name: str) -> None:
    target = TARGETS[name]
    limits = settings(max_examples=150, suppress_health_check=list(HealthCheck))
    limits(given(target.inputs)(target.law))()


def test_a_broken_law_is_told() -> None:
    def law(text: object) -> None:
        assert "<" not in str(text)

    with pytest.raises(AssertionError):
        fuzzed(Target(TARGETS["parse"].inputs, law), 20)
