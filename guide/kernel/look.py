"""Theme and text size, remembered in a cookie that anybody may have."""

from __future__ import annotations

from dataclasses import dataclass

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large", "larger")


@dataclass(frozen=True)
class Look:
    """Theme and text size, from a cookie that anybody may have."""

    theme: str = "auto"
    size: str = "normal"

    @classmethod
    def parse(cls, value: str | None) -> Look:
        """What the cookie says; the default for whatever it does not say clearly."""
        theme, _, size = (value or "").partition(".")
        return cls(theme if theme in THEMES else "auto", size if size in SIZES else "normal")

    def __str__(self) -> str:
        return f"{self.theme}.{self.size}"
