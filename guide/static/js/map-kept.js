/**
 * A guest's map as this device holds it, under the name and in the form of the entry that a learner's is (guide/maps/nodes.py), so
 * that after signing in it is asked about as any text is. The lesson shows it; on its own page it is made (map.js).
 */

import { nameOf, showAnew } from "./guest.js";
import { drawn, inOrder } from "./map-drawing.js";
import { device, make } from "./site.js";

const KINDS = { person: "a person", place: "a place", tool: "a tool" };
const WORDS = {
  differs: "; disagrees with me at times",
  elsewhere: "; outside my country or employer",
  open: "Open your map",
  earlier: "Your earlier map",
};

/** Where the browser keeps nothing, for as long as the page is open. */
export const onlyHere = new Map();
showAnew.push((changed) => changed === undefined && onlyHere.clear());

/** @returns {{nodes: object[], unread: string, at: ?number}} `unread`: what is there and is no map; it stays */
export function read(place) {
  const kept = onlyHere.get(place) ?? device.read(nameOf(place));
  const at = kept?.at ?? null;
  try {
    const { nodes = [], unread = "" } = kept?.body ? JSON.parse(kept.body) : {};
    return { nodes: nodes.filter(({ name }) => name), unread, at };
  } catch {
    return { nodes: [], unread: kept.body, at };
  }
}

const said = (node) => `${KINDS[node.kind ?? "person"]}, ${node.group}${node.differs ? WORDS.differs : ""}${node.elsewhere ? WORDS.elsewhere : ""}`;

/* The list, ring by ring */

/** @param below makes what stands below a node */
export function listed(block, nodes, level, below = () => []) {
  const ordered = inOrder(block, nodes);
  return block.rings.flatMap((ring, at) => {
    const here = ordered.filter((node) => node.ring === at);
    const items = here.map((node) => {
      const name = make("b", { className: "mine" }, make("bdi", { textContent: node.name }));
      const note = node.note ? [make("p", { className: "mine" }, make("bdi", { textContent: node.note }))] : [];
      return make("li", {}, make("p", {}, name, " ", make("span", { className: "hint", textContent: said(node) })), ...note, ...below(node));
    });
    const list = make("ol", { className: "map-list", start: ordered.indexOf(here[0]) + 1 }, ...items);
    return here.length ? [make(`h${level}`, { textContent: ring }), list] : [];
  });
}

/* In the lesson */

function showInLesson(box) {
  const block = JSON.parse(box.dataset.map);
  const untouched = [...box.childNodes];
  const show = () => {
    const { nodes } = read(block.place);
    const then = block.revisits ? read(block.revisits) : { nodes: [] };
    if (!nodes.length && !then.nodes.length) return box.replaceChildren(...untouched);
    if (!nodes.length) return box.replaceChildren(drawn(block, then.nodes, `${block.id}-map`, WORDS.earlier), ...untouched);
    const list = make("details", {}, make("summary", { textContent: box.dataset.asList }), ...listed(block, nodes, 4));
    return box.replaceChildren(drawn(block, nodes, `${block.id}-map`), list);
  };
  const link = box.closest(".block").querySelector(".buttons a");
  const begin = link.textContent;
  const label = () => (link.textContent = read(block.place).nodes.length ? WORDS.open : begin);
  showAnew.push(() => {
    show();
    label();
  });
  show();
  label();
}

for (const box of document.querySelectorAll(".block [data-map]")) showInLesson(box);
