"""Where a map is thin, in words, from what its owner entered and from nothing else; and what became of an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guide.content.blocks.map import Map
from guide.kernel.words import gettext as _
from guide.maps.nodes import MapOfLearning, Node

FEWEST = 3
"""Below this there is nothing to say."""


def thin_places(block: Map, found: MapOfLearning) -> tuple[str, ...]:
    """One sentence each; none where it is thin nowhere, or holds fewer than three."""
    return tuple(_sentences(block, found)) if len(found.nodes) >= FEWEST else ()


def _sentences(block: Map, found: MapOfLearning) -> Iterator[str]:
    nodes = found.nodes
    counts = Counter(node.group for node in nodes)
    group, most = counts.most_common(1)[0]
    if 2 * most > len(nodes):
        told = {"count": most, "all": len(nodes), "group": group}
        yield _("More than half of your map, %(count)s of %(all)s, is in one group: %(group)s.") % told
    if not any(node.differs for node in nodes):
        yield _("Nobody on it disagrees with you, as far as you have entered.")
    if not any(node.elsewhere for node in nodes):
        yield _("Everybody and everything on it is in your own country or with your own employer.")
    if empty := [name for at, name in enumerate(block.rings) if all(node.ring != at for node in nodes)]:
        yield _("Nothing stands on the ring %(rings)s.") % {"rings": _(", nor on ").join(f"“{name}”" for name in empty)}
    if empty := [name for name in block.groups if name not in counts]:
        yield _("Nothing stands in the group %(groups)s.") % {
            "groups": _(", nor in ").join(f"“{name}”" for name in empty)
        }


def changes_since(block: Map, earlier: MapOfLearning, found: MapOfLearning) -> tuple[str, ...]:
    """What was added, taken out, and moved to another ring. Somebody renamed is somebody else."""
    before, now = _by_name(earlier), _by_name(found)
    added = [node.name for key, nodes in now.items() for node in nodes[len(before.get(key, ())) :]]
    gone = [node.name for key, nodes in before.items() for node in nodes[len(now.get(key, ())) :]]
    lines = []
    if added:
        lines.append(_("Added: %(names)s.") % {"names": "; ".join(added)})
    if gone:
        lines.append(_("Taken out: %(names)s.") % {"names": "; ".join(gone)})
    for key, nodes in now.items():
        for was, node in zip(before.get(key, ()), nodes, strict=False):
            if was.ring != node.ring:
                told = {"name": node.name, "then": block.rings[was.ring], "now": block.rings[node.ring]}
                lines.append(_("Moved: %(name)s, from “%(then)s” to “%(now)s”.") % told)
    return tuple(lines)


def _by_name(found: MapOfLearning) -> dict[str, list[Node]]:
    """By folded name; several may bear one."""
    by_name: dict[str, list[Node]] = {}
    for node in found.nodes:
        by_name.setdefault(node.key, []).append(node)
    return by_name
