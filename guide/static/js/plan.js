/**
 * A guest's plan as a calendar file (RFC 5545), made here from the words on this device and sent nowhere. Its hour is that of the
 * clock on the wall (a floating time, 3.3.5), since a guest's time zone is the one of the calendar that takes the file. Else as
 * guide/journal/plan_in_calendar.py makes it.
 */

import { device, make, say, showProblem } from "./site.js";

const WORDS = {
  noPlan: "There is no plan to take along yet. Write it first.",
  noDay: "That is not a day of the calendar. Choose one, such as 2026-12-05.",
  over: "That day is over. Choose today or a later day.",
  far: "That day is more than ten years away. Choose an earlier one.",
  summary: (title) => `My plan: ${title}`,
  made: "The calendar file is with your downloads.",
};

const WEEKS = 52;
const YEARS_AHEAD = 10;
const LONGEST_LINE = 75; // in bytes, without its end

export function takeAlong(form) {
  const { name, title } = form.closest("[data-plan]").dataset;
  const kept = device.read(name);
  const { on, at, every } = Object.fromEntries(new FormData(form));
  const problem = kept?.body?.trim() ? dayProblem(on) : WORDS.noPlan;
  showProblem(form, problem ? [problem] : []);
  if (problem) return say(problem);
  const uid = kept.uid ?? crypto.randomUUID(); // the same for the same plan: a file taken later changes the day
  device.keep(name, { ...kept, uid });
  const lines = fileOf({ on, at, isWeekly: every === "week", uid, title, body: kept.body.trim() });
  download("plan.ics", lines.map(folded).join("\r\n") + "\r\n");
  return say(WORDS.made);
}

function dayProblem(on) {
  const day = new Date(`${on}T00:00`);
  const today = new Date();
  if (Number.isNaN(day.getTime())) return WORDS.noDay;
  if (day < today.setHours(0, 0, 0, 0)) return WORDS.over;
  return day.getFullYear() > today.getFullYear() + YEARS_AHEAD ? WORDS.far : "";
}

function fileOf({ on, at, isWeekly, uid, title, body }) {
  const day = on.replaceAll("-", "");
  const now = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
  const address = location.origin + location.pathname;
  const summary = `SUMMARY:${escaped(WORDS.summary(title))}`;
  const when = at ? [`DTSTART:${day}T${at.replace(":", "")}00`, "DURATION:PT15M"] : [`DTSTART;VALUE=DATE:${day}`];
  const alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", `DESCRIPTION:${escaped(WORDS.summary(title))}`, "END:VALARM"];
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Guide//Plan//EN", "METHOD:PUBLISH",
    "BEGIN:VEVENT", `UID:${uid}`, `SEQUENCE:${Math.floor(Date.now() / 60_000)}`, `DTSTAMP:${now}`, summary,
    `DESCRIPTION:${escaped(`${body}\n\n${address}`)}`, `URL:${address}`, "CLASS:PRIVATE", "TRANSP:TRANSPARENT",
    ...when, ...(isWeekly ? [`RRULE:FREQ=WEEKLY;COUNT=${WEEKS}`] : []), ...(at ? alarm : []),
    "END:VEVENT", "END:VCALENDAR",
  ];
}

/** Without control characters, which a calendar file cannot hold. */
const escaped = (text) => text.replace(/[^\P{Cc}\n\t]/gu, "").replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");

/** No line longer than the file may have, and no character cut in two. */
function folded(line) {
  const encoder = new TextEncoder();
  let length = 0;
  return [...line].reduce((all, character) => {
    const bytes = encoder.encode(character).length;
    const isFull = length + bytes > LONGEST_LINE;
    length = isFull ? 1 + bytes : length + bytes;
    return all + (isFull ? "\r\n " : "") + character;
  }, "");
}

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
