/**
 * What a reader of many posts would say of a draft: the twin of guide/content/posts/advice.py, where the reasons stand. It knows no
 * page. Texts are looked at here, in the browser, so that a draft goes nowhere to be advised on.
 */

const SEVERAL_WORDS = 12;
const A_REASON = 20;
const MOST_TOLD = 3;

/** @returns {Object<string, string[]>} by habit: the words of the text that it is about */
export function advise(counter, text, id) {
  const { letter, someone, private: asked } = counter.anywhere;
  const entities = counter.entities(text, id);
  const all = (pattern, where) => [...where.matchAll(pattern)].map(([found]) => found);
  const names = (kind) => entities.filter((each) => each.kind === kind).map(({ start, end }) => text.slice(start, end));
  const prose = without(text, entities);
  const reply = counter.replyTo(text);
  const found = {
    capitals: names("hashtag").map((tag) => `#${tag.slice(1)}`).filter(isRunTogether),
    alone: all(letter, prose).length < A_REASON ? names("link") : [],
    reply: reply ? [`@${reply.name}`] : [],
    private: [...prose.matchAll(/([^.!?\n]*)([.!?\n]|$)/g)].flatMap(([, question, end]) => (end === "?" ? all(asked, question) : [])),
    someone: all(someone, prose),
  };
  const told = Object.entries(found).filter(([, words]) => words.length);
  return Object.fromEntries(told.map(([habit, words]) => [habit, [...new Set(words)].slice(0, MOST_TOLD)]));
}

/** The first of these words or phrases that stands in the text, in whatever letters, and not within a longer word; or null. */
export function firstSaid(text, words) {
  const lowered = text.toLowerCase();
  return words.find((word) => standsIn(lowered, word.toLowerCase())) ?? null;
}

const isLetter = (character) => /^[\p{L}\p{M}]/u.test(character ?? "");

function standsIn(text, word) {
  const [first, last] = [word.slice(0, 2), [...word].at(-1)];
  for (let at = text.indexOf(word), end; at >= 0; at = text.indexOf(word, end)) {
    end = at + word.length;
    const before = [...text.slice(Math.max(at - 2, 0), at)].at(-1);
    if (!(isLetter(first) && isLetter(before)) && !(isLetter(last) && isLetter(text.slice(end, end + 2)))) return true;
  }
  return false;
}

function without(text, entities) {
  const ends = [0, ...entities.map(({ end }) => end)];
  return ends.map((end, at) => text.slice(end, entities[at]?.start)).join(" ");
}

function isRunTogether(tag) {
  const name = tag.slice(1);
  return [...name].length >= SEVERAL_WORDS && name === name.toLowerCase() && name !== name.toUpperCase();
}
