/**
 * A guest's answers in a chat: they stay on this device, in the text that the lesson's field holds, too, and stand at their
 * questions, on the chat's pages and in the guest's own transcript. Twin of guide/content/blocks/chat.py.
 */

import { holding, nameOf, number, showAnew, stateOf } from "./guest.js";
import { device, make, say, showProblem } from "./site.js";

const WORDS = {
  yours: (question) => `Your A${question}`,
  elsewhere: (mark) => `A line begins with ${mark}, and would be taken for another answer. Put a word before it.`,
  halfCharacter: "The text holds half a character, which cannot be kept. Take it out.",
  takenOut: "Taken out.",
};

const OWN_ANSWER = /(?<![^\n])[ \t]*A(\d{1,2})\b[ \t]*[.:)–-]?[ \t]*/g;

const page = document.querySelector("[data-chat]");
const asked = page.dataset.questions.split(" ").map(Number);
const name = nameOf(page.dataset.chat);

/** The question that somebody begins to answer with a mark, or null. */
const begun = ([, digits]) => (asked.includes(Number(digits)) ? Number(digits) : null);

/** @returns {{question: ?number, text: string, written: string}[]} in the order in which they were written */
function partsOf(body) {
  const found = [];
  let question = null;
  let begin = 0;
  let textAt = 0;
  const close = (end) => found.push({ question, text: body.slice(textAt, end).trim(), written: body.slice(begin, end).trim() });
  for (const mark of body.matchAll(OWN_ANSWER)) {
    const next = begun(mark);
    if (question === null && next === null) continue;
    close(mark.index);
    question = next;
    begin = mark.index;
    textAt = question === null ? begin : begin + mark[0].length;
  }
  close(body.length);
  return found.filter(({ text }) => text);
}

export const answerIn = (body, question) => partsOf(body).filter((part) => part.question === question).map(({ text }) => text).join("\n\n");

export function withAnswer(body, question, text) {
  const parts = partsOf(body).filter((part) => part.question !== question);
  const later = parts.findIndex((part) => question === null || (part.question ?? 0) > question);
  const written = question === null ? text : `A${question}: ${text}`;
  if (text) parts.splice(later < 0 ? parts.length : later, 0, { written });
  return parts.map((part) => part.written).join("\n\n");
}

/** As it is kept: without the A1 that may stand before an answer to question 1. */
function cleaned(typed, question) {
  const text = typed.trim();
  const mark = new RegExp(OWN_ANSWER, "y").exec(text);
  return question !== null && mark && Number(mark[1]) === question ? text.slice(mark[0].length).trim() : text;
}

function problemOf(text, question) {
  if (/\p{Surrogate}/u.test(text)) return WORDS.halfCharacter;
  const mark = [...text.matchAll(OWN_ANSWER)].find((each) => question !== null || begun(each) !== null);
  return mark ? WORDS.elsewhere(`A${mark[1]}`) : "";
}

const kept = () => device.read(name)?.body ?? "";

/** @returns {boolean} whether the device took it */
function put(question, text) {
  const body = withAnswer(kept(), question, text);
  if (body) return device.keep(name, { body, version: 0, at: Date.now(), number });
  device.remove(name);
  return true;
}

/* A form for an answer, or for the summary */

function openForm(form, question, show) {
  const field = form.elements.answer;
  const line = form.querySelector("[data-state]");
  const isKept = holding();

  const state = (text) => stateOf(text && kept(), isKept());
  const write = () => {
    const text = cleaned(field.value, question);
    const problem = problemOf(text, question);
    if (problem) isKept(false, problem);
    else isKept(put(question, text));
    line.textContent = problem || state(text);
    return problem;
  };
  const read = (changed) => {
    const text = answerIn(kept(), question);
    if (changed === undefined) isKept(true); // removed: nothing stays in the page
    if (isKept() && cleaned(field.value, question) !== text) field.value = text;
    if (isKept()) line.textContent = state(text);
    show(text);
  };

  field.addEventListener("input", () => {
    showProblem(form);
    write();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const problem = write();
    showProblem(form, problem ? [problem] : []);
    say(problem || (field.value.trim() ? line.textContent : WORDS.takenOut));
    if (problem || !isKept()) return field.focus();
    show(answerIn(kept(), question));
  });
  showAnew.push((changed) => (!changed || changed === name) && read(changed));
  read("");
}

/** Shows an answer before the element; @returns a function that does so anew */
function shownBefore(element, question, className = "written mine") {
  const box = make("div", { className });
  return (text) => {
    const paragraphs = text.split(/\n{2,}/).map((words) => make("p", { innerText: words }));
    box.replaceChildren(make("p", { className: "written-on", textContent: WORDS.yours(question) }), ...paragraphs);
    if (text) element.before(box);
    else box.remove();
  };
}

function answerHere(place) {
  const question = Number(place.dataset.answerOn);
  const content = document.querySelector("[data-answer-form]").content.cloneNode(true);
  const form = content.querySelector("form");
  form.elements.answer.id = `answer-${question}`;
  form.querySelector("label").htmlFor = `answer-${question}`;
  form.querySelector("label").textContent = WORDS.yours(question);
  place.replaceChildren(content);
  openForm(form, question, shownBefore(place, question, "written mine only-print"));
}

/** The answer under its question, or neither, as the device has it. */
function showAnswered(item) {
  const question = Number(item.dataset.about);
  const place = item.querySelector("[data-answered]");
  const showText = place && shownBefore(place, question);
  const show = () => {
    const text = answerIn(kept(), question);
    item.hidden = !text;
    showText?.(text);
  };
  showAnew.push((changed) => (!changed || changed === name) && show());
  show();
}

for (const place of document.querySelectorAll("[data-answer-on]")) answerHere(place);
for (const item of document.querySelectorAll("[data-about]")) showAnswered(item);

const none = document.querySelector("[data-none-answered]");
const showNone = () => (none.hidden = asked.some((question) => answerIn(kept(), question)));
if (none) {
  showAnew.push(showNone);
  showNone();
}

const summary = document.querySelector("[data-summary]");
if (summary) {
  summary.hidden = false;
  openForm(summary.querySelector("form"), null, () => {});
}
