"""Whatever happens to a file, the compiler answers with a library or with problems."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from guide.content.compiler import Compiled

from .conftest import FILES, SmallGuide

SNIPPETS = st.sampled_from(
    [b"---\n", b"```", b"```check\n", b"{{", b"[@", b"](", b"\xff", b"\x00", b"\t", b": ", b"#", b"&a ", b"*a", b"!!x ",
     b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"[[[[", b"{", b"|\n", b">-\n", b"<svg>", b"<!DOCTYPE x>", b"&#0;", b"%YAML 1.1\n",
     b"<<: *a\n", b"? ", b"id: post-1\n", b"\\", b"`", b"\x02\x03", b"![](media/", b"0" * 5000, "\ud7ff".encode(), "İ".encode()]
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """One file of the good guide with some bytes taken out, doubled, changed or put in."""
    name = draw(st.sampled_from(sorted(FILES)))
    data = bytearray(FILES[name].encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        match draw(st.sampled_from(["out", "double", "in", "change"])):
            case "out":
                del data[at : at + length]
            case "double":
                data[at:at] = data[at : at + length]
            case "in":
                data[at:at] = draw(SNIPPETS)
            case "change":
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=3))
    return name, bytes(data)


@settings(max_examples=250, deadline=None)
@given(spoilt())
def test_a_spoilt_file_is_a_problem_and_no_crash(change: tuple[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = SmallGuide(Path(folder) / "content")
        small.write(*change)
        compiled = small.compile()
        assert isinstance(compiled, Compiled)
        assert (compiled.library is None) is bool(compiled.errors)
        for problem in compiled.problems:
            path = small.content_dir.parent / problem.path
            lines = re.split(rb"\r\n|\r|\n", path.read_bytes()) if path.is_file() else [b""]
            assert 1 <= problem.line <= len(lines), problem


def test_folders_and_broken_links_in_place_of_files_are_problems_and_no_crash(small: SmallGuide) -> None:
    (small.folder / "01-why/03-folder.md").mkdir()
    (small.folder / "01-why/04-nowhere.md").symlink_to("nowhere.md")
    (small.folder / "media/loop.svg").symlink_to("loop.svg")
    (small.folder / "facts.yaml").unlink()
    (small.folder / "facts.yaml").mkdir()
    compiled = small.compile()
    assert compiled.library is None
    paths = {problem.path for problem in compiled.errors}
    assert {
        "content/small/01-why/03-folder.md",
        "content/small/01-why/04-nowhere.md",
        "content/small/facts.yaml",
    } <= paths
