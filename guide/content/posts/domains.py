"""Top-level domains, folded into one short line of text.

Names in order; each is a digit, how many letters it shares with the one before (nine at most), and the rest of it:
``0aaa2rp1bb`` is aaa, aarp, abb. A third of the bytes of the list, and a line of code to unfold.

To bring the data up to date, from IANA's list of the root zone (``tlds-alpha-by-domain.txt``)::

    python -m guide.content.posts.domains tlds-alpha-by-domain.txt
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path


def fold(names: Iterable[str]) -> str:
    folded, before = [], ""
    for name in sorted(names):
        shared = 0
        while shared < min(len(before), len(name), 9) and before[shared] == name[shared]:
            shared += 1
        folded.append(f"{shared}{name[shared:]}")
        before = name
    return "".join(folded)


def unfold(folded: str) -> Iterator[str]:
    name = ""
    for shared, rest in re.findall(r"(\d)(\D+)", folded):
        name = name[: int(shared)] + rest
        yield name


def read_root_zone(text: str) -> tuple[str, list[str]]:
    """The day of IANA's list, and its names in lower case, those of other scripts in their own letters.

    :raises ValueError: it does not begin as that list does.
    """
    head = re.match(r"# Version \d+, Last Updated (\w+ \w+ +\d+ [\d:]+ \d{4}) UTC\n", text)
    if head is None:
        raise ValueError("This is not IANA's list: its first line says no version and no day.")
    day = datetime.strptime(head[1], "%a %b %d %H:%M:%S %Y").date().isoformat()  # noqa: DTZ007
    names = [line.strip().lower() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return day, [name[4:].encode().decode("punycode") if name.startswith("xn--") else name for name in names]


def update(rules: str, root_zone: str) -> str:
    """The text of the data with the domains of IANA's list, and everything else as it stood."""
    day, names = read_root_zone(root_zone)
    domains = json.dumps({"of": day, "folded": fold(names)}, ensure_ascii=False)
    longest = max(len(name) for name in names if not name.isascii())
    rules = re.sub(r'"domains": \{[^}]*\}', lambda _: f'"domains": {domains}', rules)
    return re.sub(r'"topLevel": \d+', f'"topLevel": {longest}', rules)


if __name__ == "__main__":
    data = Path(__file__).parents[2] / "static" / "rules" / "posts.json"
    data.write_text(update(data.read_text("utf-8"), Path(sys.argv[1]).read_text("utf-8")), "utf-8")
