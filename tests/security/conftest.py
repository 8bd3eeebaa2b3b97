from __future__ import annotations

from tests.accounts.conftest import mailbox
from tests.kernel.log_lines import log_lines

__all__ = ["log_lines", "mailbox"]
