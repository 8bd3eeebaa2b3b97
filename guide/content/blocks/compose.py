"""``compose``: a post to be drafted to a brief, counted as the networks count it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from guide.content.blocks.drafts import Draft
from guide.content.keys import Key, a_block_id, an_address
from guide.content.posts.advice import first_said
from guide.content.posts.rules import NETWORKS, Network
from guide.content.schema import Fault
from guide.content.text import Html

NetworkId = Literal["x", "bluesky", "mastodon", "threads"]


@dataclass(frozen=True)
class BriefRule:
    """What the post must do, or must not. Without ``words`` only the learner can tell."""

    rule: Annotated[Html, Key("The rule, in a few words.", "Say on which page it stands.")]
    words: Annotated[
        tuple[str, ...],
        Key("Any of these shows that it is so. Without them, the learner judges.", "[page, p.]"),
    ] = ()


@dataclass(frozen=True)
class Compose:
    """The brief is the author's; what every post is advised on stands in ``guide.content.posts.advice``."""

    kind: ClassVar[str] = "compose"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "pass-it-on", check=a_block_id)]
    title: Annotated[str, Key("What is to be written, in a line.", "Pass on the new guidance")]
    audience: Annotated[Html, Key("For whom the post is.", "Colleagues who have twenty seconds on a train.")]
    must: Annotated[tuple[BriefRule, ...], Key("What the post must do.")]
    must_not: Annotated[tuple[BriefRule, ...], Key("What it must not.")] = ()
    link: Annotated[
        str | None, Key("An address that belongs into the post.", "https://example.org/drinks", check=an_address)
    ] = None
    networks: Annotated[
        tuple[NetworkId, ...],
        Key("For which networks it is counted: x, bluesky, mastodon, threads.", "[x, mastodon]"),
    ] = ("x", "bluesky", "mastodon")

    def faults(self) -> Iterator[Fault]:
        if len(set(self.networks)) < len(self.networks):
            yield Fault(("networks",), "A network stands here twice.")
        if not self.networks:
            yield Fault(("networks",), "`networks` has no entries.")

    @property
    def counted_for(self) -> tuple[Network, ...]:
        return tuple(NETWORKS[name] for name in self.networks)

    @property
    def watched(self) -> dict[str, object]:
        """What the script needs to look over the draft as it is written."""
        rules = [list(rule.words) for rule in (*self.must, *self.must_not)]
        return {"networks": self.networks, "link": self.link, "rules": rules, "must": len(self.must)}

    def look_over(self, text: str) -> Draft:
        """The text as the networks count it, held against the brief."""
        return Draft.of(text, self.counted_for)

    def keeps_to(self, rule: BriefRule, draft: Draft) -> str | None:
        """The words by which the draft shows it, "" where it does not; None where only the learner can tell."""
        if not rule.words or not draft.is_begun:
            return None
        return first_said(draft.text, rule.words) or ""
