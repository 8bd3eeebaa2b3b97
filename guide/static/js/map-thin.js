/**
 * Where a map is thin, and what became of an earlier one. Twin of guide/maps/thin.py.
 */

const WORDS = {
  half: (count, all, group) => `More than half of your map, ${count} of ${all}, is in one group: ${group}.`,
  nobodyDiffers: "Nobody on it disagrees with you, as far as you have entered.",
  nothingElsewhere: "Everybody and everything on it is in your own country or with your own employer.",
  emptyRing: (names) => `Nothing stands on the ring ${names.join(", nor on ")}.`,
  emptyGroup: (names) => `Nothing stands in the group ${names.join(", nor in ")}.`,
  added: (names) => `Added: ${names}.`,
  takenOut: (names) => `Taken out: ${names}.`,
  moved: (name, then, now) => `Moved: ${name}, from “${then}” to “${now}”.`,
};

/** Below this there is nothing to say. */
const FEWEST = 3;

export const isWeighed = (nodes) => nodes.length >= FEWEST;

/** @returns {string[]} a sentence each; none where it is thin nowhere, or holds fewer than three */
export function thinPlaces(block, nodes) {
  if (!isWeighed(nodes)) return [];
  const quoted = (names) => names.map((name) => `“${name}”`);
  const counts = new Map();
  for (const { group } of nodes) counts.set(group, (counts.get(group) ?? 0) + 1);
  const said = [];
  for (const [group, count] of counts) if (2 * count > nodes.length) said.push(WORDS.half(count, nodes.length, group));
  if (!nodes.some((node) => node.differs)) said.push(WORDS.nobodyDiffers);
  if (!nodes.some((node) => node.elsewhere)) said.push(WORDS.nothingElsewhere);
  const rings = block.rings.filter((_, ring) => nodes.every((node) => node.ring !== ring));
  if (rings.length) said.push(WORDS.emptyRing(quoted(rings)));
  const groups = block.groups.filter((group) => !counts.has(group));
  if (groups.length) said.push(WORDS.emptyGroup(quoted(groups)));
  return said;
}

/** What was added, taken out, and moved to another ring. Somebody renamed is somebody else. */
export function changesSince(block, earlier, nodes) {
  const [before, now] = [earlier, nodes].map(byName);
  const more = (one, other) => [...one].flatMap(([key, all]) => all.slice(other.get(key)?.length ?? 0)).map(({ name }) => name);
  const [added, gone] = [more(now, before), more(before, now)];
  const said = [];
  if (added.length) said.push(WORDS.added(added.join("; ")));
  if (gone.length) said.push(WORDS.takenOut(gone.join("; ")));
  for (const [key, all] of now) {
    (before.get(key) ?? []).slice(0, all.length).forEach((was, at) => {
      if (was.ring !== all[at].ring) said.push(WORDS.moved(all[at].name, block.rings[was.ring], block.rings[all[at].ring]));
    });
  }
  return said;
}

function byName(nodes) {
  const found = new Map();
  for (const node of nodes) {
    const key = node.name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), node]);
  }
  return found;
}
