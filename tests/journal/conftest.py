"""A learner with a past in the small guide, and what a page of the journal shows of it."""

from __future__ import annotations

from tests.overview.conftest import ada

__all__ = ["ada"]
