/**
 * The page on which a guest makes a map, drawn, weighed and listed as the page of a learner is.
 */

import { holding, nameOf, number, showAnew } from "./guest.js";
import { drawn } from "./map-drawing.js";
import { listed, onlyHere, read } from "./map-kept.js";
import { changesSince, isWeighed, thinPlaces } from "./map-thin.js";
import { device, make, say, showProblem } from "./site.js";

const WORDS = {
  now: (day) => `Now, ${day}`,
  then: (day) => `Then, ${day}`,
  earlier: "Your earlier map",
  earlierOf: (day) => `You have an earlier map, of ${day}. It stays as it is.`,
  change: "Change",
  same: "The same names on the same rings.",
  thinNowhere: "Thin nowhere, as far as this counts.",
  added: "Put on your map.",
  changed: "Changed.",
  takenOut: "Taken out.",
  begun: "Begun from your earlier map.",
  elsewhereChanged: "This was changed in another tab. What is there now stands above; save again to put yours in its place.",
  noName: "Somebody or something on the map has a name. Initials will do.",
  longName: "A name is short; what there is to tell goes into the note.",
  longNote: "A note on the map is short.",
  halfCharacter: "The text holds half a character, which cannot be kept. Take it out.",
  full: "A map has room for 60. Take something out before you add to it.",
  tooLong: "The map as a whole is too long.",
  typed: "Not saved – kept on this device",
  onlyHere: "Not saved – keep this page open",
};

/** Twins of those in guide/maps/nodes.py and guide/kernel/plain_text.py, in code points. */
const [LONGEST_NAME, LONGEST_NOTE, MOST, LARGEST] = [80, 200, 60, 20_000];

const lengthOf = (text) => [...text].length;
const dayOf = (at) => new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** @returns {string} what is wrong with it, if it cannot be kept */
function put(place, nodes) {
  const { unread } = read(place);
  const body = nodes.length || unread ? JSON.stringify({ nodes, ...(unread && { unread }) }) : "";
  if (lengthOf(body) > LARGEST) return WORDS.tooLong;
  const text = { body, version: 0, at: Date.now(), number };
  onlyHere.delete(place);
  if (!body) device.remove(nameOf(place));
  else if (!device.keep(nameOf(place), text)) onlyHere.set(place, text);
  return "";
}

/** As Python keeps it: in this order, and what is as usual left out. */
function nodeFrom(form, id) {
  const { name, ring, group, kind, differs, elsewhere, note } = form.elements;
  return {
    name: onOneLine(name.value),
    ring: Number(ring.value),
    group: group.value,
    ...(kind.value !== "person" && { kind: kind.value }),
    ...(differs.checked && { differs: true }),
    ...(elsewhere.checked && { elsewhere: true }),
    ...(onOneLine(note.value) && { note: onOneLine(note.value) }),
    id,
  };
}

const nextId = (nodes) => Math.max(0, ...nodes.map(({ id }) => id)) + 1;

const onOneLine = (text) => text.trim().replace(/\s+/g, " ");

function problemOf({ name, note = "" }) {
  if (/\p{Surrogate}/u.test(name + note)) return WORDS.halfCharacter;
  if (!name) return WORDS.noName;
  if (lengthOf(name) > LONGEST_NAME) return WORDS.longName;
  return lengthOf(note) > LONGEST_NOTE ? WORDS.longNote : "";
}

const sentences = (lines) => make("ul", {}, ...lines.map((line) => make("li", {}, make("bdi", { textContent: line }))));

function openPage(page) {
  const block = JSON.parse(page.dataset.map);
  const { place, revisits } = block;
  const find = (part) => page.querySelector(`[data-${part}]`);
  const template = page.querySelector("template");
  const formOf = () => template.content.cloneNode(true).querySelector("form");

  const show = () => {
    const { activeElement } = document;
    const { nodes, unread, at } = read(place);
    const then = revisits ? read(revisits) : { nodes: [] };
    find("now").textContent = nodes.length ? WORDS.now(dayOf(at)) : block.title;
    find("drawing").replaceChildren(drawn(block, nodes, "now-map"));
    find("empty").hidden = nodes.length > 0;
    find("kept-nowhere").hidden = !onlyHere.has(place);

    find("then").hidden = !then.nodes.length;
    page.querySelector(".maps").classList.toggle("two-maps", then.nodes.length > 0);
    if (then.nodes.length) {
      find("then-title").textContent = WORDS.then(dayOf(then.at));
      find("then-drawing").replaceChildren(drawn(block, then.nodes, "then-map", WORDS.earlier));
      find("then-list").replaceChildren(...listed(block, then.nodes, 3));
      find("earlier").textContent = WORDS.earlierOf(dayOf(then.at));
    }
    find("begin").hidden = !then.nodes.length || nodes.length > 0 || unread !== "";
    find("unread").hidden = !unread;
    find("unread-text").textContent = unread;

    const thin = thinPlaces(block, nodes);
    find("weighed").hidden = !isWeighed(nodes);
    find("thin").replaceChildren(thin.length ? sentences(thin) : WORDS.thinNowhere);
    const changes = changesSince(block, then.nodes, nodes);
    find("compared").hidden = !then.nodes.length || !nodes.length;
    find("changes").replaceChildren(changes.length ? sentences(changes) : WORDS.same);
    find("list").replaceChildren(...listed(block, nodes, 3, (node) => [changing(node)]));
    for (const details of open.values()) if (!details.isConnected) find("list").append(details); // what is typed in it stays
    if (activeElement !== document.activeElement && activeElement.isConnected) activeElement.focus();
  };

  /** Put another map in the place of this one, and say so; @returns {boolean} whether it was kept */
  const keep = (form, nodes, words, key) => {
    const problem = put(place, nodes);
    if (problem) return fail(form, problem);
    showProblem(form);
    open.delete(key);
    form.reset?.();
    show();
    say(onlyHere.has(place) ? find("kept-nowhere").textContent : words);
    return true;
  };
  const fail = (form, words) => {
    showProblem(form, [words]);
    say(words);
    return false;
  };

  /**
   * What is filled in and not put on the map yet is on the device, under unsent/guest/PLACE: {node, was, at, number}. It is in the
   * form again when the page is opened again.
   * @param which of the forms, where there are several
   * @param node from which the form is made, as JSON
   * @returns that from which it was made when this was typed
   */
  const keepTyped = (form, which = "", node = "") => {
    const name = `unsent/guest/${place}${which}`;
    const kept = device.read(name);
    const was = kept?.was ?? node;
    const typed = () => JSON.stringify(nodeFrom(form, 0));
    const untouched = typed();
    const isHeld = holding();
    const line = make("p", { className: "state" });
    const showState = () => {
      line.textContent = isHeld() ? WORDS.typed : WORDS.onlyHere;
      if (typed() === untouched) line.remove();
      else if (!line.isConnected) form.querySelector(".buttons").before(line);
    };
    const drop = () => {
      device.remove(name);
      isHeld(true);
    };
    form.addEventListener("input", () => {
      if (typed() === untouched) drop();
      else isHeld(device.keep(name, { node: nodeFrom(form, 0), was, at: Date.now(), number }));
      showState();
    });
    form.addEventListener("reset", () => {
      drop();
      line.remove();
    });
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "off");
    if (kept) {
      fillIn(form, kept.node);
      form.closest("details")?.setAttribute("open", "");
    }
    showState();
    return was;
  };

  /** Forms that are open or typed in, by the id and name of their node: they stay as they are when the list is shown anew. */
  const open = new Map();

  function changing(node) {
    const key = `${node.id} ${node.name}`; // another tab may have given the number to somebody else
    if (open.has(key)) return open.get(key);
    const form = formOf();
    const name = make("span", { className: "visually-hidden", textContent: `: ${node.name}` });
    const summary = make("summary", { textContent: WORDS.change }, name);
    const details = make("details", { className: "no-print" }, summary, form);
    fillIn(form, node);
    let was = keepTyped(form, `/${key}`, JSON.stringify(node));
    details.addEventListener("toggle", () => (details.open || form.querySelector(".state") ? open.set(key, details) : open.delete(key)));
    const now = () => read(place).nodes.find(({ id, name: present }) => id === node.id && present === node.name);
    const isAsItWas = () => {
      const present = JSON.stringify(now());
      if (present === was) return true;
      was = present;
      return fail(form, WORDS.elsewhereChanged);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = nodeFrom(form, node.id);
      const problem = problemOf(wanted);
      if (problem) return fail(form, problem);
      if (!isAsItWas()) return undefined;
      const { nodes } = read(place);
      const added = { ...wanted, id: nextId(nodes) };
      const after = now() ? nodes.map((each) => (each.id === node.id ? wanted : each)) : [...nodes, added];
      if (keep(form, after, WORDS.changed, key)) focusOn(after.includes(wanted) ? node.id : added.id);
      return undefined;
    });
    form.querySelector("[data-take-out]").addEventListener("click", () => {
      if (!isAsItWas()) return;
      const rest = now() ? read(place).nodes.filter(({ id }) => id !== node.id) : read(place).nodes;
      if (keep(form, rest, WORDS.takenOut, key)) find("list-title").focus();
    });
    details.dataset.node = node.id;
    return details;
  }

  /** After everything was removed nothing that was typed stays in the page. */
  const empty = () => {
    open.clear();
    for (const form of page.querySelectorAll("form")) form.reset();
  };

  let forms = 0;
  const focusOn = (id) => page.querySelector(`[data-node="${id}"] summary`)?.focus();

  /** Give the fields of a form the ids and what is on the map. */
  function fillIn(form, node) {
    forms += 1;
    for (const label of form.querySelectorAll("[for]")) label.htmlFor = label.htmlFor.replace("new", `form-${forms}`);
    for (const field of form.querySelectorAll("[id]")) field.id = field.id.replace("new", `form-${forms}`);
    const { group } = form.elements;
    if (!block.groups.includes(node.group)) group.append(make("option", { textContent: node.group }));
    for (const key of ["name", "ring", "group", "kind", "note"]) form.elements[key].value = node[key] ?? { kind: "person", note: "" }[key];
    for (const key of ["differs", "elsewhere"]) form.elements[key].checked = Boolean(node[key]);
  }

  const adding = formOf();
  adding.querySelector("[data-take-out]").remove();
  adding.querySelector("button").textContent = page.dataset.add;
  adding.addEventListener("submit", (event) => {
    event.preventDefault();
    showProblem(adding);
    const { nodes } = read(place);
    const wanted = nodeFrom(adding, nextId(nodes));
    const problem = problemOf(wanted) || (nodes.length >= MOST ? WORDS.full : "");
    if (problem) return fail(adding, problem);
    keep(adding, [...nodes, wanted], WORDS.added);
    adding.elements.name.focus();
    return undefined;
  });
  find("put").append(adding);
  keepTyped(adding);
  find("begin").querySelector("button").addEventListener("click", () => {
    if (!read(place).nodes.length) keep(find("begin"), read(revisits).nodes, WORDS.begun);
    find("list-title").focus();
  });
  addEventListener("beforeunload", (event) => onlyHere.size && event.preventDefault());
  showAnew.push((changed) => {
    if (changed === undefined) empty();
    if (!changed || [place, revisits].some((each) => each && changed === nameOf(each))) show();
  });
  show();
}

for (const page of document.querySelectorAll("[data-map-page] [data-map]")) openPage(page);
