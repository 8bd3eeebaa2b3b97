/**
 * How long a post is for each network, and the links, mentions and tags in it: the twin of guide/content/posts, over the same rules
 * (rules/posts.json), where the reasons stand. It knows no page. Time is in proportion to the length of a text; places are
 * JavaScript's own, in units of UTF-16.
 *
 *     const counter = await PostCounter.load();
 *     counter.networks                    // [{id, name, limit, …}]
 *     counter.count(text, "x")            // {length, limit, left, end, problem}
 *     counter.entities(text, "mastodon")  // [{kind, start, end, name, tail}]
 *     counter.replyTo(text)               // a mention, or null
 */

const PIECE = 256; // given to the browser's segmenter at once: it takes the square of the length

export class PostCounter {
  static async load() {
    return new PostCounter(await (await fetch(new URL("../rules/posts.json", import.meta.url))).json());
  }

  /** @param {object} rules what rules/posts.json holds */
  constructor({ pieces, patterns, links, domains, ...others }) {
    Object.assign(this, others, { at: {}, anywhere: {}, kinds: {}, topLevel: new Set() });
    const source = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => pieces[name] ?? whole);
    for (const [name, text] of Object.entries(patterns)) {
      this.at[name] = new RegExp(source(text), "uy");
      this.anywhere[name] = new RegExp(source(text), "ug");
    }
    for (const [name, { bare, path, pathEnd, query, queryEnd }] of Object.entries(links)) {
      const one = (inside, times = "") => new RegExp(`[${source(inside)}]${times}`, "uy");
      this.kinds[name] = { bare, path: one(path, "*"), pathEnd: one(pathEnd), query: one(query, "*"), queryEnd: one(queryEnd) };
    }
    let name = "";
    for (const [, shared, rest] of domains.folded.matchAll(/(\d)(\D+)/g)) this.topLevel.add((name = name.slice(0, shared) + rest));
    this.segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  }

  /**
   * @returns {{length: number, limit: number, left: number, end: number, problem: null|"empty"|"character"|"length"|"bytes"}}
   *   `end`: up to here it would go through; `left`: what may be added, or below zero what must go.
   */
  count(text, id) {
    const network = this.#network(id);
    const [counted, places] = network.composed ? this.#composed(text) : [text];
    const { limit, bytes: mostBytes = Infinity } = network;
    const refused = counted.search(new RegExp(`[${network.refused ?? ""}\\ud800-\\udfff]`, "u"));
    let [length, bytes, end] = [0, 0, -1];
    this.#costs(counted, network, (start, stop, cost) => {
      length += cost;
      if (network.bytes) bytes += bytesOf(counted.slice(start, stop));
      if (end < 0 && (length > limit || bytes > mostBytes || (refused >= 0 && stop > refused))) end = start;
    });
    if (end < 0) end = counted.length;
    let problem = null;
    if (refused >= 0) problem = "character";
    else if (length > limit) problem = "length";
    else if (bytes > mostBytes) problem = "bytes";
    else if (!text.match(this.anywhere.written)) problem = "empty";
    return { length, limit, left: limit - length, end: places?.[end] ?? end, problem };
  }

  /** Everything in a text that the network makes something of, in order; of two that overlap, the one that begins first. */
  entities(text, id) {
    const { links, mentions } = this.#network(id);
    return apart([...this.links(text, links), ...this.mentions(text, mentions), ...this.hashtags(text), ...this.cashtags(text)]);
  }

  links(text, kind = "x") {
    if (!text.includes(".")) return [];
    return new LinkSearch(this, text, this.kinds[kind]).links().map(([start, end]) => entity("link", text, start, start, end));
  }

  mentions(text, kind = "x") {
    const found = [];
    let done = 0;
    for (const { index: start } of text.matchAll(kind === "x" ? this.anywhere.mentionSign : /@/g)) {
      if (start < done) continue;
      const nameEnd = kind === "x" ? this.#name(text, start, done) : this.#remoteName(text, start);
      if (!nameEnd) continue;
      done = kind === "x" ? after(this.at.list, text, nameEnd) : this.#remoteServer(text, nameEnd);
      if (kind !== "x" || !is(this.at.noMentionBefore, text, done)) found.push(entity("mention", text, start, start + 1, nameEnd, done));
    }
    return found;
  }

  /** The mention that a text begins with: X shows such a post to those only who follow both. */
  replyTo(text) {
    const start = after(this.at.spaces, text, 0);
    const end = after(this.at.mention, text, start);
    return end === start || is(this.at.noMentionBefore, text, end) ? null : entity("mention", text, start, start + 1, end);
  }

  hashtags(text) {
    const found = [];
    let done = 0;
    for (const { index: start } of text.matchAll(this.anywhere.hashSign)) {
      if (start && (start === done || (!"\ufe0e\ufe0f".includes(text[start - 1]) && is(this.at.noHashtagAfter, text, start - 1)))) continue;
      const end = after(this.at.hashtag, text, start + 1);
      const name = text.slice(start + 1, end);
      if ("\ufe0f\u20e3".includes(name.slice(0, 1)) || !name.match(this.anywhere.letter)) continue;
      done = end;
      if (!is(this.at.noHashtagBefore, text, end)) found.push(entity("hashtag", text, start, start + 1, end));
    }
    return found;
  }

  cashtags(text) {
    const found = [];
    for (const { index: start, 0: sign } of text.matchAll(this.anywhere.cashtag)) {
      if (start && !is(this.at.cashtagAfter, text, start - 1)) continue;
      const short = start + sign.length;
      const ends = [after(this.at.cashtagTail, text, short), short];
      const end = ends.find((at) => at === text.length || is(this.at.cashtagBefore, text, at));
      if (end) found.push(entity("cashtag", text, start, start + 1, end));
    }
    return found;
  }

  #network(id) {
    return this.networks.find((network) => network.id === id);
  }

  #name(text, at, done) {
    const end = after(this.at.mention, text, at);
    if (end === at) return 0;
    if (at === 0 || (at > done && !is(this.at.noMentionAfter, text, at - 1))) return end;
    if (text.slice(Math.max(at - 2, 0), at).toLowerCase() !== "rt") return 0;
    return at === 2 || (at - 2 > done && !is(this.at.noRtAfter, text, at - 3)) ? end : 0;
  }

  #remoteName(text, at) {
    const end = is(this.at.noServerMentionAfter, text, at - 1) ? 0 : withoutEnds(this.at.remoteName, text, at + 1);
    return end > at + 1 ? end : 0;
  }

  #remoteServer(text, at) {
    const end = text[at] === "@" ? withoutEnds(this.at.remoteServer, text, at + 1) : at;
    return end > at + 1 ? end : at;
  }

  /** The whole text in pieces, each with what it counts. */
  #costs(text, network, tell) {
    const links = network.link == null ? [] : this.links(text, network.links);
    const mentions = network.server == null ? [] : this.mentions(text, network.mentions);
    const plain = network.unit === "clusters" ? this.#clusters : this.#points;
    let done = 0;
    for (const { kind, start, end, tail } of apart([...links, ...mentions])) {
      const first = kind === "link" ? start : end - tail.length;
      plain.call(this, text, done, first, network, tell);
      if (first < end) tell(first, end, kind === "link" ? network.link : network.server);
      done = end;
    }
    plain.call(this, text, done, text.length, network, tell);
  }

  #points(text, start, stop, { unit, emoji }, tell) {
    const points = (end) => {
      for (const character of text.slice(start, end)) {
        const point = character.codePointAt(0);
        const isHeavy = unit === "weights" && !this.light.some(([first, last]) => first <= point && point <= last);
        tell(start, (start += character.length), isHeavy ? 2 : 1);
      }
    };
    const first = start;
    for (const { index, 0: found } of emoji ? text.slice(start, stop).matchAll(this.anywhere.emoji) : []) {
      points(first + index);
      tell(start, (start += found.length), emoji === "bytes" ? bytesOf(found) : emoji);
    }
    points(stop);
  }

  /** Of each piece all clusters but the last, which the next characters could still belong to; one single cluster: twice the piece. */
  #clusters(text, start, stop, _network, tell) {
    for (let size = PIECE; start < stop; ) {
      const cut = Math.min(start + size, stop);
      const piece = text.slice(start, splitsPair(text, cut) ? cut + 1 : cut);
      const clusters = [...this.segmenter.segment(piece)];
      if (start + piece.length < stop) clusters.pop();
      for (const { segment } of clusters) tell(start, (start += segment.length), 1);
      size = clusters.length ? PIECE : 2 * size;
    }
  }

  /** The text in NFC; and for each of its units, and its end, where that stood before (nothing: all where they were). */
  #composed(text) {
    let joined = "";
    const places = [];
    for (const { index, 0: part } of text.matchAll(this.anywhere.part)) {
      const whole = part.normalize();
      const isEven = whole.length === part.length;
      let start = index;
      for (const piece of isEven ? part.split("") : is(this.at.joined, part, part.length - 1) ? [part] : part) {
        places.push(...Array(isEven ? 1 : piece.normalize().length).fill(start));
        start += piece.length;
      }
      joined += whole;
    }
    return joined === text ? [text] : [joined, [...places, text.length]];
  }
}

/** One reading of a text for links, a stretch of characters of host names at a time. */
class LinkSearch {
  constructor(rules, text, kind) {
    Object.assign(this, { rules, text, kind, done: 0, found: [] });
  }

  links() {
    const { stretch } = this.rules.anywhere;
    for (let end = 0, run; (stretch.lastIndex = Math.max(end, this.done)), (run = stretch.exec(this.text)); ) {
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
    const labels = run.split(".").map((part, i) => {
      const label = { part, start, end: start + part.length, topLevel: i && topLevelEnd(this.rules, this.text, start), reach: 0 };
      start = label.end + 1;
      return label;
    });
    for (let i = labels.length - 2; i >= 0; i--) {
      const { part } = labels[i];
      if (part && !/^[-_]|[-_]$/.test(part)) labels[i].reach = labels[i + 1].reach || (part.includes("_") ? 0 : labels[i + 1].topLevel);
    }
    return labels;
  }

  #mayBegin(at) {
    return (at === 0 && this.done === 0) || (at > this.done && !is(this.rules.at.noLinkAfter, this.text, at - 1));
  }

  #protocolBefore(at) {
    const start = at - (/https?:\/\/$/i.exec(this.text.slice(Math.max(at - 8, 0), at))?.[0].length ?? Infinity);
    return start >= 0 && this.#mayBegin(start) ? start : -1;
  }

  /** The first place in a label, not done yet, where a bare host name begins that goes on after it. */
  #beginning(label, next) {
    let at = Math.max(label.start, this.done);
    if (at >= label.end || /[-_]$/.test(label.part) || !(next.reach || next.topLevel)) return -1;
    if (!next.reach) at = Math.max(at, label.start + label.part.lastIndexOf("_") + 1);
    for (; at < label.end; at++) {
      if (!"-_".includes(this.text[at]) && !splitsPair(this.text, at) && this.#mayBegin(at)) return at;
    }
    return -1;
  }

  #withProtocol(start, host, hostEnd) {
    const { text, rules } = this;
    const [end] = this.#rest(hostEnd);
    this.done = end;
    if (lengthOf(text.slice(start, end)) + host - start > rules.longest.link || !isSound(rules, text.slice(host, hostEnd))) return;
    const short = after(rules.at.shortened, text, start);
    if (short > start && short - text.indexOf("/", host) - 1 > rules.longest.slug) return;
    this.found.push([start, short > start ? this.#query(short) : end]);
  }

  #bare(start, hostEnd) {
    const { text, rules } = this;
    const [end, hasPath] = this.#rest(hostEnd);
    this.done = end;
    if (!this.kind.bare || (start && "-_./".includes(text[start - 1]))) return;
    const host = text.slice(start, hostEnd);
    if (lengthOf(text.slice(start, end)) + "https://".length > rules.longest.link || !isSound(rules, host)) return;
    const plain = writtenPlainly(rules, host).map(([first, last]) => [start + first, start + last]);
    if (plain.length && hasPath) plain.at(-1)[1] = end;
    this.found.push(...plain);
  }

  #rest(at) {
    at = after(this.rules.at.port, this.text, at);
    const hasPath = this.text[at] === "/";
    return [this.#query(hasPath ? this.#path(at) : at), hasPath];
  }

  /** After the last character that may end a path, or after a pair of parentheses that follows one directly. */
  #path(at) {
    for (let end = (at += 1); ; ) {
      const stop = after(this.kind.path, this.text, at);
      const last = this.#last(this.kind.pathEnd, at, stop);
      if (last > at) end = last;
      at = this.#parentheses(stop);
      if (!at) return end;
      if (stop === end) end = at;
    }
  }

  /** The end of a pair that begins here, with at most one pair in it; 0: none does. */
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
    while (stop > start && !is(ends, this.text, stop - 1)) stop -= 1;
    return stop;
  }
}

/** Where the top-level domain ends that begins here, the longest if several do; 0: none does. */
function topLevelEnd({ topLevel, longest, at: patterns }, text, at) {
  const stop = after(patterns.plainWord, text, at);
  const ends = (end) => topLevel.has(text.slice(at, end).toLowerCase()) && !is(patterns.noTopLevelBefore, text, end);
  if (ends(stop)) return stop;
  if (text[stop] >= "\x80") {
    for (let end = Math.min(at + longest.topLevel, text.length); end > stop; end--) if (ends(end)) return end;
  }
  const encoded = after(patterns.encoded, text, at);
  return encoded > at ? encoded : 0;
}

/** The parts of a bare host name that are links: of each run of plain letters and dots, up to its last top-level domain. */
function writtenPlainly(rules, host) {
  const found = [];
  const { plainLabels } = rules.anywhere;
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
    const parts = label.split(rules.anywhere.labelDots);
    const length = parts.reduce((sum, part) => sum + spelledLength(part, rules.longest.label), parts.length - 1);
    return length >= 1 && length <= rules.longest.label;
  });
}

/** How long a label is in ASCII (RFC 3492, with xn-- before it); beyond the longest that is allowed it may say less. */
function spelledLength(part, longest) {
  const points = [...part].map((character) => character.codePointAt(0));
  const basic = points.filter((point) => point < 128).length;
  if (basic === points.length || points.length > longest) return points.length;
  let length = 4 + (basic && basic + 1);
  let [delta, bias, handled, least] = [0, 72, basic, 128];
  for (const point of [...new Set(points)].filter((each) => each >= 128).sort((a, b) => a - b)) {
    delta += (point - least) * (handled + 1);
    for (const each of points) {
      if (each < point) delta += 1;
      if (each !== point) continue;
      let rest = delta;
      for (let step = 36, threshold; (length += 1), rest >= (threshold = Math.min(Math.max(step - bias, 1), 26)); step += 36) {
        rest = Math.floor((rest - threshold) / (36 - threshold));
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

/** The end of a name that may hold dots and hyphens, but neither begins nor ends with them; the place itself: none begins. */
function withoutEnds(characters, text, at) {
  let end = ".-".includes(text[at] ?? ".") ? at : after(characters, text, at);
  while (end > at && ".-".includes(text[end - 1])) end -= 1;
  return end;
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
  return is(pattern, text, at) ? pattern.lastIndex : at;
}

/** Whether a sticky pattern matches here; within a pair of surrogates, from where the pair begins. */
function is(pattern, text, at) {
  pattern.lastIndex = at;
  return at >= 0 && pattern.test(text);
}

function splitsPair(text, at) {
  return at > 0 && text.codePointAt(at - 1) > 0xffff;
}

function lengthOf(text) {
  return [...text].length;
}

function bytesOf(text) {
  let bytes = 0;
  for (const character of text) bytes += [0x80, 0x800, 0x10000].filter((least) => character.codePointAt(0) >= least).length + 1;
  return bytes;
}
