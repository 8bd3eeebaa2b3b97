"""What somebody wrote about one node, as it is kept; or why it cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from guide.content.blocks.map import Map
from guide.kernel.plain_text import Unreadable, clean
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext
from guide.maps.nodes import KINDS, LONGEST_NAME, LONGEST_NOTE, Node, refused


def node_from(form: Mapping[str, str], block: Map, former_groups: Collection[str] = ()) -> Node:
    """``former_groups``: words that the author no longer has and that may stay where they stand.

    :raises Refusal: 422, where there is no name, too much, what cannot be kept, or a choice that is none.
    """
    name = _short(form.get("name", ""), LONGEST_NAME, _("A name is short; what there is to tell goes into the note."))
    if not name:
        raise refused(_("Somebody or something on the map has a name. Initials will do."), reason="no-name")
    ring, group, kind = form.get("ring", ""), form.get("group", ""), form.get("kind", "")
    if ring not in {str(at) for at in range(len(block.rings))}:
        raise refused(_("Choose one of the three rings."), reason="no-ring")
    if group not in block.groups and group not in former_groups:
        raise refused(_("Choose one of the groups."), reason="no-group")
    if kind not in KINDS:
        raise refused(_("Choose whether it is a person, a place or a tool."), reason="no-kind")
    note = _short(form.get("note", ""), LONGEST_NOTE, _("A note on the map is short."))
    return Node(name, int(ring), group, kind, bool(form.get("differs")), bool(form.get("elsewhere")), note)


def _short(text: str, most: int, happened: str) -> str:
    """On one line."""
    try:
        words = " ".join(clean(text).split())
    except Unreadable as problem:
        raise refused(str(problem), reason="unreadable") from None
    if (over := len(words) - most) > 0:
        told = ngettext("%(over)s character too many.", "%(over)s characters too many.", over) % {"over": over}
        raise refused(f"{happened} {told}", reason="too-long")
    return words
