/** What the browser's advice is on texts: reads a JSON object from its input, prints a JSON list of answers. */

import { readFileSync } from "node:fs";
import { PostCounter } from "../../../guide/static/js/post-counter.js";
import { advise, firstSaid } from "../../../guide/static/js/post-advice.js";

const counter = new PostCounter(JSON.parse(readFileSync(new URL("../../../guide/static/rules/posts.json", import.meta.url))));
const { texts, said } = JSON.parse(readFileSync(0, "utf8"));
const answers = { advice: texts.map((text) => advise(counter, text, "x")), said: said.map(([text, words]) => firstSaid(text, words)) };
process.stdout.write(JSON.stringify(answers));
