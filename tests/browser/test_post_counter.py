"""The counter of posts answers its cases in a real browser as it does in Node, over the rules that the site serves."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.content.posts import test_cases
from tests.content.posts.test_cases import CASES, comparable, expected, text_of

ANSWER = (Path(test_cases.__file__).parent / "answer.mjs").read_text("utf-8").replace("export ", "")
ANSWERS = """async (texts) => {
  %s
  const { PostCounter } = await import(new URL("post-counter.js", document.querySelector("script[src]").src));
  const counter = await PostCounter.load();
  return JSON.stringify(JSON.parse(texts).map((text) => answer(counter, text)));
}"""


def test_the_browser_answers_as_the_cases_say(page: Page, site: Site) -> None:
    page.goto(site.address)
    answered = json.loads(page.evaluate(ANSWERS % ANSWER, json.dumps([text_of(case) for case in CASES])))
    both = zip(CASES, answered, strict=True)
    assert not [case["says"] for case, answer in both if comparable(case, answer) != expected(case)]
