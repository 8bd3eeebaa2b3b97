/**
 * A guest's practice stream: posts kept with a note stay on this device, under the name and in the form of the entry that a
 * learner's are (guide/streams/notes.py), so that after signing in they are asked about as any text is. On the stream's own page
 * each post gets its form; the lesson lists what was kept.
 */

import { holding, nameOf, number, showAnew, stateOf } from "./guest.js";
import { device, make, say, showProblem } from "./site.js";

const WORDS = {
  keep: "Keep, with a note",
  change: "Change your note",
  noNote: "A post is kept with a note. Write a few words on why.",
  halfCharacter: "The text holds half a character, which cannot be kept. Take it out.",
  takenOut: "Taken out.",
  keptPosts: "Posts you kept",
  keptEarlier: (lesson) => ` (kept in lesson ${lesson})`,
};

/** Code points in a note; twin of LONGEST_NOTE in guide/streams/notes.py. */
const LONGEST_NOTE = 500;

/** @returns {Map<string, string>} notes by the id of their post; what cannot be read is a note under no post */
function notesIn(place) {
  const body = device.read(nameOf(place))?.body ?? "";
  if (!body.trim()) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(body)).map(([post, note]) => [post, `${note}`]));
  } catch {
    return new Map([["", body]]);
  }
}

/** As Python writes it, letter for letter, so that the same notes are the same text. */
function bodyOf(notes) {
  const parts = [...notes].map(([post, note]) => `${JSON.stringify(post)}: ${JSON.stringify(note)}`);
  return parts.length ? `{${parts.join(", ")}}` : "";
}

/* A form under each post */

function openForms(template) {
  const { noteForm: place, posts } = template.dataset;
  for (const mark of document.querySelectorAll("[data-note-on]")) keepPost(mark, template.content.cloneNode(true), place, posts.split(" "));
}

function keepPost(mark, content, place, order) {
  const { noteOn: id, by, time } = mark.dataset;
  const about = { by, time, words: mark.closest(".post").querySelector(".post-text").textContent };
  const details = content.querySelector("details");
  const form = content.querySelector("form");
  const field = form.elements.note;
  const line = form.querySelector("[role=status]");
  const takeOut = form.querySelector("[data-take-out]");
  const summary = details.querySelector("summary");
  const shown = make("p", { className: "written mine as-typed" });
  const isKept = holding();

  field.id = `note-${id}`;
  form.querySelector("label").htmlFor = field.id;
  details.querySelector("[data-which]").textContent = `: ${by}, ${time}`;

  const write = (note) => isKept(putNote(place, id, note, about, order));
  const showState = () => {
    line.textContent = isHalf(field.value) ? WORDS.halfCharacter : stateOf(field.value.trim(), isKept(), LONGEST_NOTE);
  };
  /** With the note above its form, as it is kept. */
  const show = () => {
    const note = notesIn(place).get(id) ?? "";
    shown.textContent = note;
    if (note) details.before(shown);
    else shown.remove();
    details.classList.toggle("keep", !note);
    details.querySelector("[data-words]").textContent = note ? WORDS.change : WORDS.keep;
    takeOut.hidden = !note;
  };
  const read = (changed) => {
    if (changed === undefined) isKept(true); // removed: nothing stays in the page
    const note = notesIn(place).get(id) ?? "";
    if (field.value.trim() !== note && isKept()) field.value = note;
    showState();
    show();
  };
  const fail = (words) => {
    showProblem(form, [words]);
    say(words);
    field.focus();
  };

  field.addEventListener("input", () => {
    showProblem(form);
    if (isHalf(field.value)) isKept(false, WORDS.halfCharacter);
    else write(field.value.trim());
    showState();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    showProblem(form);
    if (!field.value.trim()) return fail(WORDS.noNote);
    if (isHalf(field.value)) return fail(WORDS.halfCharacter);
    write(field.value.trim());
    showState();
    say(line.textContent);
    if (!isKept() || [...field.value.trim()].length > LONGEST_NOTE) return field.focus();
    show();
    details.open = false;
    summary.focus();
  });
  takeOut.addEventListener("click", () => {
    write("");
    field.value = "";
    showState();
    show();
    details.open = false;
    summary.focus();
    say(WORDS.takenOut);
  });
  details.addEventListener("toggle", show);
  showAnew.push((changed) => (!changed || changed === nameOf(place)) && read(changed));
  mark.replaceWith(content);
  read("");
}

const isHalf = (text) => /\p{Surrogate}/u.test(text);

/** In the order of the stream; an empty note takes the post out. @returns {boolean} whether the device took it */
function putNote(place, post, note, about, order) {
  const name = nameOf(place);
  const notes = notesIn(place).set(post, note);
  if (!note) notes.delete(post);
  if (!notes.size) {
    device.remove(name);
    return true;
  }
  const sorted = new Map([...notes].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
  const posts = { ...device.read(name)?.posts, [post]: about };
  for (const id of Object.keys(posts)) if (!notes.has(id)) delete posts[id];
  return device.keep(name, { body: bodyOf(sorted), version: 0, at: Date.now(), number, posts });
}

/* What was kept, in the lesson */

function listKept(box) {
  const places = JSON.parse(box.dataset.kept);
  const untouched = [...box.childNodes];
  const show = () => {
    const items = places.flatMap(itemsOf);
    if (!items.length) return box.replaceChildren(...untouched);
    const list = make("ul", { className: "kept-posts" }, ...items);
    return box.replaceChildren(make("h4", { textContent: WORDS.keptPosts }), list, ...untouched);
  };
  showAnew.push((changed) => (!changed || places.some(({ place }) => changed === nameOf(place))) && show());
  show();
}

function itemsOf({ place, address, earlier }) {
  const { posts = {} } = device.read(nameOf(place)) ?? {};
  return [...notesIn(place)].map(([id, note]) => {
    const about = posts[id] ? [named(posts[id], `${address}#${id}`, earlier)] : [];
    return make("li", {}, ...about, make("p", { className: "written mine as-typed", textContent: note }));
  });
}

function named({ by, time, words }, href, earlier) {
  const where = earlier ? WORDS.keptEarlier(earlier) : "";
  return make("p", {}, make("b", { textContent: by }), ", ", make("a", { href, textContent: time }), `${where}: “${words}”`);
}

for (const template of document.querySelectorAll("template[data-note-form]")) openForms(template);
for (const box of document.querySelectorAll("[data-kept]")) listKept(box);
