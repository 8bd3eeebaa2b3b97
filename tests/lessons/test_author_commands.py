"""``flask guide`` beside a database: what authors are told of ids on which learners have written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.conftest import Reader


def test_check_names_ids_that_learners_wrote_under_and_the_guide_no_longer_knows(
    make_app: Callable[..., Flask], content: Path
) -> None:
    app = make_app(content_dir=content)
    ada = Reader(app)
    ada.register()
    ada.save("Written under the old id")
    lesson = content / "small" / "01-begin" / "01-first.md"
    lesson.write_text(lesson.read_text().replace("id: what-happened", "id: told"))
    other = content / "small" / "02-go-on" / "01-third.md"
    other.write_text(other.read_text().replace("first/what-happened", "first/told"))
    environment = {"GUIDE_CONTENT_DIR": str(content)}
    told = app.test_cli_runner(env=environment).invoke(args=["guide", "check"])
    assert "`first/what-happened`" in told.output
    assert "1 learner" in told.output
    guide = content / "small" / "guide.yaml"
    guide.write_text(guide.read_text().replace("retired: []", "retired: [first/what-happened]"))
    told = app.test_cli_runner(env=environment).invoke(args=["guide", "check", "--strict"])
    assert told.exit_code == 0, told.output
