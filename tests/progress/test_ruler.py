"""A guide drawn as a ruler."""

from __future__ import annotations

from guide.progress.ruler import Ruler
from tests.conftest import Reader


def ruled(*modules: str) -> Ruler:
    """Each module in a word: x is a lesson done, o one that is not."""
    return Ruler.of(
        [[(f"{m}.{n}", sign == "x") for n, sign in enumerate(module, 1)] for m, module in enumerate(modules, 1)]
    )


def test_a_stroke_a_lesson_and_a_longer_one_a_module() -> None:
    ruler = ruled("oo", "o")
    assert (ruler.length, ruler.base) == (3, "M0 10H3")
    assert ruler.modules == "M0 1V10M2 1V10"
    assert ruler.lessons == "M1 6V10M3 6V10"


def test_what_is_done_is_drawn_in_its_own_place() -> None:
    assert ruled("xo", "x").done == "M0 10h1M2 10h1"
    assert ruled("oo", "o").done == ""


def test_each_lesson_is_labelled_and_in_a_long_guide_each_module() -> None:
    assert ruled("oo", "o").labels == ("1.1", "1.2", "2.1")
    assert ruled("o" * 12, "ooo").labels == ("1.1", *[""] * 11, "2.1", "", "")


def test_a_module_of_nothing_that_counts_takes_no_room() -> None:
    assert ruled("o", "", "x").modules == "M0 1V10M1 1V10"


def test_the_bar_says_what_is_drawn(ada: Reader) -> None:
    ada.post("/guides/small/first/done", {"done": "yes"})
    page = ada.get("/progress").text
    assert 'role="progressbar" aria-label="Progress' in page
    assert 'aria-valuetext="1 of 3 lessons done"' in page
    assert '<path class="part" d="M0 10h1"/>' in page
