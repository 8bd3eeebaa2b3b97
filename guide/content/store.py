"""A library as JSON and back, equal, by the type hints of its dataclasses."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from guide.content.compiler import FORMAT
from guide.content.library import Library

Decode = Callable[[Any], Any]


class StoreError(ValueError):
    """What was kept is not a library of this release; it is to be compiled anew."""


def dumps(library: Library) -> str:
    return json.dumps({"format": FORMAT, "library": _encode(library)}, ensure_ascii=False, separators=(",", ":"))


def loads(kept: str | bytes) -> Library:
    """The library, equal to the one that was kept.

    :raises StoreError: no library, or one of another format.
    """
    try:
        whole = json.loads(kept)
        found = whole["format"]
        if found != FORMAT:
            raise StoreError(f"the kept library has the format {found}, and this release reads {FORMAT}")
        library = _decoder(Library)(whole["library"])
    except StoreError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"the kept library cannot be read: {error!r:.200}") from error
    assert isinstance(library, Library)
    return library


def _encode(value: Any) -> Any:
    """Fields that stand at their default are left out. A dataclass is told from its neighbours by its name, under ``""``."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: _encode(held) for f in fields(value) if (held := getattr(value, f.name)) != f.default}
        return {"": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _encode(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=256)
def _decoder(hint: Any) -> Decode:
    """What turns JSON back into a value of the type."""
    origin, arms = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _either([arm for arm in arms if arm is not type(None)])
    if origin is tuple:
        item = _decoder(arms[0])
        return lambda kept: tuple([item(part) for part in kept])
    if origin is not None and origin is not Literal:
        part = _decoder(arms[1])
        return lambda kept: {key: part(value) for key, value in kept.items()}
    if is_dataclass(hint):
        return _dataclass(hint)
    if hint is date:
        return date.fromisoformat
    return lambda kept: kept


def _either(arms: list[Any]) -> Decode:
    """One of several dataclasses, by its name; or the one type that may also be None."""
    if len(arms) == 1:
        inner = _decoder(arms[0])
        return lambda kept: None if kept is None else inner(kept)
    by_name = {arm.__name__: _decoder(arm) for arm in arms}
    return lambda kept: by_name[kept[""]](kept)


def _dataclass(schema: Any) -> Decode:
    decoders: dict[str, Decode] = {}

    def decode(kept: dict[str, Any]) -> Any:
        return schema(**{name: decoders[name](value) for name, value in kept.items() if name})

    hints = get_type_hints(schema)
    decoders.update({held.name: _decoder(hints[held.name]) for held in fields(schema)})
    return decode
