/**
 * <autosave-form>: what a learner writes is saved by itself, and the line under it says only what is true.
 *
 * One save is under way at a time. Until the server answers it is sent again with the same key, so a lost answer is made good
 * and nothing is saved twice; only then does a newer text follow. A copy stays on the device until exactly that text is
 * acknowledged. No answer ever clears the field. The form is an ordinary one, and posts by itself without this script.
 */

import { arrive, device, dropText, explain, isOk, learner, make, post, random, say, showProblem } from "./site.js";
import { signInAgain, textsOf, timeOf } from "./site.js";
import { refresh } from "./lesson.js";

const WORDS = {
  waiting: "Not saved yet",
  saving: "Saving…",
  kept: "Not saved – kept on this device",
  onlyHere: "Not saved – keep this page open",
  signedOut: "You are signed out – your text is kept on this device",
  conflict: "Changed elsewhere – both texts are kept",
  tooLong: (over) => `Too long by ${over} ${over === 1 ? "character" : "characters"} – kept on this device`,
  submitted: "Submitted. It is in your journal, and was sent to nobody.",
  setAside: "Set aside. That is an answer, too.",
  halfCharacter: "The text holds half a character, which cannot be kept. Take it out.",
  theirs: (time) => `Saved elsewhere, ${time}:`,
  choose: "Yours is in the field above. Keep one of the two, or make one of both in the field and press Save. The other stays in your journal as an earlier version.",
  keepMine: "Keep mine",
  takeTheirs: "Take the other text",
};

const PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;
/** Code points in one entry; twin of LARGEST in guide/kernel/plain_text.py. */
const LARGEST = 20_000;
/** This opened page, among others of the same learner in the same browser. */
const WRITER = random();
const { number } = document.querySelector("[data-number]").dataset;
/** States in which a text is not on the server although it has been tried, or would be. */
const FAILURES = new Set(["kept", "onlyHere", "signedOut", "conflict", "tooLong"]);

let hasSpokenOfSaving = false;
/** Signing out: the device has been cleared of this learner's texts, and nothing is put there again. */
let isLeaving = false;

class AutosaveForm extends HTMLElement {
  #form;
  #field;
  #line;
  #place;
  #copy; // the name of this page's copy on the device
  #isOnDevice = true;
  #typedAt = Date.now();
  /** What the server has, as far as is known here. */
  #acknowledged = { body: "", version: 0, label: WORDS.waiting };
  /** The version that the next save replaces; and the one whose text it was chosen over, after a conflict. */
  #version = 0;
  #replaces = null;
  /** @type {{body: string, verb: string, why?: string, key: string, fields: FormData} | null} a save not answered yet; it is the next to be sent */
  #attempt = null;
  /** @type {{state: string, words?: (string | Node)[]} | null} why the last save did not come about */
  #trouble = null;
  /** @type {{version: number, theirs: string, panel: HTMLElement} | null} */
  #conflict = null;
  /** What the learner asked for by a button, until it is done: "save", "submit", "set-aside". */
  #wish = null;
  /** The text that was last submitted, or beside which the prompt was set aside; null where it has been changed since. */
  #settled = null;
  #isAsked = false;
  #running = null;
  #isCalledAgain = false;
  #timer = 0;
  #retryPause = PAUSE;
  #hasFailed = false;
  #shown = "";
  /** From a former page that ended before the server answered: the text then on its way, the copy taken up, and any others. */
  #lost = null;
  #takenUp = null;
  #others = [];

  connectedCallback() {
    if (!learner || this.#form) return;
    this.#form = this.querySelector("form");
    this.#field = this.#form.elements.body;
    this.#line = this.querySelector("[role=status], [data-state]");
    const { guide, lesson, block } = this.dataset;
    this.#place = `${guide}/${lesson}/${block}`;
    this.#copy = `text/${learner}/${this.#place}/${WRITER}`;
    this.#version = Number(this.#form.elements.version.value);
    this.#acknowledged = { body: this.#field.defaultValue, version: this.#version, label: this.#line.textContent.trim() };
    if (this.querySelector(".quiet[value=submit]")) this.#settled = this.#field.defaultValue;
    this.#listen();
    this.#restore();
  }

  /** Whether leaving the page now would lose something. */
  get isAtRisk() {
    return this.#isDirty && !this.#isOnDevice;
  }

  get #isDirty() {
    return this.#attempt !== null || this.#wanted !== undefined || this.#field.value !== this.#acknowledged.body;
  }

  /** "submit" or "set-aside", where it is asked for and not done yet. */
  get #wanted() {
    return [this.#wish, this.#conflict?.wish, this.#attempt?.verb].find((verb) => verb && verb !== "save");
  }

  #whyOf(verb) {
    return verb === "set-aside" ? this.#form.elements.why?.value : undefined;
  }

  #listen() {
    this.#field.addEventListener("input", () => this.#type());
    this.#form.elements.why?.addEventListener("input", () => this.#keepCopy());
    // A button that is being pressed asks by itself; a save before it could meet a conflict, and move it from under the finger.
    this.#field.addEventListener("blur", ({ relatedTarget }) => relatedTarget?.matches("button:active") || this.#flush());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(event.submitter?.value ?? "save");
    });
    addEventListener("pagehide", () => this.#flush());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#flush() : this.#tryAgain()));
    addEventListener("focus", () => this.#tryAgain());
    addEventListener("online", () => this.#tryAgain());
    document.addEventListener("guide:save", (event) => event.detail.push(this.#settle()));
    addEventListener("beforeprint", () => this.#mirror());
    if (!CSS.supports("field-sizing", "content")) this.#grow();
  }

  /* Copies on the device */

  /** Take up what a former page could not save. It is sent as it is, for the version that it was written on. */
  #restore() {
    const isUnsaved = ({ body, verb }) => verb !== undefined || body !== this.#acknowledged.body;
    const texts = textsOf(learner, this.#place);
    for (const text of texts) if (!isUnsaved(text)) dropText(text);
    const unsaved = texts.filter(isUnsaved);
    const aside = unsaved.find(({ verb }) => verb === "set-aside");
    if (aside) this.#openAside(aside.why);
    const isTypedAlready = this.#field.value !== this.#acknowledged.body;
    if (isTypedAlready) this.#others = unsaved;
    else if (unsaved.length) {
      [this.#takenUp, ...this.#others] = unsaved;
      this.#field.value = this.#takenUp.body;
      this.#typedAt = this.#takenUp.at;
      this.#version = this.#takenUp.version;
      this.#lost = this.#takenUp.sent ?? null;
      this.#replaces = this.#takenUp.replaces ?? null;
      this.#wish = this.#takenUp.verb ?? null;
      // Perhaps done already, and only the answer was lost: the key tells.
      if (this.#takenUp.body === this.#acknowledged.body) this.#begin(this.#takenUp.key);
      this.#save();
    }
    if (isTypedAlready) this.#type();
  }

  /** Bring this page's copy up to date: there while the text is not acknowledged, gone when it is. */
  #keepCopy() {
    if (isLeaving) return;
    if (!this.#isDirty) {
      device.remove(this.#copy);
      return;
    }
    const body = this.#field.value;
    const verb = this.#wanted;
    const why = this.#whyOf(verb);
    const isBeingSent = this.#attempt?.body === body;
    const isAskedForSo = this.#attempt?.verb === (verb ?? "save") && this.#attempt.why === why;
    this.#isOnDevice = device.keep(this.#copy, {
      ...{ body, version: this.#version, at: this.#typedAt, number, verb, why },
      key: isBeingSent && isAskedForSo ? this.#attempt.key : undefined,
      sent: (isBeingSent ? null : this.#attempt?.body) ?? this.#lost ?? undefined,
      replaces: this.#replaces ?? undefined,
    });
    if (!this.#isOnDevice) addEventListener("beforeunload", warn);
    else if (this.#takenUp?.body === body) this.#dropTakenUp(); // of the two copies this one knows what is asked for
  }

  #dropCopiesOf(body) {
    dropCopies(this.#place, body);
    this.#dropTakenUp();
  }

  #dropTakenUp() {
    if (this.#takenUp) dropText(this.#takenUp);
    this.#takenUp = null;
  }

  /** Texts of other pages that ended unsaved become earlier versions. */
  async #handOverOthers() {
    const others = this.#others;
    this.#others = [];
    for (const text of others) if (isOk(await arrive(text))) dropText(text);
  }

  /* When to save */

  #type() {
    this.#typedAt = Date.now();
    if (!this.#trouble || this.#trouble.state === "refused") this.#setTrouble(null);
    this.#keepCopy();
    if (this.#trouble?.state !== "unreachable") this.#saveIn(PAUSE);
    this.#show();
  }

  #saveIn(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), pause);
  }

  #flush() {
    if (this.#isDirty && !this.#conflict && !isLeaving) this.#save();
  }

  #tryAgain() {
    if (this.#trouble) this.#flush();
  }

  /** A button was pressed. Over a conflict, that settles it in favour of what is in the field. */
  #ask(verb) {
    if (!this.#trouble) showProblem(this.#form);
    if (this.#conflict) {
      this.#version = this.#replaces = this.#conflict.version;
      this.#endConflict();
    }
    this.#wish = verb;
    this.#isAsked = true;
    this.#shown = ""; // whatever comes of it is spoken
    this.#keepCopy();
    return this.#save();
  }

  /** Before signing out: save, and tell what is left in this page alone. */
  async #settle() {
    if (this.#isDirty && !this.#conflict) await this.#save();
    return this.isAtRisk ? { number, at: Date.now() } : null;
  }

  /* Saving */

  #save() {
    this.#isCalledAgain = true;
    // A moment later, so that what is shown meanwhile already knows that a save is running.
    this.#running ??= Promise.resolve()
      .then(() => this.#run())
      .finally(() => {
        this.#running = null;
        this.#isAsked = false;
        this.#show();
      });
    return this.#running;
  }

  async #run() {
    while (this.#isCalledAgain || this.#wish) {
      this.#isCalledAgain = false;
      if (!this.#attempt) this.#begin();
      if (!this.#attempt || !(await this.#send(this.#attempt))) return;
    }
  }

  /** Make an attempt of the text as it stands, under a new key or a given one, unless there is nothing that is to be sent, or can be. */
  #begin(key = random()) {
    const body = this.#field.value;
    const verb = this.#wish ?? "save";
    if (this.#conflict || (!this.#wish && body === this.#acknowledged.body)) return;
    if (over(body) > 0 || /\p{Surrogate}/u.test(body)) {
      this.#wish = null;
      if (over(body) <= 0) this.#setTrouble({ state: "refused", words: [WORDS.halfCharacter] });
      return;
    }
    const fields = new FormData(this.#form);
    for (const [name, value] of Object.entries({ body, version: this.#version, key, do: verb })) fields.set(name, value);
    if (this.#replaces !== null) fields.set("replaces", this.#replaces);
    this.#attempt = { body, verb, why: this.#whyOf(verb), key, fields };
    if (!this.#takenUp) this.#keepCopy();
  }

  /** @returns {Promise<boolean>} whether to go on with whatever is left to save */
  async #send(attempt) {
    this.#show();
    const answer = await post(this.#form.action, attempt.fields);
    if (isOk(answer) && Number.isInteger(answer.version)) return this.#acknowledge(attempt, answer);
    if (answer.status === 409) return this.#meet(attempt, answer);
    return this.#fail(attempt, answer);
  }

  #acknowledge({ body, verb, why }, { version, label }) {
    const isOverdue = this.#trouble !== null || document.hidden;
    const isTurned = this.#isTurned(this.#acknowledged.body, body);
    this.#attempt = this.#replaces = this.#lost = null;
    this.#acknowledged = { body, version, label };
    this.#version = version;
    this.#retryPause = PAUSE;
    if (this.#trouble) this.#setTrouble(null);
    const isGranted = this.#wish === verb ? why === this.#whyOf(verb) : this.#wish === "save" && body === this.#field.value;
    const granted = isGranted ? this.#wish : null;
    if (granted) this.#wish = null;
    this.#dropCopiesOf(body);
    this.#keepCopy();
    this.#mirror();
    this.#handOverOthers();
    if (verb !== "save") this.#settled = body;
    this.#speakOf(granted, label);
    this.#tell(granted, isTurned);
    if (isOverdue && this.#isDirty) this.#isCalledAgain = true;
    return true;
  }

  #speakOf(granted, label) {
    const done = { submit: WORDS.submitted, "set-aside": WORDS.setAside }[granted];
    if (granted || this.#hasFailed || !hasSpokenOfSaving) say(done ?? label);
    this.#hasFailed = false;
  }

  /** Whether with this text the page no longer tells what is so: that it is submitted as it stands, set aside, taken up. */
  #isTurned(former, body) {
    const isSettled = (text) => text === this.#settled;
    return isSettled(former) !== isSettled(body) || !former.trim() !== !body.trim();
  }

  /** Let the page tell anew what was done with this text, and what of the lesson is open. */
  #tell(granted, isTurned) {
    const part = granted || !hasSpokenOfSaving ? "dates" : "told";
    hasSpokenOfSaving = true;
    if (part === "dates" || isTurned) refresh("#foot", ...[part, "both"].map((each) => `[id="${each}-${this.dataset.block}"]`));
    if (granted === "set-aside") this.#closeAside();
  }

  /** A reason that is not at the server yet stands in its field again. */
  #openAside(why) {
    const field = this.#form.elements.why;
    if (!field) return;
    if (field.value === field.defaultValue) field.value = why;
    field.closest("details").open = true;
  }

  #closeAside() {
    const aside = this.querySelector(".set-aside");
    const isHeld = aside.contains(document.activeElement);
    aside.open = false;
    if (isHeld) aside.querySelector("summary").focus();
  }

  /** Somebody, perhaps this learner elsewhere, saved meanwhile; or this learner here, and only the answer was lost. */
  #meet(attempt, { version, theirs, theirs_saved_at: at }) {
    this.#attempt = null;
    const isUntouched = theirs === this.#acknowledged.body && this.#version === this.#acknowledged.version;
    if (theirs === this.#lost || isUntouched) {
      this.#version = this.#acknowledged.version = version;
      this.#lost = null;
      return (this.#isCalledAgain = true);
    }
    this.#setTrouble(null);
    this.#conflict = { version, theirs, wish: this.#wish ?? "save", panel: this.#conflictPanel(theirs, at) };
    this.#wish = null;
    this.#field.after(this.#conflict.panel);
    this.#keepCopy();
    if (this.#isAsked) this.#conflict.panel.focus();
    return false;
  }

  #fail(attempt, answer) {
    const isLater = answer.status === 0 || answer.status === 408 || answer.status === 429 || answer.status >= 500;
    if (this.#wish === "save") this.#wish = null;
    if (isLater || (isOk(answer) && !answer.version)) {
      this.#setTrouble({ state: "unreachable" });
      this.#saveIn(this.#retryPause);
      this.#retryPause = Math.min(this.#retryPause * 2, LONGEST_PAUSE);
    } else if (answer.status === 401) {
      this.#setTrouble({ state: "signedOut", words: signInAgain() });
    } else if (answer.reason === "other-person") {
      this.#setTrouble({ state: "otherPerson", words: explain(answer) });
    } else {
      this.#attempt = this.#wish = null;
      this.#setTrouble({ state: "refused", words: explain(answer) });
      if (attempt.verb !== "save") this.#keepAllTheSame();
    }
    this.#keepCopy();
    return false;
  }

  /** What was asked for is refused, such as submitting nothing; the text itself may well be saved. */
  #keepAllTheSame() {
    say(this.#form.querySelector("[data-problem]").textContent);
    this.#trouble = null;
    this.#saveIn(0);
  }

  #setTrouble(trouble) {
    // The same trouble again is not said anew: leaving the field tries once more, and the link in the words may just be pressed.
    const isSame = trouble !== null && trouble.state === this.#trouble?.state && trouble.state !== "refused";
    if (!isSame) showProblem(this.#form, trouble?.words);
    this.#trouble = trouble;
  }

  /* A conflict */

  #conflictPanel(theirs, at) {
    const written = make("div", { className: "written mine" }, ...paragraphs(theirs));
    const keep = make("button", { type: "button", className: "button quiet", textContent: WORDS.keepMine });
    const take = make("button", { type: "button", className: "button quiet", textContent: WORDS.takeTheirs });
    keep.addEventListener("click", () => this.#ask(this.#conflict.wish));
    take.addEventListener("click", () => this.#takeTheirs());
    const panel = make(
      "section",
      { className: "notice attention question conflict", tabIndex: -1 },
      // The wall clock of the learner's own zone, as the server wrote it.
      make("p", { textContent: WORDS.theirs(timeOf(at.slice(0, 19))) }),
      written,
      make("p", { textContent: WORDS.choose }),
      make("div", { className: "buttons" }, keep, take),
    );
    panel.setAttribute("aria-label", WORDS.conflict);
    return panel;
  }

  /** The other text takes the field once this one is safe on the server, as an earlier version. */
  async #takeTheirs() {
    const conflict = this.#conflict;
    const { version, theirs, handedOver } = conflict;
    const body = this.#field.value;
    const mine = handedOver?.body === body ? handedOver : { body, place: this.#place, key: random() };
    conflict.handedOver = mine;
    this.#field.readOnly = true; // what is typed now would be neither handed over nor in the field afterwards
    const answer = mine.body.trim() ? await arrive(mine) : { status: 204 };
    this.#field.readOnly = false;
    if (this.#conflict !== conflict) return;
    if (!isOk(answer)) {
      showProblem(this.#form, explain(answer));
      say(explain(answer)[0]);
      return;
    }
    this.#field.value = theirs;
    this.#acknowledged = { body: theirs, version, label: this.#acknowledged.label };
    this.#dropCopiesOf(body);
    this.#ask("save");
  }

  #endConflict() {
    this.#conflict.panel.remove();
    this.#conflict = null;
    this.#field.focus();
  }

  /* Showing */

  #show() {
    const state = this.#state();
    const words = this.#words(state);
    if (this.#line.textContent !== words) this.#line.textContent = words;
    this.querySelector("[value=submit]")?.classList.toggle("quiet", this.#field.value === this.#settled);
    if (FAILURES.has(state) && state !== this.#shown) {
      this.#hasFailed = true;
      say([words, this.#form.querySelector("[data-problem]")?.textContent].filter(Boolean).join(". "));
    }
    this.#shown = state;
  }

  #state() {
    if (this.#conflict) return "conflict";
    if (!this.#isDirty) return "saved";
    if (this.#running && (this.#isAsked || !this.#trouble)) return "saving";
    const isTooLong = over(this.#field.value) > 0;
    if (!isTooLong && !this.#trouble) return "waiting";
    if (!this.#isOnDevice) return "onlyHere";
    if (isTooLong) return "tooLong";
    return this.#trouble.state === "signedOut" ? "signedOut" : "kept";
  }

  #words(state) {
    if (state === "saved") return this.#acknowledged.label;
    return state === "tooLong" ? WORDS.tooLong(over(this.#field.value)) : WORDS[state];
  }

  /** The words as they print. */
  #mirror() {
    this.querySelector("[data-mirror]")?.replaceChildren(...paragraphs(this.#field.value));
  }

  #grow() {
    const fit = () => {
      this.#field.style.height = "auto";
      this.#field.style.height = `${this.#field.scrollHeight + this.#field.offsetHeight - this.#field.clientHeight}px`;
    };
    this.#field.addEventListener("input", fit);
    fit();
  }
}

/** Of a text that the server has. */
function dropCopies(place, body) {
  for (const text of textsOf(learner, place)) if (text.body === body) dropText(text);
}

/** By how many code points a text is too long. */
const over = (body) => (body.length <= LARGEST ? 0 : [...body].length - LARGEST);

function paragraphs(body) {
  const parts = body.split(/\n[ \t]*\n+/).filter((part) => part.trim());
  return parts.map((part) => make("p", {}, ...part.split("\n").flatMap((line, at) => (at ? [make("br"), line] : [line]))));
}

function warn(event) {
  if (!isLeaving && [...document.querySelectorAll("autosave-form")].some((form) => form.isAtRisk)) event.preventDefault();
}

document.addEventListener("guide:leave", () => (isLeaving = true));
customElements.define("autosave-form", AutosaveForm);

/* A decision is made by its button; until the server has it, the reason is kept on the device, and with it what was chosen. */

function keepReason(form) {
  const place = form.dataset.place;
  const copy = `text/${learner}/${place}/${WRITER}`;
  const field = form.elements.body;
  const line = make("p", { className: "state" });
  let decision = ""; // what the form came with has not been chosen by anybody
  let isOnDevice = true;
  let takenUp;

  const isAtRisk = () => !isOnDevice && field.value !== field.defaultValue;
  const show = () => {
    line.textContent = isOnDevice ? WORDS.kept : WORDS.onlyHere;
    if (field.value === field.defaultValue) line.remove();
    else if (!line.isConnected) form.querySelector(".buttons").before(line);
  };
  const keep = () => {
    if (isLeaving) return;
    const wasOnDevice = isOnDevice;
    isOnDevice = true;
    if (field.value === field.defaultValue) device.remove(copy);
    else isOnDevice = device.keep(copy, { body: field.value, version: 0, at: Date.now(), number, decision });
    if (takenUp && isOnDevice) {
      dropText(takenUp);
      takenUp = undefined;
    }
    if (wasOnDevice && !isOnDevice) say(WORDS.onlyHere);
    show();
  };
  const restore = () => {
    dropCopies(place, field.value);
    [takenUp] = textsOf(learner, place);
    if (!takenUp) return;
    field.value = takenUp.body;
    decision = takenUp.decision ?? "";
    if (decision) form.elements.decision.value = decision;
    show();
  };
  const settle = () => {
    dropCopies(place, field.value);
    field.defaultValue = field.value;
    keep();
  };

  if (field.value === field.defaultValue) restore();
  else {
    // Already, while this was loading.
    decision = [...form.elements.decision].find((each) => each.checked && !each.defaultChecked)?.value ?? "";
    keep();
  }
  field.addEventListener("input", keep);
  form.addEventListener("change", ({ target }) => {
    if (target === field) return;
    decision = target.value;
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.readOnly) decide(form, settle);
  });
  addEventListener("beforeunload", (event) => isAtRisk() && !isLeaving && event.preventDefault());
  document.addEventListener("guide:save", ({ detail }) => detail.push(isAtRisk() ? { name: copy, place, number, at: Date.now(), decision: "" } : null));
}

async function decide(form, settle) {
  const field = form.elements.body;
  field.readOnly = true; // what is posted is what stands there when the answer comes
  const answer = await post(form.action, new FormData(form));
  field.readOnly = false;
  if (!isOk(answer)) {
    showProblem(form, explain(answer));
    return say(form.querySelector("[data-problem]").textContent);
  }
  settle();
  const after = new URL(answer.address, location.href);
  if (after.pathname !== location.pathname) return location.assign(after);
  location.hash = after.hash;
  return location.reload();
}

if (learner) for (const form of document.querySelectorAll("form[data-decide]")) keepReason(form);
