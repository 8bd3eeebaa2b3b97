/**
 * Every page. First the ground of a lesson's scripts (which import this module): what is kept on this device, how a form is
 * sent, how something is said. Then small comforts, and what only a learner needs, loaded when it is needed (handover.js,
 * unsent.js, account.js).
 */

const WORDS = {
  wait: "This did not reach the server. Nothing is lost here: try again in a moment.",
  signedOut: "You are signed out. ",
  signIn: "Sign in",
  thenGoOn: " in a new tab, then go on here.",
  otherPerson: "Somebody else is signed in here now, so nothing was sent. Copy what you need, then reload the page.",
  signedIn: "You signed in after this page was opened. Reload it to go on.",
  refused: "The site does not take this.",
  question: "A question",
  missing: "A part of this page that is needed here did not arrive. Nothing was done: try again in a moment, or reload the page.",
  tryAgain: "Try again",
  reload: "Reload the page",
  showPassword: "Show password",
  hidePassword: "Hide password",
};

const KEEPALIVE_BYTES = 60_000; // a browser lets a page send 64 KiB after it has gone
export const PATIENCE = 20_000; // ms

/** The number of the learner for whom this page was made; "" for a guest. */
export const learner = document.body.dataset.learner ?? "";

/*
 * What is kept on this device, in localStorage, each name after "guide:":
 *
 *   text/OWNER/GUIDE/LESSON/BLOCK/WRITER   {body, version, at, number, key, sent, replaces}
 *     A text that no answer of the server covers yet. OWNER is a learner's number or "guest"; nobody else is shown it. WRITER is
 *     the opened page in which it was typed, so that two tabs never write over each other ("here" for a guest's, whose tabs share
 *     one text). `version`: the one it is based on; `at`: when it was typed, in ms; `number`: the lesson's, to name it by;
 *     `key`: under which it was sent last, unanswered; `sent`: a former text that was on its way while this one was typed;
 *     `replaces`: the version that it was chosen over;
 *     `verb`: "submit" or "set-aside", where that was asked for with it and is not answered yet; `key` is of that very verb;
 *     `why`: the reason, of "set-aside";
 *     `posts`: by id, the posts of a stream that a guest's notes are about, as the lesson shows them: {by, time, words};
 *     `decision`: of a reason, what was chosen with it; "" for nothing yet, and it is saved with a decision only;
 *     `uid`: of the event, where a guest's plan was taken into a calendar.
 *   unsent/LEARNER/PATH[/PART]             {address, fields, from, at, number, half}
 *     Words typed into a form that a button sends (unsent.js), by the path they go to, and which of several forms that go there.
 *     `from`: what the form held before; `half`: only its own button can send it.
 *   unsent/guest/PLACE[/ID NAME]           {node, was, at, number}
 *     Somebody half filled in on a guest's map (map.js).
 *   act/guest/PATH                         {fields, at, number}
 *     A guest's tick, done mark or answer to a check, as it would be posted.
 *   declined/LEARNER                       at
 *     Up to when this learner has left a guest's things where they are.
 *   server/OWNER                           "mastodon.example"
 *     The Mastodon server to which a draft is opened (compose.js).
 */
const SPACE = "guide:";

export const device = {
  /** @returns {boolean} whether the device took it: storage may be full, or refused */
  keep(name, value) {
    try {
      localStorage.setItem(SPACE + name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  read(name) {
    try {
      return JSON.parse(localStorage.getItem(SPACE + name));
    } catch {
      return null;
    }
  },
  remove(name) {
    try {
      localStorage.removeItem(SPACE + name);
    } catch {
      // nothing can be there
    }
  },
  names(start) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(SPACE + start)).map((key) => key.slice(SPACE.length));
    } catch {
      return [];
    }
  },
  /** Told the name of whatever another tab keeps or removes. */
  onChangeElsewhere(act) {
    addEventListener("storage", (event) => event.key?.startsWith(SPACE) && act(event.key.slice(SPACE.length)));
  },
};

/**
 * @typedef {{name: string, place: string, body: string, version: number, at: number, number?: string}} Text
 * @returns {Text[]} the texts kept for an owner, in one place (GUIDE/LESSON/BLOCK) or everywhere, the newest first
 */
export function textsOf(owner, place = "") {
  return device
    .names(`text/${owner}/${place && `${place}/`}`)
    .map((name) => ({ ...device.read(name), name, place: name.split("/").slice(2, 5).join("/") }))
    .filter((text) => typeof text.body === "string")
    .sort((a, b) => b.at - a.at);
}

/** Remove a kept text, unless it has been typed on meanwhile. */
export function dropText(text) {
  if (device.read(text.name)?.body === text.body) device.remove(text.name);
}

/** A key under which the same text may be sent twice and is taken once. */
export function keyOf(text) {
  if (text.key) return text.key;
  const [block, writer] = text.name.split("/").slice(4);
  return `${text.at}-${writer}-${block}`.slice(0, 64);
}

export const random = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");

/* Sending */

export const isOk = (answer) => answer.status >= 200 && answer.status < 300;

/**
 * Post as a form of this page does, with its learner and token; with a fresh token where only that has changed.
 * @param {FormData | Object<string, any> | string[][]} fields
 * @returns {Promise<{status: number}>} what the server says, and the status; 0 where no answer of this site came back
 */
export async function post(address, fields) {
  const form = fields instanceof FormData ? fields : formOf(fields);
  if (!learner) return explainGuest(await send(address, form));
  form.set("learner", learner);
  form.set("csrf_token", tokens()[0]?.value ?? "");
  const answer = await send(address, form);
  if (answer.reason !== "token") return answer;
  const session = await ask("/session");
  if (!isOk(session)) return { status: session.status };
  if (session.learner === null) return { status: 401, reason: "signed-out" };
  if (String(session.learner) !== learner) return { status: 403, reason: "other-person" };
  for (const field of tokens()) field.value = session.csrf_token;
  form.set("csrf_token", session.csrf_token);
  return send(address, form);
}

const tokens = () => document.querySelectorAll('input[name="csrf_token"]');
const explainGuest = (answer) => (answer.reason === "token" ? { status: 403, reason: "signed-in" } : answer);

function formOf(fields) {
  const form = new FormData();
  for (const [name, value] of Array.isArray(fields) ? fields : Object.entries(fields)) form.append(name, value);
  return form;
}

function send(address, form) {
  const bytes = [...form.values()].reduce((sum, value) => sum + new TextEncoder().encode(value).length, 1000);
  return ask(address, { method: "POST", body: form, keepalive: bytes < KEEPALIVE_BYTES });
}

async function ask(address, options = {}) {
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { ...options, headers, signal: AbortSignal.timeout?.(PATIENCE) });
    if (response.status === 204) return { status: 204 };
    const said = await response.json().catch(() => null);
    // The sign-in page of a hotel's network answers 200, too, but never in the words of this site.
    return said ? { ...said, status: response.status } : { status: response.ok ? 0 : response.status };
  } catch {
    return { status: 0 };
  }
}

/** Whether the same would be answered the same if it were sent again in a moment. */
export const isOver = ({ status }) => status !== 0 && status !== 429 && status < 500;

/** What to tell a person about an answer that is not the one hoped for: words, or nodes. */
export function explain(answer) {
  if (answer.status === 401) return [WORDS.signedOut, ...signInAgain()];
  if (answer.reason === "other-person") return [WORDS.otherPerson];
  if (answer.reason === "signed-in") return [WORDS.signedIn];
  return [answer.problem ?? (isOver(answer) ? WORDS.refused : WORDS.wait)];
}

export function signInAgain() {
  const next = encodeURIComponent(location.pathname);
  const link = make("a", { href: `/login?next=${next}`, target: "_blank", textContent: WORDS.signIn });
  return [link, WORDS.thenGoOn];
}

/* Saying */

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Do this once, as soon as one of these is in the window or not far from it: what only they need is not loaded before. */
export function near(elements, act) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((each) => each.isIntersecting)) return;
    watch.disconnect();
    act();
  }, { rootMargin: "25% 0px" });
  for (const each of elements) watch.observe(each);
}

/** Speak to those who hear the page; a new element each time, so that the same words are heard twice. */
export function say(words) {
  document.querySelector("[data-announcer]").replaceChildren(make("p", { textContent: words }));
}

/** Show what is wrong under the buttons of a form; without words, take it away. */
export function showProblem(form, words = []) {
  const told = form.querySelector("[data-problem]");
  if (!words.length) return told?.remove();
  const line = make("p", { className: "error" }, ...words);
  line.dataset.problem = "";
  if (told) told.replaceWith(line);
  else (form.querySelector(".under") ?? form.lastElementChild).after(line);
}

/** "14:02" today, else "3 May 2026, 14:02". */
export function timeOf(moment) {
  const at = new Date(moment);
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}, ${time}`;
}

/**
 * A question in the page, not over it.
 * @param {string | (string | Node)[]} words
 * @param {[string, (panel: HTMLElement) => void][]} choices the words on each button, and what it does
 */
export function question(words, choices) {
  const panel = make("section", { className: "notice question", tabIndex: -1 });
  panel.setAttribute("aria-label", WORDS.question);
  tell(panel, words, choices);
  return panel;
}

/** Go on with a question: other words, other choices. */
export function tell(panel, words, choices = []) {
  const buttons = choices.map(([label, act]) =>
    make("button", { type: "button", className: "button quiet", textContent: label, onclick: () => act(panel) }),
  );
  const held = panel.contains(document.activeElement);
  panel.replaceChildren(make("p", {}, ...[words].flat()), make("div", { className: "buttons" }, ...buttons));
  if (held) panel.focus();
}

/** Show a question above everything else on the page, in the place of one that stands there. */
export function putFirst(panel) {
  document.querySelector("[data-question]")?.remove();
  panel.dataset.question = "";
  document.querySelector("main .folio").prepend(panel);
}

/** Hand a kept text over as a further version, which never takes the place of what is there. */
export function arrive(text) {
  return post(`/journal/${text.place}/arrivals`, { body: text.body, key: keyOf(text), version: 0, do: "save" });
}

/* What only a learner's forms need is loaded when they are sent. */

const handover = () => import("./handover.js");
const NEEDED = [
  ["[data-sign-out]", async (form) => (await handover()).signOut(form)],
  ["[data-delete-account]", async (form) => (await import("./account.js")).deleteAccount(form)],
];

function tellMissing(again) {
  const panel = question(WORDS.missing, [[WORDS.tryAgain, again], [WORDS.reload, () => location.reload()]]);
  putFirst(panel);
  panel.focus();
}

function sendWith(act, form) {
  act(form).catch((error) => {
    tellMissing(() => sendWith(act, form));
    reportError(error);
  });
}

/* Small comforts */

function offerToShowPassword(button) {
  const field = document.getElementById(button.dataset.showPassword);
  button.hidden = false;
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = field.type === "password" ? WORDS.showPassword : WORDS.hidePassword;
  });
}

for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
for (const button of document.querySelectorAll("[data-show-password]")) offerToShowPassword(button);
document.querySelector("[data-focus]")?.focus();
if (learner) {
  if (document.querySelector("[data-unsent], [data-settles]")) import("./unsent.js").catch(() => tellMissing(() => location.reload()));
  document.addEventListener("submit", (event) => {
    const [, act] = NEEDED.find(([selector]) => event.target.matches(selector)) ?? [];
    if (!act) return;
    event.preventDefault();
    sendWith(act, event.target);
  });
  // Whoever has begun to write can sign out without loss also when the server is not there any more.
  document.addEventListener("input", () => handover().catch(() => {}), { once: true });
  if (["text", "act"].some((kind) => device.names(`${kind}/guest/`).length)) {
    handover().then((part) => part.askAboutGuestThings(), () => {}); // the next page asks
  }
}
