/**
 * A map of whom and what one learns from as a drawing: where each number stands. Twin of guide/maps/drawing.py, for guests, whose
 * maps the server never sees.
 *
 * @typedef {{name: string, ring: number, group: string, kind?: string, differs?: boolean, elsewhere?: boolean, note?: string, id: number}} Node
 * @typedef {{title: string, rings: string[], groups: string[]}} Block
 */

import { make } from "./site.js";

const WORDS = {
  rings: "On three rings around you, from the inside: ",
  groups: "In groups: ",
  you: "you",
  ringNames: (names) => `Rings, from the inside: ${names}. `,
  groupNames: (names) => `Groups, from the top: ${names}. `,
  shapes: "Round: a person. Square: a place or a tool.",
};

const SIDE = 452;
const MIDDLE = 226;
/** Radii, from around oneself to the outer ring. */
const EDGES = [28, 84, 140, 196];
const LETTERS_AT = 214;
/** How a cell is filled: on so many rows, so far apart, with dots of this radius. The last takes any number. */
const ROWS = [[1, 24, 11], [2, 24, 11], [3, 17, 8]];

/** The author's, and those that are on the map and no longer the author's. */
const groupsOf = (block, nodes) => [...new Set([...block.groups, ...nodes.map(({ group }) => group)])];

/** As the list has them: by ring, then by group, then as they were added. */
export function inOrder(block, nodes) {
  const groups = groupsOf(block, nodes);
  return [...nodes].sort((one, other) => one.ring - other.ring || groups.indexOf(one.group) - groups.indexOf(other.group));
}

/* Where things stand */

function layOut(block, nodes) {
  const ordered = inOrder(block, nodes);
  const groups = groupsOf(block, nodes);
  const dots = [];
  const sectors = [];
  let begin = 0;
  groups.forEach((group, at) => {
    const here = ordered.filter((node) => node.group === group);
    const wide = (2 * Math.PI * (here.length + 2)) / (nodes.length + 2 * groups.length);
    const [x, y] = point(LETTERS_AT, begin + wide / 2);
    const line = [...point(EDGES[0], begin), ...point(EDGES.at(-1), begin)];
    sectors.push({ letter: String.fromCharCode(65 + (at % 26)), group, count: here.length, x, y, line });
    for (let ring = 0; ring < EDGES.length - 1; ring += 1) {
      const cell = here.filter((node) => node.ring === ring);
      const places = placesOf(cell.length, ring, begin, wide);
      cell.forEach((node, index) => dots.push({ node, number: ordered.indexOf(node) + 1, ...places[index] }));
    }
    begin += wide;
  });
  return { dots: dots.sort((one, other) => one.number - other.number), sectors };
}

/** So many places in one cell: on one row if they fit there, else on two or three. */
function placesOf(count, ring, begin, wide) {
  for (const [rows, apart, size] of ROWS) {
    const step = (EDGES[ring + 1] - EDGES[ring]) / rows;
    const radii = Array.from({ length: rows }, (_, row) => EDGES[ring] + step * (row + 0.5));
    const room = radii.map((radius) => Math.max(1, Math.floor((radius * wide) / apart)));
    const allRoom = room.reduce((sum, each) => sum + each);
    if (allRoom < count && rows < ROWS.length) continue;
    let left = count;
    const shares = room.map(() => 0);
    for (let row = rows - 1; row >= 0; row -= 1) {
      shares[row] = Math.min(left, Math.ceil((count * room[row]) / allRoom));
      left -= shares[row];
    }
    return radii.flatMap((radius, row) =>
      Array.from({ length: shares[row] }, (_, at) => {
        const [x, y] = point(radius, begin + (wide * (at + 0.5)) / shares[row]);
        return { x, y, size };
      }),
    );
  }
  return [];
}

const rounded = (length) => Math.round(length * 10) / 10;

/** `angle` from the top, clockwise. */
const point = (radius, angle) => [rounded(MIDDLE + radius * Math.sin(angle)), rounded(MIDDLE - radius * Math.cos(angle))];

/* The drawing */

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** @returns {HTMLElement} a figure; the list beside it is the legend of its numbers */
export function drawn(block, nodes, id, title = block.title) {
  const { dots, sectors } = layOut(block, nodes);
  const perRing = block.rings.map((name, ring) => `${name}: ${nodes.filter((node) => node.ring === ring).length}`).join(", ");
  const perGroup = sectors.map(({ group, count }) => `${group}: ${count}`).join(", ");
  const text = (x, y, size, words) => svg("text", { x, y, "font-size": size, "text-anchor": "middle" }, words);
  const shapes = dots.flatMap(({ node, number, x, y, size }) => [
    node.kind
      ? svg("rect", { class: "mine paper-fill", x: x - size, y: y - size, width: 2 * size, height: 2 * size })
      : svg("circle", { class: "mine paper-fill", cx: x, cy: y, r: size }),
    text(x, y + size * 0.42, size > 8 ? 13 : 10, number),
  ]);
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-labelledby": `${id}-title ${id}-desc` },
    svg("title", { id: `${id}-title` }, title),
    svg("desc", { id: `${id}-desc` }, `${WORDS.rings}${perRing}. ${WORDS.groups}${perGroup}.`),
    ...EDGES.slice(1).reverse().map((radius) => svg("circle", { class: "soft", cx: MIDDLE, cy: MIDDLE, r: radius })),
    ...sectors.flatMap(({ letter, x, y, line: [x1, y1, x2, y2] }) => [
      svg("path", { class: "map-line", d: `M${x1} ${y1}L${x2} ${y2}` }),
      text(x, y + 6, 17, letter),
    ]),
    svg("text", { class: "label-small", x: MIDDLE, y: MIDDLE + 5, "text-anchor": "middle" }, WORDS.you),
    ...shapes,
  );
  const letters = sectors.map(({ letter, group }) => `${letter} ${group}`).join(", ");
  const caption = WORDS.ringNames(block.rings.join(", ")) + WORDS.groupNames(letters) + WORDS.shapes;
  return make("figure", { className: "map-drawing" }, drawing, make("figcaption", { textContent: caption }));
}
