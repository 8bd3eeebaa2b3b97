/**
 * What the browser's counter makes of texts: reads a JSON list of texts, prints a JSON list of answers. With "twitter-text" after its
 * name it lets that package answer instead. Places become code points, as in Python.
 */

import { readFileSync } from "node:fs";
import { answer, points } from "./answer.mjs";

const texts = JSON.parse(readFileSync(0, "utf8"));

async function ours() {
  const { PostCounter } = await import("../../../guide/static/js/post-counter.js");
  const counter = new PostCounter(JSON.parse(readFileSync(new URL("../../../guide/static/rules/posts.json", import.meta.url))));
  return (text) => answer(counter, text);
}

async function theirs() {
  const { default: twitter } = await import("twitter-text");
  return (text) => {
    const { weightedLength, valid } = twitter.parseTweet(text);
    const found = [
      // As written: of a bare address in two scripts it puts the text together anew, and the places tell otherwise.
      ...twitter.extractUrlsWithIndices(text).map(({ indices }) => ["link", ...indices, text.slice(...indices), ""]),
      ...twitter.extractMentionsOrListsWithIndices(text).map((each) => ["mention", ...each.indices, each.screenName, each.listSlug]),
      ...twitter.extractHashtagsWithIndices(text, { checkUrlOverlap: false }).map(({ hashtag, indices }) => ["hashtag", ...indices, hashtag, ""]),
      ...twitter.extractCashtagsWithIndices(text).map(({ cashtag, indices }) => ["cashtag", ...indices, cashtag, ""]),
    ];
    return {
      length: weightedLength,
      valid,
      found: found.map(([kind, start, end, name, tail]) => [kind, points(text, start), points(text, end), name, tail]),
      reply: twitter.extractReplies(text) || null,
    };
  };
}

const answering = await (process.argv[2] === "twitter-text" ? theirs() : ours());
process.stdout.write(JSON.stringify(texts.map(answering)));
