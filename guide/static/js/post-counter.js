/**
 * How long a post is for each network, and the links, mentions and tags in it: the twin of guide/content/posts, file by file, over
 * the same rules (rules/posts.json). It knows no page. Time is in proportion to the length of a text, whatever the text;
 * places are JavaScript's own, in units of UTF-16.
 *
 *     const counter = await PostCounter.load();
 *     counter.networks                    // [{id, name, limit, source, checked, uncertain, …}]
 *     counter.count(text, "x")            // {length, limit, left, end, problem}
 *     counter.entities(text, "mastodon")  // [{kind, start, end, name, tail}]
 *     counter.replyTo(text)               // a mention, or null
 */

const RULES = new URL("../rules/posts.json", import.meta.url);

const PORT = /:[0-9]+/y;
const SHORTENED = /^https?:\/\/t\.co\/([a-z0-9]+)/i;
const PLAIN_WORD = /[a-zA-Z0-9]+/y;
const ENCODED = /xn--[-0-9a-z]+/iy;
const CONTINUES = /^[a-zA-Z0-9@+-]/;
const DOTS = /[。．｡]/;

const NAME = /[@＠]([a-zA-Z0-9_]{1,20})/y;
const LIST = /\/[a-zA-Z][a-zA-Z0-9_-]{0,24}/y;
const NO_MENTION_AFTER = /[a-zA-Z0-9_!#$%&*@＠]/;
const NO_RT_AFTER = /[a-zA-Z0-9_+~.-]/;
const WORD = /[\p{L}\p{M}\p{Nd}_]/u;
const REMOTE_NAME = /[a-zA-Z0-9_.-]+/y;
const REMOTE_SERVER = /[\p{L}\p{M}\p{Nd}_.-]+/uy;

const EMOJI_ENDS = "\ufe0e\ufe0f"; // marks by Unicode's letter, but what they end is an emoji, and a hashtag may follow it
const NO_TAG = "\ufe0f\u20e3"; // after a # they make it an emoji
const LETTER = /[\p{L}\p{M}]/u;
const CASH = /\$[a-zA-Z]{1,6}/g;
const CASH_TAIL = /[._][a-zA-Z]{1,2}/y;

const ELEMENT = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}|(?![0-9#*])\p{Emoji}\ufe0f)`;
const EMOJI = new RegExp(
  [
    String.raw`[0-9#*]\ufe0f?\u20e3`, // keycaps
    String.raw`\p{Regional_Indicator}{2}`, // flags of regions
    String.raw`\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}`, // flags of their parts
    String.raw`${ELEMENT}(?:\u200d${ELEMENT})*`, // one, or several joined
    String.raw`(?![0-9#*©®™])\p{Emoji}`,
  ].join("|"),
  "gu",
);
const JOINS = String.raw`\p{M}\u1160-\u11ff`; // what may be composed with the character before it
const PART = new RegExp(`[^${JOINS}]+(?![${JOINS}])|[^${JOINS}]?[${JOINS}]{1,30}`, "gu");
const JOINED = new RegExp(`[${JOINS}]$`, "u");
const PIECE = 256; // given to the browser's segmenter at once: it takes the square of the length

export class PostCounter {
  static async load() {
    return new PostCounter(await (await fetch(RULES)).json());
  }

  /** @param {object} rules what rules/posts.json holds */
  constructor({ classes, light, links, longest, networks, domains }) {
    const { accented, space, refused, direction, punctuation, joining } = classes;
    const one = (inside) => new RegExp(`[${inside}]`, "u");
    this.networks = networks;
    this.light = light;
    this.longest = longest;
    this.topLevel = new Set();
    let name = "";
    for (const [, shared, rest] of domains.folded.matchAll(/(\d)(\D+)/g)) {
      this.topLevel.add((name = name.slice(0, shared) + rest));
    }
    this.longestTopLevel = Math.max(...[...this.topLevel].filter((each) => /[^\0-\x7f]/.test(each)).map((each) => each.length));
    this.linkKinds = Object.fromEntries(
      Object.entries(links).map(([id, { bare, path, pathEnd, query, queryEnd }]) => [
        id,
        { bare, path: new RegExp(`[${path}]*`, "uy"), pathEnd: one(pathEnd), query: new RegExp(`[${query}]*`, "uy"), queryEnd: one(queryEnd) },
      ]),
    );
    this.stretch = new RegExp(`[^${punctuation}${space}${refused}${direction}]+`, "gu");
    this.noLinkAfter = one(`a-zA-Z0-9@＠$#＃${refused}`);
    this.plainLabels = new RegExp(`[-a-zA-Z0-9.${accented}]+`, "gu");
    this.noMentionBefore = new RegExp(`[@＠${accented}]|://`, "uy");
    this.spaces = new RegExp(`[${space}]*`, "uy");
    this.written = one(`^${space}`);
    this.tagCharacters = new RegExp(String.raw`[\p{L}\p{M}\p{Nd}${joining}]+`, "uy");
    this.noTagAfter = one(String.raw`\p{L}\p{M}\p{Nd}${joining}&`);
    this.cashBefore = one(space);
    this.cashAfter = one(`${space}${punctuation}._\\-`);
    this.segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  }

  /**
   * @returns {{length: number, limit: number, left: number, end: number, problem: null|"empty"|"character"|"length"|"bytes"}}
   *   `end`: up to here it would go through; `left`: what may be added, or below zero what must go.
   */
  count(text, id) {
    const network = this.#network(id);
    const [counted, places] = network.composed ? composed(text) : [text, null];
    const { limit } = network;
    const mostBytes = network.bytes ?? Infinity;
    const refused = counted.search(new RegExp(`[${network.refused ?? ""}\\ud800-\\udfff]`, "u"));
    const last = refused < 0 ? counted.length : refused;
    let length = 0;
    let bytes = 0;
    let end = -1;
    this.#costs(counted, network, (start, stop, cost) => {
      length += cost;
      if (network.bytes) bytes += bytesOf(counted.slice(start, stop));
      if (end < 0 && (length > limit || bytes > mostBytes || stop > last)) end = start;
    });
    if (end < 0) end = counted.length;
    let problem = null;
    if (refused >= 0) problem = "character";
    else if (length > limit) problem = "length";
    else if (bytes > mostBytes) problem = "bytes";
    else if (!this.written.test(text)) problem = "empty";
    return { length, limit, left: limit - length, end: places ? places[end] : end, problem };
  }

  /** Everything in a text that the network makes something of, in order; of two that overlap, the one that begins first. */
  entities(text, id) {
    const { links, mentions } = this.#network(id);
    return apart([...this.links(text, links), ...this.mentions(text, mentions), ...this.hashtags(text), ...this.cashtags(text)]);
  }

  links(text, kind = "x") {
    if (!text.includes(".")) return [];
    return new LinkSearch(this, text, this.linkKinds[kind]).links().map(([start, end]) => entity("link", text, start, start, end));
  }

  mentions(text, kind = "x") {
    const found = [];
    let done = 0;
    for (const { index: start } of text.matchAll(kind === "x" ? /[@＠]/g : /@/g)) {
      if (start < done) continue;
      const nameEnd = kind === "x" ? this.#name(text, start, done) : remoteName(text, start);
      if (!nameEnd) continue;
      done = kind === "x" ? after(LIST, text, nameEnd) : remoteServer(text, nameEnd);
      if (kind === "x" && after(this.noMentionBefore, text, done) > done) continue;
      found.push(entity("mention", text, start, start + 1, nameEnd, done));
    }
    return found;
  }

  /** The mention that a text begins with: X shows such a post to those only who follow both. */
  replyTo(text) {
    const start = after(this.spaces, text, 0);
    const end = after(NAME, text, start);
    return end === start || after(this.noMentionBefore, text, end) > end ? null : entity("mention", text, start, start + 1, end);
  }

  hashtags(text) {
    const found = [];
    let done = 0;
    for (const { index: start } of text.matchAll(/[#＃]/g)) {
      const before = characterBefore(text, start);
      if (before && start === done) continue;
      if (before && !EMOJI_ENDS.includes(before) && this.noTagAfter.test(before)) continue;
      const end = after(this.tagCharacters, text, start + 1);
      const name = text.slice(start + 1, end);
      if (!name || NO_TAG.includes(name[0]) || !LETTER.test(name)) continue;
      done = end;
      if (!/^(?:[#＃]|:\/\/)/.test(text.slice(end, end + 3))) found.push(entity("hashtag", text, start, start + 1, end));
    }
    return found;
  }

  cashtags(text) {
    const found = [];
    for (const { index: start, 0: sign } of text.matchAll(CASH)) {
      if (start && !this.cashBefore.test(text[start - 1])) continue;
      const short = start + sign.length;
      const end = [after(CASH_TAIL, text, short), short].find((at) => at === text.length || this.cashAfter.test(text[at]));
      if (end) found.push(entity("cashtag", text, start, start + 1, end));
    }
    return found;
  }

  #network(id) {
    return this.networks.find((network) => network.id === id);
  }

  #name(text, at, done) {
    const end = after(NAME, text, at);
    if (end === at) return 0;
    if (at === 0 || (at > done && !NO_MENTION_AFTER.test(text[at - 1]))) return end;
    if (text.slice(Math.max(at - 2, 0), at).toLowerCase() !== "rt") return 0;
    return at === 2 || (at - 2 > done && !NO_RT_AFTER.test(text[at - 3])) ? end : 0;
  }

  /** The whole text in pieces, each with what it counts. */
  #costs(text, network, tell) {
    const links = network.link == null ? [] : this.links(text, network.links);
    const mentions = network.server == null ? [] : this.mentions(text, network.mentions);
    let done = 0;
    for (const { kind, start, end, tail } of apart([...links, ...mentions])) {
      const first = kind === "link" ? start : end - tail.length;
      this.#plain(text, done, first, network, tell);
      if (first < end) tell(first, end, kind === "link" ? network.link : network.server);
      done = end;
    }
    this.#plain(text, done, text.length, network, tell);
  }

  #plain(text, start, stop, network, tell) {
    if (network.unit === "clusters") {
      this.#clusters(text, start, stop, tell);
      return;
    }
    const plain = text.slice(start, stop);
    let done = 0;
    const points = (end) => {
      for (let at = done, point; at < end; at += point > 0xffff ? 2 : 1) {
        point = plain.codePointAt(at);
        const heavy = network.unit === "weights" && !this.light.some(([first, last]) => first <= point && point <= last);
        tell(start + at, start + at + (point > 0xffff ? 2 : 1), heavy ? 2 : 1);
      }
      done = end;
    };
    for (const { index, 0: emoji } of network.emoji ? plain.matchAll(EMOJI) : []) {
      points(index);
      done = index + emoji.length;
      tell(start + index, start + done, network.emoji === "bytes" ? bytesOf(emoji) : network.emoji);
    }
    points(plain.length);
  }

  /** Of each piece all clusters but the last, which the next characters could still belong to; one single cluster: twice the piece. */
  #clusters(text, start, stop, tell) {
    for (let size = PIECE; start < stop; ) {
      const cut = Math.min(start + size, stop);
      const piece = text.slice(start, splitsPair(text, cut) ? cut + 1 : cut);
      const clusters = [...this.segmenter.segment(piece)].map(({ segment }) => segment);
      if (start + piece.length < stop) clusters.pop();
      for (const { length } of clusters) tell(start, (start += length), 1);
      size = clusters.length ? PIECE : 2 * size;
    }
  }
}

/**
 * One reading of a text for links. A stretch is an unbroken run of characters that host names are made of; its labels are looked at
 * from the last to the first, so that one pass knows for each of them how far a host name that begins there reaches.
 */
class LinkSearch {
  constructor(rules, text, kind) {
    Object.assign(this, { rules, text, kind, done: 0, found: [] });
  }

  links() {
    const { text } = this;
    const { stretch } = this.rules;
    for (let end = 0, run; (stretch.lastIndex = Math.max(end, this.done)), (run = stretch.exec(text)); ) {
      const start = run.index;
      end = start + run[0].length;
      const labels = this.#labels(start, run[0]);
      const protocol = labels[0].reach ? this.#protocolBefore(start) : -1;
      if (protocol >= 0) this.#withProtocol(protocol, start, labels[0].reach);
      for (let i = 1; i < labels.length && this.done < end; i++) {
        for (let at; (at = this.#beginning(labels[i - 1], labels[i])) >= 0; ) this.#bare(at, labels[i].reach || labels[i].topLevel);
      }
    }
    return this.found;
  }

  /** `topLevel`: where the domain ends that a label is or begins with; `reach`: the longest host name whose first label it is. */
  #labels(start, run) {
    const labels = [];
    for (const part of run.split(".")) {
      labels.push({ start, part, end: start + part.length, topLevel: labels.length ? topLevelEnd(this.rules, this.text, start) : 0, reach: 0 });
      start += part.length + 1;
    }
    for (let i = labels.length - 2; i >= 0; i--) {
      const { part } = labels[i];
      if (part && !/^[-_]|[-_]$/.test(part)) labels[i].reach = labels[i + 1].reach || (part.includes("_") ? 0 : labels[i + 1].topLevel);
    }
    return labels;
  }

  #mayBegin(at) {
    return (at === 0 && this.done === 0) || (at > this.done && !this.rules.noLinkAfter.test(this.text[at - 1]));
  }

  #protocolBefore(at) {
    const word = /https?:\/\/$/i.exec(this.text.slice(Math.max(at - 8, 0), at));
    return word && this.#mayBegin(at - word[0].length) ? at - word[0].length : -1;
  }

  #beginning(label, next) {
    const { text } = this;
    let start = Math.max(label.start, this.done);
    if (start >= label.end || "-_".includes(text[label.end - 1]) || !(next.reach || next.topLevel)) return -1;
    if (!next.reach) start = Math.max(start, label.start + label.part.lastIndexOf("_") + 1);
    for (let at = start; at < label.end; at++) {
      if (!"-_".includes(text[at]) && !splitsPair(text, at) && this.#mayBegin(at)) return at;
    }
    return -1;
  }

  #withProtocol(start, host, hostEnd) {
    const { text, rules } = this;
    const [end] = this.#rest(hostEnd);
    this.done = end;
    const link = text.slice(start, end);
    if ([...link].length + host - start > rules.longest.link || !isSound(rules, text.slice(host, hostEnd))) return;
    const short = SHORTENED.exec(link);
    if (short && short[1].length > rules.longest.slug) return;
    this.found.push([start, short ? Math.min(this.#query(start + short[0].length), end) : end]);
  }

  #bare(start, hostEnd) {
    const { text, rules } = this;
    const [end, hasPath] = this.#rest(hostEnd);
    this.done = end;
    if (!this.kind.bare || (start && "-_./".includes(text[start - 1]))) return;
    const host = text.slice(start, hostEnd);
    if ([...text.slice(start, end)].length + "https://".length > rules.longest.link || !isSound(rules, host)) return;
    const plain = writtenPlainly(rules, host).map(([first, last]) => [start + first, start + last]);
    if (plain.length && hasPath) plain.at(-1)[1] = end;
    this.found.push(...plain);
  }

  #rest(at) {
    at = after(PORT, this.text, at);
    const hasPath = this.text[at] === "/";
    return [this.#query(hasPath ? this.#path(at) : at), hasPath];
  }

  /** After the last character that may end a path, or after a pair of parentheses that follows one directly. */
  #path(at) {
    let end = (at += 1);
    for (;;) {
      const stop = after(this.kind.path, this.text, at);
      const last = this.#last(this.kind.pathEnd, at, stop);
      if (last > at) end = last;
      const closed = this.#parentheses(stop);
      if (!closed) return end;
      if (stop === end) end = closed;
      at = closed;
    }
  }

  #parentheses(at) {
    const { text } = this;
    const { path } = this.kind;
    if (text[at] !== "(") return 0;
    const inner = after(path, text, at + 1);
    if (text[inner] === ")") return inner > at + 1 ? inner + 1 : 0;
    if (text[inner] !== "(") return 0;
    const innermost = after(path, text, inner + 1);
    const outer = after(path, text, innermost + 1);
    return innermost > inner + 1 && text[innermost] === ")" && text[outer] === ")" ? outer + 1 : 0;
  }

  #query(at) {
    if (this.text[at] !== "?") return at;
    const end = this.#last(this.kind.queryEnd, at + 1, after(this.kind.query, this.text, at + 1));
    return end > at + 1 ? end : at;
  }

  #last(ends, start, stop) {
    while (stop > start && !ends.test(characterBefore(this.text, stop))) stop -= 1;
    return stop;
  }
}

/** Where the top-level domain ends that begins here, the longest if several do; 0: none does. */
function topLevelEnd({ topLevel, longestTopLevel }, text, at) {
  const stop = after(PLAIN_WORD, text, at);
  const ends = (end) => topLevel.has(text.slice(at, end).toLowerCase()) && !CONTINUES.test(text[end] ?? "");
  if (ends(stop)) return stop;
  if (text[stop] >= "\x80") {
    for (let end = Math.min(at + longestTopLevel, text.length); end > stop; end--) if (ends(end)) return end;
  }
  const encoded = after(ENCODED, text, at);
  return encoded > at ? encoded : 0;
}

/** The parts of a bare host name that are links: of each run of plain letters and dots, up to its last top-level domain. */
function writtenPlainly(rules, host) {
  const found = [];
  const { plainLabels } = rules;
  for (let done = 0, run; (plainLabels.lastIndex = done), (run = plainLabels.exec(host)); ) {
    done = run.index + run[0].length;
    const start = done - run[0].replace(/^\.+/, "").length;
    let last = 0;
    for (let dot = host.lastIndexOf(".", done - 1); dot > start && !last; dot = host.lastIndexOf(".", dot - 1)) {
      last = topLevelEnd(rules, host, dot + 1);
    }
    if (last) found.push([start, (done = last)]);
  }
  return found;
}

/** Whether its labels fit, spelled as the network spells them, and one that claims to be so spelled is. */
function isSound(rules, host) {
  if (host.startsWith("xn--") && !writtenPlainly(rules, host).length) return false;
  return host.split(".").every((label) => {
    const parts = label.split(DOTS);
    const length = parts.reduce((sum, part) => sum + spelledLength(part, rules.longest.label), parts.length - 1);
    return length >= 1 && length <= rules.longest.label;
  });
}

/** How long a label is in ASCII (RFC 3492, with xn-- before it); beyond the longest that is allowed it may say less. */
function spelledLength(part, longest) {
  const points = [...part].map((character) => character.codePointAt(0));
  const basic = points.filter((point) => point < 128).length;
  if (basic === points.length || points.length > longest) return points.length;
  let length = 4 + (basic ? basic + 1 : 0);
  let delta = 0;
  let bias = 72;
  let handled = basic;
  let least = 128;
  for (const point of [...new Set(points)].filter((each) => each >= 128).sort((a, b) => a - b)) {
    delta += (point - least) * (handled + 1);
    for (const each of points) {
      if (each < point) delta += 1;
      if (each !== point) continue;
      let left = delta;
      for (let step = 36, threshold; (length += 1), left >= (threshold = Math.min(Math.max(step - bias, 1), 26)); step += 36) {
        left = Math.floor((left - threshold) / (36 - threshold));
      }
      delta = Math.floor(delta / (handled === basic ? 700 : 2));
      delta += Math.floor(delta / (handled + 1));
      let step = 0;
      for (; delta > 455; step += 36) delta = Math.floor(delta / 35);
      bias = step + Math.floor((36 * delta) / (delta + 38));
      delta = 0;
      handled += 1;
    }
    if (length > longest + 4) break;
    delta += 1;
    least = point + 1;
  }
  return length;
}

function remoteName(text, at) {
  const before = characterBefore(text, at);
  if (before && ("=/".includes(before) || WORD.test(before))) return 0;
  const end = withoutEnds(REMOTE_NAME, text, at + 1);
  return end > at + 1 ? end : 0;
}

function remoteServer(text, at) {
  if (text[at] !== "@") return at;
  const end = withoutEnds(REMOTE_SERVER, text, at + 1);
  return end > at + 1 ? end : at;
}

/** The end of a name that may hold dots and hyphens, but neither begins nor ends with them; the place itself: none begins. */
function withoutEnds(characters, text, at) {
  let end = ".-".includes(text[at] ?? ".") ? at : after(characters, text, at);
  while (end > at && ".-".includes(text[end - 1])) end -= 1;
  return end;
}

/** The text in NFC; and for each of its units, and its end, where that stood before (null: all where they were). */
function composed(text) {
  if (!/[^\0-\x7f]/.test(text)) return [text, null];
  let joined = "";
  const places = [];
  for (const { index, 0: part } of text.matchAll(PART)) {
    const whole = part.normalize();
    const pieces = whole.length === part.length ? part.split("") : JOINED.test(part) ? [part] : [...part];
    let start = index;
    for (const piece of pieces) {
      const { length } = pieces.length === part.length && whole.length === part.length ? piece : piece.normalize();
      for (let i = 0; i < length; i++) places.push(start);
      start += piece.length;
    }
    joined += whole;
  }
  places.push(text.length);
  return [joined, joined === text ? null : places];
}

/** Of two entities that overlap, the one that begins first. */
function apart(found) {
  let done = 0;
  return found.sort((a, b) => a.start - b.start).filter(({ start, end }) => start >= done && (done = end));
}

function entity(kind, text, start, nameStart, nameEnd, end = nameEnd) {
  return { kind, start, end, name: text.slice(nameStart, nameEnd), tail: text.slice(nameEnd, end) };
}

/** Where a match of a sticky pattern ends; the place itself: there is none. */
function after(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function splitsPair(text, at) {
  return at > 0 && text.codePointAt(at - 1) > 0xffff;
}

function characterBefore(text, at) {
  return text.slice(splitsPair(text, at - 1) ? at - 2 : Math.max(at - 1, 0), at);
}

function bytesOf(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
