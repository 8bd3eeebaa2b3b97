"""Every address of the site, filled in with what exists."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from guide.kernel.db import SAFE_METHODS

HERE = {
    "guide_id": "small",
    "lesson_id": "first",
    "block_id": "what-happened",
    "name": "picture.png",
    "sign_in_id": "1",
    "post_id": "which-form",
    "token": "a-secret-from-a-mail",
    "question": "1",
}
BLOCKS = {
    "/tasks/": "try-it",
    "/checks/": "which-one",
    "/decide/": "enough",
    "/streams/": "once-more",
    "/maps/": "my-map-again",
    "/chats/": "at-night",
}


def rules(app: Flask) -> Iterator[Rule]:
    yield from sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def values(app: Flask, rule: Rule) -> dict[str, str]:
    """What stands in this rule for something that is there."""
    found = {**HERE, "version": app.extensions["assets"].hash}
    if rule.endpoint == "assets.show":
        found["name"] = "css/site.css"
    for part, block in BLOCKS.items():
        if part in rule.rule:
            found["block_id"] = block
            found["lesson_id"] = "third" if block in ("enough", "once-more", "my-map-again", "at-night") else "first"
    return {name: found[name] for name in rule.arguments}


def address(rule: Rule, parts: dict[str, str]) -> str:
    """The address with these parts, as they are: not quoted."""
    path = rule.rule
    for name, value in parts.items():
        for kind in ("", "int:", "path:"):
            path = path.replace(f"<{kind}{name}>", value)
    assert "<" not in path, path
    return path


def read_addresses(app: Flask) -> list[str]:
    return [address(rule, values(app, rule)) for rule in rules(app) if "GET" in (rule.methods or ())]


def unsafe_rules(app: Flask) -> list[tuple[str, Rule]]:
    """Every rule with every method of it that may change something."""
    return [(method, rule) for rule in rules(app) for method in sorted((rule.methods or set()) - SAFE_METHODS)]
