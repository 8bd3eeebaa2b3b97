/**
 * The page of the account: once it is deleted, what its learner wrote goes from this device, too, and not before.
 */

import { device, explain, isOk, learner, post, say, showProblem } from "./site.js";

function clearDevice() {
  const theirs = ["text", "unsent"].flatMap((kind) => device.names(`${kind}/${learner}/`));
  for (const name of [...theirs, `declined/${learner}`]) device.remove(name);
}

let isUnderway = false;

async function deleteAccount(form) {
  if (isUnderway) return;
  isUnderway = true;
  showProblem(form);
  const answer = await post(form.action, new FormData(form));
  isUnderway = false;
  if (isOk(answer)) {
    clearDevice();
    location.assign(answer.address);
    return;
  }
  showProblem(form, explain(answer));
  say(form.querySelector("[data-problem]").textContent);
  form.elements.password.focus();
}

for (const form of document.querySelectorAll("[data-delete-account]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    deleteAccount(form);
  });
}
