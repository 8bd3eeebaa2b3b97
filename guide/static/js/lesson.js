/**
 * A lesson: checks answered, tasks ticked and the lesson marked without leaving the place; where the reader is, told to the
 * server now and then; the outline as it was left. Without this script every form here posts by itself.
 */

import { explain, isOk, learner, near, PATIENCE, post, say, showProblem } from "./site.js";

const WORDS = {
  notKept: "You are signed out here, so this answer was not kept.",
  keptUnseen: "Kept. Reload the page to see it.",
};

const READING_PAUSE = 2_000;
const BEACON_EVERY = 30_000;

/* Forms that answer in place */

const underway = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const act = actOf(form);
  if (!act) return;
  event.preventDefault();
  if (underway.has(form)) return;
  underway.add(form);
  const fields = new FormData(form);
  if (event.submitter?.name) fields.set(event.submitter.name, event.submitter.value);
  try {
    await act(form, fields);
  } finally {
    underway.delete(form);
  }
});

function actOf(form) {
  if (form.closest("[data-check]")) return answerCheck;
  if (learner && form.matches("[data-task]")) return tick;
  return learner && form.matches("[data-done]") ? markDone : null;
}

async function answerCheck(form, fields) {
  const answer = await post(form.action, fields);
  if (!isOk(answer)) return fail(form, answer);
  const block = form.closest("[data-check]");
  const fresh = parse(answer.html).querySelector("[data-check]");
  block.replaceWith(fresh);
  if (learner) watch.observe(fresh);
  letDrag(fresh);
  fresh.querySelector(".result").focus();
  document.dispatchEvent(new CustomEvent("guide:answered", { detail: { form, fields } }));
  if (!learner) return;
  // Somebody who has signed out elsewhere is answered as a guest.
  if (!fresh.querySelector('[name="csrf_token"]')) return showProblem(fresh.querySelector("form"), [WORDS.notKept]);
  await refresh("#foot");
}

async function tick(form, fields) {
  const answer = await post(form.action, fields);
  if (!isOk(answer)) return fail(form, answer);
  if (!(await refresh(`[data-task="${form.dataset.task}"]`, "#foot"))) tellProblem(form, [WORDS.keptUnseen]);
}

async function markDone(form, fields) {
  const answer = await post(form.action, fields);
  if (!isOk(answer)) return fail(form, answer);
  if (!(await refresh("#foot", ".outline .figures", ".outline-panel"))) return tellProblem(form, [WORDS.keptUnseen]);
  say(document.querySelector("#foot p").textContent.trim());
}

const fail = (form, answer) => tellProblem(form, explain(answer));

function tellProblem(form, words) {
  showProblem(form, words);
  say(form.querySelector("[data-problem]").textContent);
}

/* Items that can also be dragged, by a script that only they need */

function letDrag(part) {
  near(part.querySelectorAll(".sort, [data-order]"), async () => {
    const dragging = await import("./dragging.js").catch(() => null); // without it there are the fields
    dragging?.letDrag(part);
  });
}

letDrag(document);

/* Printing parts of the page anew */

let refreshing = Promise.resolve();

/**
 * Put parts of this page in again as the server sees them now, one refresh after the other. Without an answer they stay.
 * @returns {Promise<boolean>} whether they were put in again
 */
export function refresh(...selectors) {
  refreshing = refreshing.then(() => replaceParts(selectors)).catch(() => false);
  return refreshing;
}

async function replaceParts(selectors) {
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout?.(PATIENCE) });
  const page = parse(await response.text());
  if (!response.ok || page.body.dataset.learner !== learner) return false;
  for (const selector of selectors) {
    const before = document.querySelector(selector);
    const after = page.querySelector(selector);
    if (!before || !after) continue;
    const held = before.contains(document.activeElement) && document.activeElement;
    const unfolded = [...before.querySelectorAll("details")].map(({ open }) => open);
    before.replaceWith(document.adoptNode(after));
    after.querySelectorAll("details").forEach((each, at) => (each.open ||= unfolded[at]));
    if (held) (after.querySelector(`[id="${held.id}"]`) ?? after.querySelector("button"))?.focus();
  }
  return true;
}

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

/* Where the reader is: the last heading or block that has come up into the upper part of the window. */

const article = document.querySelector("[data-lesson]");
const LANDMARKS = ":is(h2, h3, .block)[id]:not(#sources, #on-this-page)";
const passedNow = () => [...article.querySelectorAll(LANDMARKS)].filter(isPassed); // a check that was answered is another block
let position = "";
let told = null;
let beacon = 0;

function tellPosition() {
  clearTimeout(beacon);
  beacon = 0;
  if (position === told) return;
  told = position;
  post(`${location.pathname}/opened`, position ? { position } : {});
}

const isPassed = (landmark) => landmark.getBoundingClientRect().top < innerHeight * 0.4;

function notePosition() {
  const last = passedNow().at(-1);
  if (!scrollY || !last) return;
  position = (last.closest(".block") ?? last).id; // a heading within a block is the block's
  if (told !== null) beacon ||= setTimeout(tellPosition, BEACON_EVERY);
}

const watch = new IntersectionObserver(notePosition, { rootMargin: "0px 0px -60% 0px" });
if (learner) {
  for (const landmark of article.querySelectorAll(LANDMARKS)) watch.observe(landmark);
  setTimeout(tellPosition, READING_PAUSE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || told === null) return;
    notePosition(); // the watch may not have told of the last move yet
    tellPosition();
  });
}

/* The letter that reports a mistake names the passage last selected, else the section last in view. */

const report = document.querySelector("[data-report]");
let selected = "";

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !article.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const isPrivate = [...article.querySelectorAll(".mine, form")].some((each) => range.intersectsNode(each));
  selected = isPrivate ? "" : `${selection}`;
});

function passage() {
  const last = passedNow().at(-1);
  const words = selected || (last?.querySelector(".prompt, legend, h3, .post-text") ?? last)?.textContent || "";
  return [...words.replace(/\s+/g, " ").trim()].slice(0, 200).join("");
}

if (report) {
  const letter = report.href;
  const line = encodeURIComponent(report.dataset.report);
  report.addEventListener("click", () => (report.href = letter.replace(line, () => line + encodeURIComponent(` ${passage()}`))));
}

/* The outline, as it was left in this tab; choosing a lesson closes it. */

const OUTLINE = "guide:outline";

function rememberOutline(outline) {
  try {
    outline.open = sessionStorage.getItem(OUTLINE) === "open";
    let isChosen = false;
    outline.addEventListener("click", (event) => (isChosen = event.target.closest("a") !== null));
    // When the page goes: a "toggle" is told a moment late, and not at all to a page that goes meanwhile.
    addEventListener("pagehide", () => sessionStorage.setItem(OUTLINE, outline.open && !isChosen ? "open" : ""));
  } catch {
    // without storage it opens closed
  }
}

const outline = document.querySelector("[data-outline]");
if (outline) rememberOutline(outline);

/* What a learner writes is set in the italic from the first word on. A page never changes its face under its reader
   (`font-display: optional`), so on a first visit the italic comes too late for what stands there already. */

async function setInItalic() {
  const address = new URL("../fonts/literata-italic.woff2", import.meta.url);
  document.fonts.add(await new FontFace("Literata", `url(${address})`, { style: "italic" }).load());
}

document.addEventListener("focusin", function begin({ target }) {
  if (!target.matches("textarea")) return;
  document.removeEventListener("focusin", begin);
  setInItalic().catch(() => {});
});
