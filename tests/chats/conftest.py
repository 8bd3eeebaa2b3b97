"""The chat of the guide for authors, and a site that has it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from guide.content.blocks.chat import Chat
from guide.content.compiler import compile_library
from tests.conftest import REAL_CONTENT


@pytest.fixture(scope="module")
def block() -> Chat:
    library = compile_library(REAL_CONTENT).library
    assert library is not None
    found = library.by_id["writing-a-guide"].by_id["chats"].blocks["walk-through"]
    assert isinstance(found, Chat)
    return found


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(content_dir=REAL_CONTENT)
