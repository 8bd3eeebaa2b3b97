/**
 * A post that is drafted (macros/compose.html): counted, shown and looked over while it is written, here in the browser. It brings
 * along the script of all writing. Without it the page shows the same once the draft is saved.
 */

import { device, learner, make, say } from "./site.js";
import { PostCounter } from "./post-counter.js";
import { advise, firstSaid } from "./post-advice.js";

const WORDS = {
  count: (length, limit) => `${length} of ${limit}`,
  problems: { length: (over) => `, ${over} too many`, bytes: () => ", and too many bytes", character: () => ", with a character that it refuses" },
  long: "20,000 and more",
  must: ["– not yet", "– there"],
  mustNot: ["– nothing found", "– look again"],
  over: "[over the limit:] ",
  left: (name, left) => `${name}: ${left} left`,
  none: (name) => `${name}: none left`,
  tooMany: (name, over) => `${name}: ${over} too many`,
  fits: (name) => `${name}: it fits again`,
  copied: "Copied.",
  notCopied: "This browser did not let it be copied. The text is selected: copy it by hand.",
};

const PAUSE = 150;
const MOST = 20_000; // code points looked at, as on the server
const FEW = 20;
const SERVER = `server/${learner || "guest"}`;
const PAGES = {
  x: () => "https://x.com/intent/post?text=",
  bluesky: () => "https://bsky.app/intent/compose?text=",
  mastodon: () => hostOf(device.read(SERVER)) && `https://${hostOf(device.read(SERVER))}/share?text=`,
};

await import(learner ? "./writing.js" : "./guest.js");

/** A plain host name, as somebody may type or paste it; or "". */
function hostOf(typed) {
  const name = String(typed ?? "").trim().replace(/^https?:\/\//i, "").replace(/\/$/, "");
  return /^[\p{L}\p{N}.-]+\.[\p{L}\p{N}-]+$/u.test(name) ? name.toLowerCase() : "";
}

function watch(panel, counter) {
  const { networks, link, rules, must } = JSON.parse(panel.dataset.compose);
  const block = panel.closest(".block");
  const field = block.querySelector("textarea");
  const find = (selector) => panel.querySelector(selector);
  const steps = {};
  let seen = null;
  let timer = 0;

  const look = () => {
    if (field.value === seen) return;
    seen = field.value;
    const text = [...seen.slice(0, 2 * MOST)].slice(0, MOST).join("");
    const isLong = text !== seen;
    const isBegun = text.trim() !== "";
    const counts = networks.map((id) => ({ ...counter.count(text, id), ...counter.networks.find((each) => each.id === id) }));
    const tightest = counts.reduce((least, each) => (each.left < least.left ? each : least));
    for (const each of counts) showCount(each, isLong);
    showOpen(counts, text);
    preview(text, tightest, isBegun);
    holdAgainst(text, isBegun);
    const advice = isBegun ? advise(counter, text, tightest.id) : {};
    for (const line of panel.querySelectorAll("[data-advice]")) {
      const found = advice[line.dataset.advice];
      line.hidden = !found;
      line.firstElementChild.textContent = found?.join(", ") ?? "";
    }
    speakOf(counts);
  };

  const showCount = ({ id, length, limit, left, problem }, isLong) => {
    const line = find(`[data-count="${id}"] span`);
    const rest = isLong ? "" : (WORDS.problems[problem]?.(-left) ?? "");
    line.textContent = WORDS.count(isLong ? WORDS.long : length, limit) + rest;
    line.classList.toggle("over", left < 0);
  };

  const showOpen = (counts, text) => {
    for (const { id, problem } of counts) {
      const opener = find(`[data-open="${id}"]`);
      const page = !problem && PAGES[id]?.();
      if (opener) opener.hidden = !page;
      if (page) opener.href = page + encodeURIComponent(text);
    }
  };

  const preview = (text, { id, name, end }, isBegun) => {
    const pieces = [];
    let done = 0;
    for (const entity of counter.entities(text, id)) {
      if (entity.end > end) continue;
      pieces.push(text.slice(done, entity.start), make("b", { textContent: text.slice(entity.start, entity.end) }));
      done = entity.end;
    }
    pieces.push(text.slice(done, end));
    const over = text.slice(Math.max(done, end));
    if (over) pieces.push(make("mark", {}, make("span", { className: "visually-hidden", textContent: WORDS.over }), over));
    find("[data-preview]").hidden = !isBegun;
    find("figcaption span").textContent = name;
    find(".post-text").replaceChildren(...pieces);
  };

  const holdAgainst = (text, isBegun) => {
    const holds = (line, words, isThere) => (line.textContent = isBegun ? words[Number(isThere)] : "");
    if (link) holds(block.querySelector("[data-link]"), WORDS.must, text.includes(link));
    block.querySelectorAll("[data-rule]").forEach((line, at) => {
      if (rules[at].length) holds(line, at < must ? WORDS.must : WORDS.mustNot, firstSaid(text, rules[at]) !== null);
    });
  };

  /** In steps: few left, none left, too many, and back; never at every key, and not of what was there before. */
  const speakOf = (counts) => {
    const said = [];
    for (const { id, name, left } of counts) {
      const step = left < 0 ? 3 : left === 0 ? 2 : Number(left <= FEW);
      const before = steps[id] ?? step;
      steps[id] = step;
      if (step > before) said.push([null, WORDS.left, WORDS.none, WORDS.tooMany][step](name, Math.abs(left)));
      else if (before === 3 && step < 3) said.push(WORDS.fits(name));
    }
    if (said.length) say(said.join(". "));
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  find("[data-as-saved]").remove();
  const copy = find("[data-copy]");
  copy.hidden = false;
  copy.addEventListener("click", () => copyOf(field));
  const server = find("[data-server]");
  if (server) {
    const name = server.querySelector("input");
    server.hidden = false;
    name.value = device.read(SERVER) ?? "";
    name.addEventListener("input", () => {
      device.keep(SERVER, name.value.trim());
      seen = null;
      look();
    });
  }
  field.addEventListener("input", soon);
  // Texts that come from elsewhere (this device, another tab, a conflict) change the line under the field.
  new MutationObserver(soon).observe(block.querySelector("[role=status]"), { childList: true });
  look();
}

async function copyOf(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    say(WORDS.copied);
  } catch {
    field.focus();
    field.select();
    say(document.execCommand("copy") ? WORDS.copied : WORDS.notCopied);
  }
}

const counter = await PostCounter.load().catch(() => null);
if (counter) for (const panel of document.querySelectorAll("[data-compose]")) watch(panel, counter);
