/**
 * A few words in a form that a button sends: a note on a post, an answer in a chat, its summary, somebody on a map. What a learner
 * types there stays on this device until the server has it, and stands in its field again when the page is opened again.
 *
 * The button asks the server first, without leaving the page. Once it has the words, or holds others against them, the form is
 * posted as it is without this script, under the same key and so once only, and leads where it leads then. Anything else is said
 * under the button, with the words still in their field. A form that is marked as a whole is posted at once; the page that it leads
 * to shows whether the server has the words.
 */

import { device, explain, isOk, learner, make, post, random, say, showProblem } from "./site.js";

const WORDS = {
  kept: "Not saved – kept on this device",
  onlyHere: "Not saved – keep this page open",
};
/** What tells the server which text a form was made from. */
const MADE_FROM = ["version", "was"];

const number = document.querySelector("[data-number]")?.dataset.number;

/** `part`: which one, where several forms go to one address. */
const nameOf = ({ action, href }, part) => `unsent/${learner}${new URL(action ?? href).pathname}${part && `/${part}`}`;

const fieldsOf = (form) => [...form.elements].filter((each) => each.matches("textarea, select, input:not([type=hidden])"));

/** What is typed and chosen in a form, to be compared as the server does. */
const typedIn = (form) => JSON.stringify(fieldsOf(form).map(valueOf));

function valueOf({ type, checked, value }) {
  if (type === "checkbox") return checked;
  return (type === "textarea" ? value : value.replace(/\s+/g, " ")).trim();
}

function servedIn(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return typedIn(copy);
}

function keepTyped(form, part) {
  const address = form.getAttribute("action");
  const name = nameOf(form, part);
  const fields = fieldsOf(form);
  const served = servedIn(form);
  const isPostedAtOnce = form.matches("[data-unsent]");
  const line = make("p", { className: "state" });
  let from = served;
  let isOnDevice = true;
  let isAsking = false;
  let isGoing = false;

  const isServed = () => typedIn(form) === served;
  const isAtRisk = () => !isOnDevice && !isServed();

  const keep = () => {
    const { csrf_token, key, ...given } = Object.fromEntries(new FormData(form));
    const isTaken = device.keep(name, { address, fields: given, from, at: Date.now(), number, half: isPostedAtOnce || undefined });
    if (isOnDevice && !isTaken) say(WORDS.onlyHere);
    isOnDevice = isTaken;
  };
  const show = () => {
    line.textContent = isOnDevice ? WORDS.kept : WORDS.onlyHere;
    if (isServed()) line.remove();
    else if (!line.isConnected) form.querySelector(".buttons").before(line);
  };
  const type = () => {
    isGoing = false; // a post that was under way has been stopped
    if (isPostedAtOnce) form.elements.key.value = random(); // other words than those that may have arrived under the last one
    if (isServed()) device.remove(name);
    else keep();
    showProblem(form);
    show();
  };

  /** Unless the server has them meanwhile: here, or in the form of what was added. */
  const restore = (kept) => {
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = field.name in kept.fields;
      else field.value = kept.fields[field.name] ?? "";
    }
    if (isServed() || (!part && isInAnother())) {
      form.reset();
      return device.remove(name);
    }
    from = kept.from;
    // Changed elsewhere since: sent for what they were typed over, so that both are shown.
    if (served !== from) for (const which of MADE_FROM) if (which in kept.fields) form.elements[which].value = kept.fields[which];
    const around = form.closest("details");
    if (around) around.open = true;
    return show();
  };
  const isInAnother = () => [...document.querySelectorAll("form[data-unsent]")].some((each) => each !== form && servedIn(each) === typedIn(form));

  /** Not to be typed in meanwhile: what is posted afterwards is what was asked about. */
  const setAsking = (now) => {
    isAsking = now;
    for (const field of fields) field.readOnly = now;
  };
  const ask = async (button) => {
    setAsking(true);
    form.elements.key.value = random();
    const given = new FormData(form);
    if (button?.name) given.set(button.name, button.value);
    const answer = await post(address, given);
    setAsking(false);
    if (isOk(answer)) device.remove(name);
    else if (answer.status !== 409) {
      showProblem(form, explain(answer));
      return say(form.querySelector("[data-problem]").textContent);
    }
    isGoing = true;
    return form.requestSubmit(button);
  };

  const kept = device.read(name);
  if (!isServed()) type(); // already, while this was loading
  else if (kept) restore(kept);

  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "off");
  form.addEventListener("input", type);
  form.addEventListener("submit", (event) => {
    if (isGoing) return;
    if (isPostedAtOnce) {
      isGoing = true;
      if (event.submitter?.value === "remove") device.remove(name); // with what was typed over it
      return;
    }
    event.preventDefault();
    if (!isAsking) ask(event.submitter);
  });
  addEventListener("pageshow", () => (isGoing = false)); // back on the page as it was left
  addEventListener("beforeunload", (event) => isAtRisk() && !isGoing && event.preventDefault());
  // Another tab may have sent what it held of the same form, and removed this one's words with its own.
  const keepAgain = () => !isServed() && !isGoing && !device.read(name) && keep();
  addEventListener("pagehide", keepAgain);
  document.addEventListener("guide:save", (event) => {
    keepAgain();
    event.detail.push(isAtRisk() ? { number, at: Date.now() } : null);
  });
  document.addEventListener("guide:leave", () => (isGoing = true));
}

for (const each of document.querySelectorAll("[data-unsent]")) keepTyped(each.form ?? each, each.dataset.unsent);
// Where both texts were shown, the choice settles what becomes of these words.
for (const choice of document.querySelectorAll("[data-settles]")) {
  choice.addEventListener(choice.matches("form") ? "submit" : "click", () => device.remove(nameOf(choice, choice.dataset.settles)));
}
