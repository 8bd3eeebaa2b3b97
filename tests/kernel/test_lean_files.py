"""Scripts and style sheets lose their comments on the way, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from guide.kernel.assets import Assets, lean
from guide.kernel.config import PROJECT
from tests.conftest import Reader

STATIC = PROJECT / "guide" / "static"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
PARSE = """
import { parse } from "acorn";
const [written, served] = JSON.parse(process.argv[1]);
const read = (text) => JSON.stringify(parse(text, { ecmaVersion: "latest", sourceType: "module" }),
  (key, value) => (["start", "end", "raw"].includes(key) ? undefined : typeof value === "bigint" ? String(value) : value));
process.stdout.write(String(read(written) === read(served)));
"""


def says_the_same(written: str, served: str) -> bool:
    node = shutil.which("node")
    if node is None or not (PROJECT / "node_modules" / "acorn").exists():
        pytest.skip("needs Node and acorn: ./test --all installs both")
    argument = json.dumps([written, served])
    done = subprocess.run(
        [node, "--input-type=module", "-e", PARSE, argument], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    return done.stdout == "true"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_means_what_was_written(path: Path) -> None:
    assert says_the_same(path.read_text("utf-8"), lean(path.name, path.read_bytes()).decode())


def test_a_script_that_means_something_else_would_be_noticed() -> None:
    assert not says_the_same("say(`a  b`);", "say(`a b`);")


def test_rule_reaches_what_it_was_written_for() -> None:
    """Whatever stands within something else, told by a space before a colon, is still looked for there."""
    assert lean("a.css", b"@layer l { figure :is(.ink) { fill: none } }") == b"@layer l{figure *:is(.ink){fill:none}}"
    sheets = {name: Assets(STATIC, as_written=name == "written") for name in ("written", "served")}
    written, served = (assets.files["css/site.css"].body.decode() for assets in sheets.values())
    within = re.findall(r"[\w\])] :[a-z]", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL))
    assert within
    assert [len(re.findall(r"[\w\])] \*:[a-z]", text)) for text in (written, served)] == [0, len(within)]


def test_files_are_lighter_than_they_were_written() -> None:
    served, written = Assets(STATIC), Assets(STATIC, as_written=True)
    for name in ("css/site.css", "js/writing.js"):
        assert b"/*" not in served.files[name].body
        assert len(served.files[name].compressed or b"") < 0.9 * len(gzip.compress(written.files[name].body, 9))


def test_in_development_they_are_served_as_written(make_app: Callable[..., Flask]) -> None:
    reader = Reader(make_app(development=True))
    written = (STATIC / "js" / "site.js").read_text("utf-8")
    address = reader.app.extensions["assets"].address("js/site.js")
    assert reader.get(address).text == written
