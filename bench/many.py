"""Whether a learner's pages stay as quick when many others are there: CPU of each page with a crowd, divided by that with ten.

python -m bench.many [LEARNERS]      100,000 unless said otherwise, with three million completions; that takes a while to make
"""

from __future__ import annotations

import os
import secrets as random
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import func, select

from bench.cpu import cpu_per_request
from bench.load import get
from bench.server import PROJECT, serve
from bench.site import GUIDE, LESSON, environment
from bench.start import forty_lessons
from guide.accounts import secrets
from guide.accounts.models import Learner, SignIn
from guide.app import create_app
from guide.kernel.clock import now
from guide.kernel.config import Settings
from guide.kernel.db import db
from guide.progress.models import LessonRecord
from guide.writing.models import Entry

CROWD, FEW, ROUNDS, TARGET = 100_000, 10, 5, 1.5
PAGES = {
    "lesson": f"/guides/{GUIDE}/{LESSON}",
    "cover": f"/guides/{GUIDE}/",
    "library": "/",
    "journal": "/journal",
    "progress": "/progress",
    "search, rare word": "/search?q=printer",
    "search, common word": "/search?q=th",
}


def crowd(data: Path, content: Path, learners: int) -> tuple[dict[str, str], str]:
    """A site with so many learners: its environment, and the cookie of one who did all of the forty lessons."""
    settings = {**environment(data), "GUIDE_CONTENT_DIR": str(content)}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for words in (["prepare"], ["seed", "learners", str(learners), "--password", "nobody signs in with this"]):
        done = subprocess.run(
            [*flask, *words], cwd=PROJECT, env={**os.environ, **settings}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    os.environ.update(settings)
    app = create_app(Settings.from_environment())
    with app.app_context():
        most = select(LessonRecord.learner_id).group_by(LessonRecord.learner_id).order_by(func.count().desc()).limit(1)
        learner_id, token, at = db.session.scalar(most), random.token_urlsafe(32), now()
        db.session.add(
            SignIn(
                learner_id=learner_id, token_hash=secrets.hashed(token), device="Bench", stays=True, created_at=at,
                last_used_at=at,
            )
        )  # fmt: skip
        db.session.commit()
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) for table in (Learner, LessonRecord, Entry)
        ]
        print("{:,} learners, {:,} completions, {:,} entries".format(*counts), flush=True)
        db.session.remove()
        db.engine.dispose()
    return settings, f"guide={token}"


def main(learners: int = CROWD) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        content = Path(folder) / "content"
        shutil.copytree(PROJECT / "content", content)
        forty_lessons(content)
        sites = []
        for name, count in (("few", FEW), ("crowd", learners)):
            settings, cookie = crowd(Path(folder) / name, content, count)
            sites.append((stack.enter_context(serve("wsgi:app", settings)), {"Cookie": cookie}))
        print(f"{'page':24}{'ms, ten':>9}{'ms, crowd':>11}{'ratio':>7}{'range':>14}{'to reach':>10}")
        for name, path in PAGES.items():
            rounds = [
                [cpu_per_request(site, get(path, headers), requests=400) for site, headers in sites]
                for _ in range(ROUNDS)
            ]
            ratios = sorted(crowded / few for few, crowded in rounds)
            few, crowded = (sorted(each)[ROUNDS // 2] for each in zip(*rounds, strict=True))
            print(f"{name:24}{few:9.2f}{crowded:11.2f}{ratios[ROUNDS // 2]:7.2f}", end="")
            print(f"{f'{ratios[0]:.2f}–{ratios[-1]:.2f}':>14}{f'≤ {TARGET}':>10}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", ""))) if sys.argv[1:] else main()
