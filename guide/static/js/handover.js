/**
 * What is kept on this device goes into the account: of a learner who signs out, and of a guest who has signed in. Loaded when
 * one of the two happens (site.js).
 */

import { arrive, device, dropText, explain, isOk, isOver, keyOf, learner, make, PATIENCE, post, putFirst } from "./site.js";
import { question, say, tell, textsOf, timeOf } from "./site.js";

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
  notTaken: (where, why) => `Some of what you wrote was not taken (${where}): ${why} Signing out deletes it from this device.`,
  newer: "another text stands there now. Send yours there, and you are shown both.",
  halfFilled: (where) => `A form is filled in and not sent (${where}). Press its button there. Signing out deletes what stands in it from this device.`,
  undecided: (where) => `A reason is saved with its decision, which is not made yet (${where}). Choose there and press “Keep this decision”. Signing out deletes the reason from this device.`,
  toDecision: (number) => `To the decision in lesson ${number}`,
  toLesson: (number) => `To lesson ${number}`,
  saveAgain: "Save again",
  leave: "Sign out and delete",
};

const SHOWN_AFTER = 1_000; // ms

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
  const showing = setTimeout(() => putFirst(question(WORDS.saving, [])), SHOWN_AFTER);
  try {
    const unsaved = await saveAll();
    if (unsaved.length) await askAbout(unsaved, form);
    else await leave(form);
  } finally {
    clearTimeout(showing);
    isSigningOut = false;
  }
}

async function askAbout(unsaved, form) {
  const undecided = unsaved.filter(isUndecided);
  const refused = unsaved.filter(isRefused);
  const half = unsaved.filter(isHalf);
  const failed = unsaved.filter((thing) => ![isUndecided, isRefused, isHalf].some((is) => is(thing)));
  const words = [];
  if (failed.length) words.push(WORDS.unsaved(await whereabouts(failed)));
  if (refused.length) words.push(WORDS.notTaken(await whereabouts(refused), reasonsOf(refused)));
  if (half.length) words.push(WORDS.halfFilled(await whereabouts(half)));
  if (undecided.length) words.push(WORDS.undecided(await whereabouts(undecided)));
  const again = failed.length ? [[WORDS.saveAgain, () => signOut(form)]] : [];
  const panel = question(words.join(" "), [...again, [WORDS.leave, () => leave(form)]]);
  panel.querySelector(".buttons").prepend(...linksTo(undecided, WORDS.toDecision), ...linksTo([...refused, ...half], WORDS.toLesson));
  putFirst(panel);
  panel.focus();
}

const isReason = (text) => text.decision !== undefined;
const isUndecided = (text) => text.decision === "";
/** A form that only its own button can send. */
const isHalf = (thing) => Boolean(thing.half);
/** Sent again it would be answered the same: something has to be done about it where it was written. */
const isRefused = ({ answer }) => answer !== undefined && isOver(answer);

/** Why things were not taken, each reason once. */
const reasonsOf = (refused) =>
  [...new Set(refused.map(({ answer }) => (answer.status === 409 ? WORDS.newer : explain(answer).map((part) => part.textContent ?? part).join(""))))].join(" ");

function linksTo(things, label) {
  const links = new Map(things.map((thing) => [addressOf(thing), label(thing.number)]));
  return [...links].map(([href, textContent]) => make("a", { className: "button quiet", href, textContent }));
}

/** Where it was written: the block of a text, the page of a form that is sent there, else the lesson of one. */
function addressOf({ place, name, half, address }) {
  if (half) return address;
  const [guide, lesson, block] = place?.split("/") ?? name.split("/guides/")[1].split("/");
  return `/guides/${guide}/${lesson}${place ? `#${block}` : ""}`;
}

/** Sign out; once that is done, and not before, clear the device. */
async function leave(form) {
  const answer = await post(form.action, {});
  if (!isOk(answer)) {
    const panel = question(explain(answer), [[WORDS.tryAgain, () => leave(form)]]);
    putFirst(panel);
    panel.focus();
    return;
  }
  clearDevice();
  document.dispatchEvent(new Event("guide:leave"));
  location.assign(answer.address);
}

/** Remove everything that this learner wrote. */
export function clearDevice() {
  for (const name of ["text", "unsent"].flatMap((kind) => device.names(`${kind}/${learner}/`))) device.remove(name);
  device.remove(`server/${learner}`);
}

/** @returns {Promise<{number, at, answer}[]>} what could not be saved: of this page, of other lessons, of other tabs */
async function saveAll() {
  const answers = new Map();
  const here = [];
  document.dispatchEvent(new CustomEvent("guide:save", { detail: here }));
  const onlyInThePage = (await Promise.all(here)).filter(Boolean);
  const texts = textsOf(learner);
  // Of several reasons the last one given is to stand.
  for (const text of [...texts.filter((each) => !isReason(each)), ...texts.filter(isReason).reverse()]) {
    if (isUndecided(text)) continue;
    const answer = await save(text);
    answers.set(text.name, answer);
    if (isOk(answer)) dropText(text);
    if (answer.status === 0) break;
  }
  for (const { name, address, fields } of unsent().filter((each) => !isHalf(each))) {
    const answer = await post(address, fields);
    answers.set(name, answer);
    if (isOk(answer)) device.remove(name);
    if (answer.status === 0) break;
  }
  return [...onlyInThePage, ...[...textsOf(learner), ...unsent()].map((thing) => ({ ...thing, answer: answers.get(thing.name) }))];
}

const kept = (start) => device.names(start).map((name) => ({ ...device.read(name), name })).filter(({ fields }) => fields);
/** Words typed into small forms, and not sent. */
const unsent = () => kept(`unsent/${learner}/`);

/**
 * Do in its place what was asked for with a kept text. Where something newer stands there, a text goes beside it as an earlier
 * version; setting aside is then asked about.
 */
async function save(text) {
  const { body, version, replaces = "", decision, verb = "save", why = "" } = text;
  if (isReason(text)) return post(`/guides/${text.place.replace(/\/([^/]+)$/, "/decide/$1")}`, { decision, body });
  const send = (act) => post(`/journal/${text.place}`, { body, version, replaces, key: keyOf(text), do: act, why });
  let answer = await send(verb);
  if (answer.status === 422 && verb !== "save") answer = await send("save"); // nothing cannot be submitted, but be saved
  return answer.status === 409 && verb !== "set-aside" ? arrive(text) : answer;
}

/* What was written here before signing in: asked about once, without showing the words. */

const guestThings = () => [
  ...textsOf("guest").filter((text) => text.body.trim()),
  ...kept("act/guest/").map((act) => ({ ...act, address: act.name.slice("act/guest".length) })),
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
    if (!isOk(answer)) left.push({ ...thing, answer });
    else if (thing.place) dropText(thing);
    else device.remove(thing.name);
  }
  if (left.length) {
    const refused = left.filter(isRefused);
    const words = [WORDS.notAdded, reasonsOf(refused)].join(" ").trim();
    tell(panel, words, refused.length < left.length ? [[WORDS.tryAgain, () => add(panel, left)]] : []);
    return say(words);
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
