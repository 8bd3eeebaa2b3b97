/**
 * A guest's lesson, cover, practice stream, chat and map: what is written, ticked, answered and marked stays on this device, and
 * says so. After signing in, handover.js asks whose it is. Without this script a guest is offered an account in the place of each field.
 */

import { device, learner, make, near, question, say, showProblem, textsOf, timeOf } from "./site.js";

const WORDS = {
  waiting: "Not saved yet",
  kept: "Kept on this device only",
  onlyHere: "Not saved – keep this page open",
  tooLong: (over) => `Too long by ${over} ${over === 1 ? "character" : "characters"} – kept on this device`,
  markDone: "Mark as done",
  markNotDone: "Mark as not done",
  untick: "Not done after all",
  doneHere: ", on this device only.",
  unticked: "Not marked as done any more.",
  notTaken: "This browser keeps nothing, so this cannot be marked here.",
  goOn: "Continue",
  answered: (time) => `You answered this in this browser, ${time}. Answer again to see what was said about it.`,
  short: (done, total) => `${done} of ${total} done`,
  count: (done, total) => `${done} of ${total} ${total === 1 ? "lesson" : "lessons"} done`,
  countHere: (count) => `${count}, marked on this device only`,
  removeAll: "Remove everything that was written, ticked, answered and marked in this browser without an account?",
  remove: "Remove it all",
  keep: "Keep it",
  removed: "Removed from this device.",
  missing: "A part of this page did not arrive. Reload the page to write here.",
};

/** Code points in one entry; twin of LARGEST in guide/kernel/plain_text.py. */
const LARGEST = 20_000;

export const number = document.querySelector("[data-number]")?.dataset.number;
const pathOf = (form) => new URL(form.action).pathname;
const actName = (path) => `act/guest${path}`;

/** Under which a guest's text is kept, by its GUIDE/LESSON/BLOCK. */
export const nameOf = (place) => `text/guest/${place}/here`;

/**
 * What to do to show what the device holds now: after another tab has changed something, with its name; after everything was
 * removed, without one; with "" when the page is shown again as it was left.
 */
export const showAnew = [];

/* Texts */

/**
 * Whether the device holds what is typed in a field: told so, or asked. Where it does not any more, that is said once, and leaving
 * the page asks first.
 */
export function holding() {
  let isHeld = true;
  const warn = (event) => isHeld || event.preventDefault();
  return (held = isHeld, problem = WORDS.onlyHere) => {
    if (isHeld && !held) {
      say(problem);
      addEventListener("beforeunload", warn);
    }
    return (isHeld = held);
  };
}

/** What the line under a field says. */
export function stateOf(text, isKept, largest = LARGEST) {
  if (!text) return WORDS.waiting;
  if (!isKept) return WORDS.onlyHere;
  const over = text.length > largest ? [...text].length - largest : 0;
  return over > 0 ? WORDS.tooLong(over) : WORDS.kept;
}

function keepText(form) {
  const { guide, lesson, block } = form.closest("autosave-form").dataset;
  const name = nameOf(`${guide}/${lesson}/${block}`);
  const field = form.elements.body;
  const line = form.querySelector("[role=status], [data-state]");
  const isKept = holding();

  const show = () => {
    line.textContent = stateOf(field.value, isKept());
    form.querySelector("[data-mirror]")?.replaceChildren(field.value);
  };
  const write = () => {
    const { value: body } = field;
    if (!body) device.remove(name);
    isKept(!body || device.keep(name, { ...device.read(name), body, version: 0, at: Date.now(), number }));
    show();
  };
  const read = (changed) => {
    if (changed === undefined) isKept(true); // removed: nothing stays in the page
    if (isKept()) field.value = device.read(name)?.body ?? "";
    show();
  };

  field.addEventListener("input", write);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
    say(line.textContent);
  });
  showAnew.push((changed) => (!changed || changed === name) && read(changed));
  read("");
}

/* Ticks and done marks */

/** `words`: what is said of it once it is done, or not any more. */
function keepAct(form, fields, showState, words) {
  const name = actName(pathOf(form));
  const isKept = () => device.read(name) !== null;
  const show = () => showState(isKept());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = !isKept();
    if (!wanted) device.remove(name);
    else device.keep(name, { fields, at: Date.now(), number });
    forEach(showAnew, (each) => each(name));
    const problem = isKept() === wanted ? "" : WORDS.notTaken;
    showProblem(form, problem ? [problem] : []);
    say(problem || words(wanted));
  });
  showAnew.push((changed) => (!changed || changed === name) && show());
  show();
}

const doneMark = () => document.querySelector("template[data-guest-mark]").content.cloneNode(true);
const doneHere = () => [doneMark(), WORDS.doneHere];

function keepTick(form) {
  const button = form.querySelector("button");
  const untouched = [...button.childNodes];
  const showState = (isTicked) => {
    form.querySelector(".tick")?.remove();
    if (isTicked) button.before(doneMark());
    button.replaceChildren(...(isTicked ? [WORDS.untick] : untouched));
  };
  keepAct(form, [["do", "tick"]], showState, (isTicked) => (isTicked ? make("p", {}, ...doneHere()).textContent : WORDS.unticked));
}

function keepDone(form) {
  const button = form.querySelector("button");
  const line = document.querySelector("#foot p");
  const untouched = [...line.childNodes];
  const showState = (isDone) => {
    button.textContent = isDone ? WORDS.markNotDone : WORDS.markDone;
    button.classList.toggle("quiet", isDone);
    line.replaceChildren(...(isDone ? doneHere() : untouched));
  };
  keepAct(form, [["done", "yes"]], showState, () => line.textContent.trim());
}

/* Done marks wherever lessons are listed, and the same count of them wherever it stands */

const isDone = (path) => device.read(actName(`${path}/done`)) !== null;

function keepMarking(link) {
  const mark = (changed) => {
    if (changed && changed !== actName(`${link.pathname}/done`)) return;
    link.querySelector(".tick")?.remove();
    if (!isDone(link.pathname)) return;
    const details = link.querySelector(".meta");
    if (details) details.prepend(doneMark(), " ");
    else link.append(doneMark());
  };
  showAnew.push(mark);
  mark();
}

const keepMarks = () => forEach(document.querySelectorAll(".outline-panel li a, .lessons a"), keepMarking);
const keepCounts = () => forEach(countedParts(), keepCounting);

/** A part of the page that tells how far one is, and the lessons that it counts, in the order of the guide: {path, words}. */
function countedParts() {
  const shelved = [...document.querySelectorAll("[data-lessons]")].map((part) => [part, JSON.parse(part.dataset.lessons)]);
  const listed = [[".cover-start", ".lessons a"], [".outline summary", ".outline-panel li a"]];
  const here = listed.map(([part, links]) => [document.querySelector(part), [...document.querySelectorAll(links)].map(lessonOf)]);
  return [...shelved, ...here.filter(([part, lessons]) => part && lessons.length)];
}

/** As the cover names the lesson with which to go on. */
function lessonOf(link) {
  const [number, title] = link.children;
  const minutes = link.querySelector(".meta .figures");
  const name = `${number.textContent} ${title.firstChild.textContent.trim()}`;
  return { path: link.pathname, words: minutes ? `${name}, ${minutes.textContent}` : name };
}

function keepCounting([part, lessons]) {
  const untouched = part.cloneNode(true);
  let shown = "";
  const show = () => {
    const done = lessons.flatMap(({ path }, at) => (isDone(path) ? [at] : []));
    if (`${done}` === shown) return;
    shown = `${done}`;
    part.replaceChildren(...untouched.cloneNode(true).childNodes);
    if (done.length) showCount(part, lessons, done);
  };
  showAnew.push(show);
  show();
}

/** `done`: the places of the lessons done; drawn as guide/progress/ruler.py draws them. */
function showCount(part, lessons, done) {
  const bar = part.querySelector('[role="progressbar"]');
  if (!bar) return part.querySelector(".figures")?.replaceChildren(WORDS.short(done.length, lessons.length));
  const words = WORDS.count(done.length, lessons.length);
  bar.setAttribute("aria-valuenow", done.length);
  bar.setAttribute("aria-valuetext", words);
  const stroke = bar.querySelector("path").cloneNode();
  stroke.setAttribute("class", "part");
  stroke.setAttribute("d", done.map((at) => `M${at} 10h1`).join(""));
  bar.querySelector("svg").append(stroke);
  part.querySelector(".progress-line").replaceChildren(make("strong", { textContent: WORDS.countHere(words) }));
  return leadOn(part.querySelector(".buttons"), lessons.find(({ path }) => !isDone(path)));
}

/** To the first lesson that is not done; nowhere where all are. */
function leadOn(buttons, next) {
  if (!next) return buttons.remove();
  const link = buttons.querySelector("a");
  link.setAttribute("href", next.path);
  link.textContent = WORDS.goOn;
  buttons.querySelector(".next-up")?.remove();
  return link.after(" ", make("span", { className: "next-up", textContent: next.words }));
}

/* Answers to checks: sent to be answered, kept here only */

document.addEventListener("guide:answered", ({ detail: { form, fields } }) => {
  device.keep(actName(pathOf(form)), { fields: [...fields], at: Date.now(), number });
});

function showAnswer(form) {
  const kept = device.read(actName(pathOf(form)));
  if (!kept) return;
  for (const [name, value] of kept.fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
  form.append(make("p", { className: "hint", textContent: WORDS.answered(timeOf(kept.at)) }));
}

/* "Shared computer? Remove." */

function offerToRemove(button) {
  button.addEventListener("click", () => {
    const panel = question(WORDS.removeAll, [
      [WORDS.remove, () => removeAll(panel, button)],
      [WORDS.keep, () => dismiss(panel, button)],
    ]);
    button.closest(".audience").after(panel);
    panel.focus();
  });
}

function removeAll(panel, button) {
  for (const kind of ["text", "act", "unsent"]) for (const name of device.names(`${kind}/guest/`)) device.remove(name);
  device.remove("server/guest");
  forEach(showAnew, (show) => show());
  dismiss(panel, button);
  say(WORDS.removed);
}

function dismiss(panel, button) {
  panel.remove();
  button.focus();
}

/* Opening what stands ready in templates */

/** By the kind of form; what a stream opens has none, and is filled by stream.js. */
const OPEN = { entry: keepText, task: keepTask, done: keepDone, calendar: takePlan };

function takePlan(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    import("./plan.js").then(({ takeAlong }) => takeAlong(form), () => showProblem(form, [WORDS.missing]));
  });
}

function keepTask(form) {
  if (form.matches("[data-task]")) keepTick(form);
  else keepText(form);
}

function open(template) {
  const content = template.content.cloneNode(true);
  const forms = content.querySelectorAll("form");
  for (const button of content.querySelectorAll("[data-remove]")) offerToRemove(button);
  template.parentElement.querySelector(":scope > [data-guest]")?.replaceWith(content);
  for (const form of forms) OPEN[template.dataset.guestForm](form);
}

/** Load what a part of the page needs: when it comes near, or at once where this device holds anything written in the lesson. */
function bring(script, selector) {
  const parts = document.querySelectorAll(selector);
  const [, , guide, lesson] = location.pathname.split("/");
  const load = () =>
    import(script).catch(() => {
      for (const part of parts) part.prepend(make("p", { className: "error", textContent: WORDS.missing }));
    });
  if (parts.length && (textsOf("guest", `${guide}/${lesson}`).length || !document.querySelector("[data-lesson]"))) load();
  else near(parts, load);
}

/** Each by itself: one that fails is reported and keeps no other part of the page from what it does. */
function forEach(parts, act) {
  for (const part of parts) {
    try {
      act(part);
    } catch (error) {
      reportError(error);
    }
  }
}

if (!learner) {
  forEach(document.querySelectorAll("template[data-guest-form]"), open);
  forEach(document.querySelectorAll(".block.check form"), showAnswer);
  forEach([keepCounts, keepMarks], (keep) => keep());
  device.onChangeElsewhere((name) => forEach(showAnew, (show) => show(name)));
  addEventListener("pageshow", (event) => event.persisted && forEach(showAnew, (show) => show("")));
  bring("./stream.js", ".stream");
  bring("./map-kept.js", ".block.map");
  bring("./chat.js", "[data-chat]");
  bring("./map.js", "[data-map-page]");
}
