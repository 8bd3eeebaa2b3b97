/**
 * Deleting the account: once it is done, what its learner wrote goes from this device, too, and not before.
 */

import { clearDevice } from "./handover.js";
import { device, explain, isOk, learner, post, say, showProblem } from "./site.js";

let isUnderway = false;

export async function deleteAccount(form) {
  if (isUnderway) return;
  isUnderway = true;
  showProblem(form);
  const answer = await post(form.action, new FormData(form));
  isUnderway = false;
  if (isOk(answer)) {
    clearDevice();
    device.remove(`declined/${learner}`);
    location.assign(answer.address);
    return;
  }
  showProblem(form, explain(answer));
  say(form.querySelector("[data-problem]").textContent);
  form.elements.password.focus();
}
