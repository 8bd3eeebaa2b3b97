/**
 * Dragging in checks, on top of their fields: an item by its grip onto a bin, or to its place in an order. A drop sets the
 * fields as a click would. Grips are for pointers alone; keyboards and screen readers have the fields.
 */

import { make } from "./site.js";

/** Pixels that a hand may shake, and from the upper or lower edge of the window where it scrolls. */
const SHAKE = 4;
const EDGE = 48;

/** Give every item of the checks in `part` something to hold it by. */
export function letDrag(part) {
  for (const item of part.querySelectorAll(".sort > .item")) addGrip(item, item.querySelector("legend"), ontoBin);
  for (const item of part.querySelectorAll("[data-order] > .item")) addGrip(item, item.querySelector(".place"), toPlace);
}

function addGrip(item, line, aim) {
  if (line.querySelector(".grip")) return;
  const grip = make("span", { className: "grip" });
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    event.preventDefault();
    hold(item, grip, event, aim);
  });
  line.append(grip);
}

/** Follow the pointer until it lets go; Escape, or whatever else takes the pointer away, puts the item back. */
function hold(item, grip, { pointerId, clientX, clientY }, aim) {
  const holder = item.parentElement; // keeps the pointer, since it stays where it is
  const released = new AbortController();
  const carried = aim === ontoBin ? grip : item; // an item for a bin stays to be read
  const grasp = top(carried) - clientY;
  let [x, y] = [clientX, clientY];
  let drag = null;

  const follow = () => {
    if (!drag && Math.hypot(x - clientX, y - clientY) < SHAKE) return;
    drag ??= aim(item, y);
    carried.classList.add("dragged");
    drag.over(x, y);
    carried.style.translate = "none";
    carried.style.translate = `0 ${y + grasp - top(carried)}px`;
  };
  const release = (isDropped) => {
    released.abort();
    if (holder.hasPointerCapture(pointerId)) holder.releasePointerCapture(pointerId);
    carried.classList.remove("dragged");
    carried.style.translate = "";
    drag?.release(isDropped);
  };
  const on = (name, act) => {
    const own = (event) => (event.pointerId ?? pointerId) === pointerId && act(event);
    addEventListener(name, own, { capture: true, signal: released.signal });
  };

  holder.setPointerCapture(pointerId);
  on("pointermove", (event) => {
    [x, y] = [event.clientX, event.clientY];
    follow();
  });
  on("scroll", follow);
  on("pointerup", () => release(true));
  on("pointercancel", () => release(false));
  on("lostpointercapture", () => release(false));
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    release(false);
  });
}

const top = (item) => item.getBoundingClientRect().top;

/* Onto a bin: while an item is held, its bins lie at the edge of the window that is further away. */

function ontoBin(item, y) {
  const choices = new Map();
  for (const radio of item.querySelectorAll("[type=radio]")) {
    choices.set(make("p", { textContent: radio.labels[0].textContent.trim() }), radio);
  }
  const { left, width } = item.parentElement.getBoundingClientRect();
  const bins = make("div", { className: "bins" }, ...choices.keys());
  bins.setAttribute("aria-hidden", "true");
  Object.assign(bins.style, { left: `${left}px`, width: `${width}px`, [y < innerHeight / 2 ? "bottom" : "top"]: 0 });
  document.body.append(bins);
  let aimed = null;
  return {
    over(x, y) {
      aimed = [...choices.keys()].find((bin) => isWithin(bin.getBoundingClientRect(), x, y));
      for (const bin of choices.keys()) bin.classList.toggle("aimed", bin === aimed);
    },
    release(isDropped) {
      bins.remove();
      if (isDropped) choices.get(aimed)?.click();
    },
  };
}

const isWithin = ({ left, right, top, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

/* To a place: the list is put as it is numbered, the item among the others, and then numbered as it stands. */

function toPlace(item) {
  const list = item.parentElement;
  let order = numbered([...list.children]);
  const from = order.indexOf(item);
  const show = () => order.forEach((each, at) => (each.style.order = at));
  const seen = top(item);
  show();
  scrollTo({ top: scrollY + top(item) - seen, behavior: "instant" }); // the item stays under the pointer
  return {
    over(_x, y) {
      const others = order.filter((each) => each !== item);
      const before = others.filter((each) => middle(each) < y);
      order = [...before, item, ...others.slice(before.length)];
      show();
      if (y < EDGE || y > innerHeight - EDGE) scrollBy({ top: y < EDGE ? -EDGE / 4 : EDGE / 4, behavior: "instant" });
    },
    release(isDropped) {
      for (const each of order) each.style.order = "";
      if (isDropped && order.indexOf(item) !== from) put(list, order);
    },
  };
}

const middle = (item) => top(item) + item.offsetHeight / 2;
const placeOf = (item) => item.querySelector("select");

/** The items as they are numbered; those without a number, or with one that is taken, fill what is left as they stand. */
function numbered(items) {
  const places = Array(items.length).fill(null);
  const rest = items.filter((item) => {
    const at = placeOf(item).value - 1;
    if (at < 0 || places[at]) return true;
    places[at] = item;
    return false;
  });
  return places.map((item) => item ?? rest.shift());
}

function put(list, order) {
  const focused = list.contains(document.activeElement) && document.activeElement;
  list.append(...order);
  if (focused) focused.focus({ preventScroll: true });
  order.forEach((item, at) => {
    const field = placeOf(item);
    if (field.value === `${at + 1}`) return;
    field.value = at + 1;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  });
}
