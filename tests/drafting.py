"""A lesson with a post to draft, for tests: added to a copy of the small guide."""

from __future__ import annotations

from pathlib import Path

LESSON = "/guides/small/draft"
ENTRY = "/journal/small/draft/pass-it-on"
LINK = "https://example.org/drinks"
GOOD = f"New guidance on thickened drinks: page 6 says at last who decides. {LINK} #SocialLearning"
LONG = GOOD + " and so on" * 20
HASTY = "@mirela_wards our resident Dr Haug: what does your manager say? #whatthemanagersays"
SOURCE = """\
---
id: draft
title: A post of your own
read: 1
do: 5
core: false
added: 2026-01-01
outcome: Draft one post.
---
Draft it.

```compose
id: pass-it-on
title: Pass on the guidance
audience: Colleagues with *twenty seconds*.
link: https://example.org/drinks
must:
  - rule: Say on which page it stands.
    words: [page, p.]
  - rule: Give one reason to open it.
must_not:
  - rule: No resident and no visit.
    words: [resident, visit]
networks: [x, bluesky, mastodon]
```
"""


def add_to(content: Path) -> Path:
    (content / "small" / "02-go-on" / "02-draft.md").write_text(SOURCE, "utf-8")
    return content
