/** Milliseconds of CPU that the browser's counter takes for texts: reads [[text, …], …] from standard input, prints as much. */

import { readFileSync } from "node:fs";
import { PostCounter } from "../guide/static/js/post-counter.js";

const counter = new PostCounter(JSON.parse(readFileSync(new URL("../guide/static/rules/posts.json", import.meta.url))));

function everything(text) {
  for (const { id } of counter.networks) {
    counter.count(text, id);
    counter.entities(text, id);
  }
}

function milliseconds(text) {
  const before = process.cpuUsage();
  everything(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const texts = JSON.parse(readFileSync(0, "utf8"));
for (const lengths of texts) for (let i = 0; i < 30; i++) everything(lengths[0]);
process.stdout.write(JSON.stringify(texts.map((lengths) => lengths.map((text) => Math.min(...[1, 2, 3].map(() => milliseconds(text)))))));
