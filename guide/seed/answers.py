"""An answer to any check: as its author would answer it, or not quite."""

from __future__ import annotations

from guide.content.blocks.check import Check


def answer_to(check: Check, *, well: bool) -> dict[str, list[str]]:
    """Form field to values, as a browser posts them."""
    match check.form:
        case "one" | "many":
            wanted = [str(at) for at, option in enumerate(check.options) if option.correct == well]
            return {"answer": (wanted or ["0"])[: None if check.form == "many" and well else 1]}
        case "order":
            places = [at + 1 for at in check.shown] if well else range(1, len(check.shown) + 1)
            return {f"place-{at}": [str(place)] for at, place in enumerate(places)}
        case "sort":
            astray = 0 if well else 2
            right = [check.bins.index(item.bin) for item in check.items]
            return {f"item-{at}": [str((index + (at < astray)) % len(check.bins))] for at, index in enumerate(right)}
        case "number":
            off = 0.0 if well else 2 * check.tolerance + 1
            return {"answer": [f"{(check.answer or 0.0) + off:g}"]}
        case "text":
            return {"answer": ["What it shows is who answered, and no more than that."]}
