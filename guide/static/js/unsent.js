/**
 * A few words in a form that a button sends: a note on a post, an answer in a chat, its summary. What a learner types there stays
 * on this device until the server has it, and stands in its field again when the page is opened again.
 *
 * The button asks the server first, without leaving the page. Once it has the words, or holds others against them, the form is
 * posted as it is without this script, under the same key and so once only, and leads where it leads then. Anything else is said
 * under the button, with the words still in their field.
 */

import { device, explain, isOk, learner, make, post, random, say, showProblem } from "./site.js";

const WORDS = {
  kept: "Not saved – kept on this device",
  onlyHere: "Not saved – keep this page open",
};
/** What tells the server which text a form was made from. */
const MADE_FROM = ["version", "was"];

const number = document.querySelector("[data-number]")?.dataset.number;

const nameOf = (form) => `unsent/${learner}${new URL(form.action).pathname}`;

function keepTyped(field) {
  const { form } = field;
  const address = form.getAttribute("action");
  const name = nameOf(form);
  const served = field.defaultValue;
  const line = make("p", { className: "state" });
  let from = served;
  let isOnDevice = true;
  let isGoing = false;

  const isServed = (words) => words.trim() === served.trim();
  const isAtRisk = () => !isOnDevice && !isServed(field.value);

  const keep = () => {
    const { csrf_token, key, ...fields } = Object.fromEntries(new FormData(form));
    isOnDevice = device.keep(name, { address, fields, from, at: Date.now(), number });
  };
  const show = () => {
    line.textContent = isOnDevice ? WORDS.kept : WORDS.onlyHere;
    if (isServed(field.value)) line.remove();
    else if (!line.isConnected) form.querySelector(".buttons").before(line);
  };
  const type = () => {
    if (isServed(field.value)) device.remove(name);
    else keep();
    showProblem(form);
    show();
  };

  /** Unless the server has them meanwhile. */
  const restore = (kept) => {
    const words = kept.fields[field.name];
    if (isServed(words)) return device.remove(name);
    field.value = words;
    from = kept.from;
    // Changed elsewhere since: sent for what they were typed over, so that both are shown.
    if (served !== from) for (const which of MADE_FROM) if (which in kept.fields) form.elements[which].value = kept.fields[which];
    const around = field.closest("details");
    if (around) around.open = true;
    return show();
  };

  /** Not to be typed in meanwhile: what is posted afterwards is what was asked about. */
  const ask = async (button) => {
    field.readOnly = true;
    form.elements.key.value = random();
    const fields = new FormData(form);
    if (button?.name) fields.set(button.name, button.value);
    const answer = await post(address, fields);
    field.readOnly = false;
    if (isOk(answer)) device.remove(name);
    else if (answer.status !== 409) {
      showProblem(form, explain(answer));
      return say(form.querySelector("[data-problem]").textContent);
    }
    isGoing = true;
    return form.requestSubmit(button);
  };

  const kept = device.read(name);
  if (!isServed(field.value)) type(); // already, while this was loading
  else if (kept) restore(kept);

  line.setAttribute("role", "status");
  line.setAttribute("aria-live", "off");
  field.addEventListener("input", type);
  form.addEventListener("submit", (event) => {
    if (isGoing) return;
    event.preventDefault();
    if (!field.readOnly) ask(event.submitter);
  });
  addEventListener("beforeunload", (event) => isAtRisk() && !isGoing && event.preventDefault());
  document.addEventListener("guide:save", (event) => event.detail.push(isAtRisk() ? { number, at: Date.now() } : null));
  document.addEventListener("guide:leave", () => (isGoing = true));
}

for (const field of document.querySelectorAll("[data-unsent]")) keepTyped(field);
// Where both texts were shown, the choice settles what becomes of these words.
for (const form of document.querySelectorAll("[data-settles]")) form.addEventListener("submit", () => device.remove(nameOf(form)));
