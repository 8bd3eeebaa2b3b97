/**
 * What is kept on this device goes into the account: of a learner who signs out, and of a guest who has signed in. Loaded when
 * one of the two happens (site.js).
 */

import { arrive, device, dropText, isOk, keyOf, learner, make, PATIENCE, post, putFirst, question } from "./site.js";
import { say, tell, textsOf, timeOf } from "./site.js";

const WORDS = {
  lesson: (number, guide, time) => [number && `lesson ${number}`, guide && `of “${guide}”`].filter(Boolean).join(" ") + (number || guide ? `, ${time}` : time),
  isItYours: (where) => `Text was written in this browser before you signed in (${where}). Is it yours?`,
  wasItYou: (where) => `Something was ticked or answered in this browser before you signed in (${where}). Was it you?`,
  add: "Add to my journal",
  addMarks: "Add to my progress",
  notMine: "Not mine, leave it",
  removeHere: "Remove from this device",
  adding: "Adding…",
  added: "It is in your account now.",
  toJournal: "Open the journal",
  notAdded: "Not everything could be added. What is left stays on this device.",
  tryAgain: "Try again",
  removed: "Removed from this device.",
  saving: "Saving what you wrote, then signing out…",
  unsaved: (where) => `Some of what you wrote is not saved yet (${where}). Signing out deletes it from this device.`,
  undecided: (where) => `A reason is saved with its decision, which is not made yet (${where}). Choose there and press “Keep this decision”. Signing out deletes the reason from this device.`,
  toDecision: (number) => `To the decision in lesson ${number}`,
  saveAgain: "Save again",
  leave: "Sign out and delete",
};

/** Where things were written: each lesson once, with the last time; and the guide, where there are several. */
async function whereabouts(things) {
  const latest = new Map();
  for (const thing of things) {
    const key = `${guideOf(thing)} ${thing.number ?? ""}`;
    latest.set(key, Math.max(thing.at, latest.get(key) ?? 0));
  }
  const guides = new Set(things.map(guideOf));
  const titles = guides.size > 1 ? await titlesOf([...guides]) : new Map();
  return [...latest].map(([key, at]) => {
    const [guide, number] = key.split(" ");
    return WORDS.lesson(number, titles.get(guide), timeOf(at));
  }).join("; ");
}

/** By the path that a form posts to, or by the place of a text; what is in this page alone has no name. */
const guideOf = ({ name = location.pathname }) => name.replace(/^text\/[^/]+\/|^.*?\/guides\//, "").split("/")[0];

/** As the library names them; a guide that it does not have, or while it cannot be read, as its address does. */
async function titlesOf(guides) {
  const page = await pageAt("/");
  const links = page.querySelectorAll(".shelf h2 a");
  const titles = new Map([...links].map((link) => [link.getAttribute("href").split("/")[2], link.textContent]));
  return new Map(guides.map((guide) => [guide, titles.get(guide) ?? guide.replaceAll("-", " ")]));
}

/** Read a page of this site; an empty one, where there is no answer. */
async function pageAt(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout?.(PATIENCE) }).catch(() => null);
  const html = response?.ok ? await response.text().catch(() => "") : "";
  return new DOMParser().parseFromString(html, "text/html");
}

/* Signing out: save first, then clear the device of this learner's texts. */

let isSigningOut = false;

export async function signOut(form) {
  if (isSigningOut) return;
  isSigningOut = true;
  say(WORDS.saving);
  const unsaved = await saveAll();
  isSigningOut = false;
  if (!unsaved.length) return leave(form);
  const undecided = unsaved.filter(isUndecided);
  const failed = unsaved.filter((text) => !isUndecided(text));
  const words = [];
  if (failed.length) words.push(WORDS.unsaved(await whereabouts(failed)));
  if (undecided.length) words.push(WORDS.undecided(await whereabouts(undecided)));
  const again = failed.length ? [[WORDS.saveAgain, () => signOut(form)]] : [];
  const panel = question(words.join(" "), [...again, [WORDS.leave, () => leave(form)]]);
  panel.querySelector(".buttons").prepend(...linksToDecisions(undecided));
  putFirst(panel);
  panel.focus();
}

const isReason = (text) => text.decision !== undefined;
const isUndecided = (text) => text.decision === "";

function linksToDecisions(undecided) {
  const numbers = new Map(undecided.map(({ place, number }) => [place, number]));
  return [...numbers].map(([place, number]) => {
    const [guide, lesson, block] = place.split("/");
    return make("a", { className: "button quiet", href: `/guides/${guide}/${lesson}#${block}`, textContent: WORDS.toDecision(number) });
  });
}

function leave(form) {
  for (const { name } of [...textsOf(learner), ...unsent()]) device.remove(name);
  document.dispatchEvent(new Event("guide:leave"));
  form.submit();
}

/** @returns {Promise<{number, at}[]>} what could not be saved: of this page, of other lessons, of other tabs */
async function saveAll() {
  const here = [];
  document.dispatchEvent(new CustomEvent("guide:save", { detail: here }));
  const onlyInThePage = (await Promise.all(here)).filter(Boolean);
  const texts = textsOf(learner);
  // Of several reasons the last one given is to stand.
  for (const text of [...texts.filter((each) => !isReason(each)), ...texts.filter(isReason).reverse()]) {
    if (isUndecided(text)) continue;
    const answer = await save(text);
    if (isOk(answer)) dropText(text);
    if (answer.status === 0) break;
  }
  for (const { name, address, fields } of unsent()) {
    const answer = await post(address, fields);
    if (isOk(answer)) device.remove(name);
    if (answer.status === 0) break;
  }
  return [...onlyInThePage, ...textsOf(learner), ...unsent()];
}

/** Words typed into small forms, and not sent. */
const unsent = () => device.names(`unsent/${learner}/`).map((name) => ({ ...device.read(name), name }));

/** Save a kept text in its place; where something newer stands there, beside it as an earlier version. */
async function save(text) {
  const { body, version, replaces = "", decision } = text;
  if (isReason(text)) return post(`/guides/${text.place.replace(/\/([^/]+)$/, "/decide/$1")}`, { decision, body });
  const answer = await post(`/journal/${text.place}`, { body, version, replaces, key: keyOf(text), do: "save" });
  return answer.status === 409 ? arrive(text) : answer;
}

/* What was written here before signing in: asked about once, without showing the words. */

const guestThings = () => [
  ...textsOf("guest").filter((text) => text.body.trim()),
  ...device.names("act/guest/").map((name) => ({ ...device.read(name), name, address: name.slice("act/guest".length) })),
];

export async function askAboutGuestThings() {
  const declined = device.read(`declined/${learner}`) ?? 0;
  const things = guestThings().filter((thing) => thing.at > declined);
  if (!things.length) return;
  const hasText = things.some((thing) => thing.body);
  const words = (hasText ? WORDS.isItYours : WORDS.wasItYou)(await whereabouts(things));
  putFirst(
    question(words, [
      [hasText ? WORDS.add : WORDS.addMarks, (panel) => add(panel, things)],
      [WORDS.notMine, (panel) => decline(panel, things)],
      [WORDS.removeHere, (panel) => removeHere(panel, things)],
    ]),
  );
  say(words);
}

async function add(panel, things) {
  tell(panel, WORDS.adding);
  const left = [];
  for (const thing of things) {
    const answer = await (thing.place ? arrive(thing) : post(thing.address, thing.fields));
    if (!isOk(answer)) left.push(thing);
    else if (thing.place) dropText(thing);
    else device.remove(thing.name);
  }
  if (left.length) {
    tell(panel, WORDS.notAdded, [[WORDS.tryAgain, () => add(panel, left)]]);
    return say(WORDS.notAdded);
  }
  // A lesson and its streams show what was added at once; what is typed there meanwhile is on the device.
  if (document.querySelector("[data-number]")) return location.reload();
  tell(panel, WORDS.added);
  panel.lastElementChild.append(make("a", { href: "/journal", textContent: WORDS.toJournal }));
  say(WORDS.added);
  if (document.querySelector("[role=progressbar], .entries, .empty")) await showAnew(panel);
}

/** Put in again, under the question, what the page shows of the account. Without an answer it stays as it is. */
async function showAnew(panel) {
  const page = await pageAt(location.href);
  if (page.body.dataset.learner !== learner) return;
  while (panel.nextSibling) panel.nextSibling.remove();
  panel.after(...page.querySelector("main .folio").children);
}

function decline(panel, things) {
  device.keep(`declined/${learner}`, Math.max(...things.map((thing) => thing.at)));
  close(panel);
}

function removeHere(panel, things) {
  for (const thing of things) device.remove(thing.name);
  close(panel);
  say(WORDS.removed);
}

function close(panel) {
  panel.remove();
  document.querySelector("main").focus({ preventScroll: true });
}
