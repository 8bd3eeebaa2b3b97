"""Texts of an author as the plain types a schema asks for; what anything looks like to YAML does not count."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal, get_args, get_origin

from guide.content.words import near


def scalar(hint: Any, text: str) -> Any:
    """A text as the type the schema asks for.

    :raises ValueError: with a sentence for the author.
    """
    if hint is str:
        return text
    if hint is bool:
        if text not in ("true", "false"):
            raise ValueError(f"write true or false, not {text[:40]}.")
        return text == "true"
    if hint is int:
        if not re.fullmatch(r"-?[0-9]{1,6}", text):
            raise ValueError(f"write a whole number, not {text[:40]}.")
        return int(text)
    if hint is float:
        if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", text):
            raise ValueError(f"write a number such as 23 or 0.5, not {text[:40]}.")
        return float(text)
    if hint is date:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"write a date as 2026-12-01, not {text[:40]}.") from None
    if get_origin(hint) is Literal:
        choices = get_args(hint)
        if text not in choices:
            raise ValueError(f"{text[:40]} is not one of {', '.join(choices)}{near(text, choices)}")
        return text
    return hint.from_text(text)
