"""The block ``compose``: what an author may write, and what is told of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.content.blocks.compose import Compose
from guide.content.blocks.drafts import MOST
from guide.content.compiler import compile_library
from guide.content.store import dumps, loads
from tests.drafting import GOOD, LONG, SOURCE, add_to


@pytest.fixture
def block(content: Path) -> Compose:
    library = compile_library(add_to(content)).library
    assert library is not None
    assert loads(dumps(library)) == library
    found = library.by_id["small"].by_id["draft"].blocks["pass-it-on"]
    assert isinstance(found, Compose)
    return found


@pytest.mark.parametrize(
    ("written", "spoilt", "told"),
    [
        ("networks: [x, bluesky, mastodon]", "networks: [x, x]", "A network stands here twice."),
        ("networks: [x, bluesky, mastodon]", "networks: [myspace]", "myspace is not one of"),
        ("networks: [x, bluesky, mastodon]", "networks: []", "`networks` has no entries."),
        ("link: https://example.org/drinks", "link: example", "is no address"),
        ("title: Pass on the guidance\n", "", "needs the key `title`"),
        ("  - rule: Give one reason to open it.\n", "  - role: Give one reason to open it.\n", "no key `role`"),
        ("must_not:", "mustnt:", "no key `mustnt`"),
    ],
)
def test_mistake_is_told(content: Path, written: str, spoilt: str, told: str) -> None:
    assert written in SOURCE
    path = add_to(content) / "small" / "02-go-on" / "02-draft.md"
    path.write_text(SOURCE.replace(written, spoilt), "utf-8")
    assert any(told in str(problem) for problem in compile_library(content).problems)


def test_preview_is_the_text_in_pieces_cut_where_it_would_be(block: Compose) -> None:
    draft = block.look_over(LONG)
    assert "".join(piece.text for piece in draft.preview) == LONG
    assert draft.shown_for.id == "x"
    assert [piece.kind for piece in draft.preview] == ["plain", "entity", "plain", "entity", "plain", "over"]


def test_address_of_a_compose_page_holds_the_whole_text_and_nothing_else(block: Compose) -> None:
    pages = [each.compose_page for each in block.look_over("a&b=c #d\n“é” https://example.org/?q=1&r").counted]
    text = "a%26b%3Dc%20%23d%0A%E2%80%9C%C3%A9%E2%80%9D%20https%3A%2F%2Fexample.org%2F%3Fq%3D1%26r"
    assert pages == [f"https://x.com/intent/post?text={text}", f"https://bsky.app/intent/compose?text={text}", None]


def test_only_the_judgeable_rules_are_judged(block: Compose) -> None:
    page, reason = block.must
    assert block.keeps_to(page, block.look_over(GOOD)) == "page"
    assert block.keeps_to(page, block.look_over("Nothing")) == ""
    assert block.keeps_to(page, block.look_over(" \n")) is None
    assert block.keeps_to(reason, block.look_over(GOOD)) is None


def test_no_more_is_looked_at_than_is_kept(block: Compose) -> None:
    assert len(block.look_over("a" * 100_000).text) == MOST
