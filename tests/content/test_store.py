"""A library survives on disk: equal after the round trip, and refused where it is not ours."""

from __future__ import annotations

import json

import pytest

from guide.content import store
from guide.content.library import Library

from .conftest import SmallGuide

ALL_CHECKS = """
```check
id: choose
kind: one
question: Q
options:
  - {text: A, feedback: F, correct: true}
  - {text: B, feedback: G}
```

```check
id: count
kind: number
question: Q
answer: 23
tolerance: 0.5
feedback: {right: R, low: L, high: H}
```

```check
id: order
kind: order
question: Q
items: [a, b, c]
feedback: F
```

```check
id: say
kind: text
question: Q
model: |
  Ours.

  And more.
```
"""


@pytest.fixture
def library(small: SmallGuide) -> Library:
    small.add(ALL_CHECKS)
    small.replace(
        "guide.yaml", "retired:", "routes:\n  - {id: r, title: R, for_whom: W, lessons: [first-look]}\nretired:"
    )
    library = small.compile().library
    assert library is not None, small.told()
    return library


def test_a_library_is_equal_after_the_round_trip(library: Library) -> None:
    again = store.loads(store.dumps(library))
    assert again == library
    assert repr(again) == repr(library)


def test_bytes_are_read_as_well(library: Library) -> None:
    assert store.loads(store.dumps(library).encode()) == library


def test_a_library_of_another_format_is_refused_plainly(library: Library) -> None:
    kept = json.loads(store.dumps(library)) | {"format": 0}
    with pytest.raises(store.StoreError, match="has the format 0"):
        store.loads(json.dumps(kept))


@pytest.mark.parametrize(
    "kept", ["", "null", "[]", "{}", '{"format": 1}', '{"format": 1, "library": {"guides": 1}}', b"\xff"]
)
def test_what_is_no_library_is_refused_plainly(kept: str | bytes) -> None:
    with pytest.raises(store.StoreError):
        store.loads(kept)


def test_a_field_this_release_does_not_know_is_refused(library: Library) -> None:
    kept = json.loads(store.dumps(library))
    kept["library"]["guides"][0]["colour"] = "red"
    with pytest.raises(store.StoreError):
        store.loads(json.dumps(kept))
