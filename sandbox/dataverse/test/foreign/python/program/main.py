"""Ordinary programs of Microsoft's SDK for Python: every public operation, one line of JSON for each."""

import asynchronous  # noqa: F401
import batches  # noqa: F401
import files  # noqa: F401
import frames  # noqa: F401
import queries  # noqa: F401
import records  # noqa: F401
import tables  # noqa: F401
from organization import run_all

run_all()
