"""What statements are, for those who write them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement

Insert = Callable[[Any], Any]
"""An `INSERT` that may go on with `ON CONFLICT`, of one of the dialects."""

Statements = dict[str, ClauseElement]
"""Name to statement."""
