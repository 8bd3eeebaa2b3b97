"""``decide``: the offer to close the guide with a decision, or to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.keys import Key, a_block_id
from guide.content.text import Html


@dataclass(frozen=True)
class Decide:
    """The choices are the same everywhere (see ``guide.progress``); ``lead`` may say why the question comes here."""

    kind: ClassVar[str] = "decide"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "first-offer", check=a_block_id)]
    lead: Annotated[Html | None, Key("Why the question comes here.", "You have seen enough to say no.")] = None
