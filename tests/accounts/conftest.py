from __future__ import annotations

import pytest
from flask import Flask

from tests.accounts.mailbox import Mailbox
from tests.kernel.log_lines import log_lines

__all__ = ["log_lines", "mailbox"]


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    return Mailbox(app)
