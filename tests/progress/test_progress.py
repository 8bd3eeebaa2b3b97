"""One number everywhere, the learner's own word for what is done, and an honest ending at any time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from guide.kernel import clock
from tests.conftest import Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
FIRST, SECOND, THIRD = (f"/guides/small/{lesson}" for lesson in ("first", "second", "third"))


def bar(reader: Reader, address: str = "/guides/small/") -> tuple[int, int]:
    found = re.search(
        r'role="progressbar"[^>]*aria-valuenow="(\d+)"[^>]*aria-valuemax="(\d+)"', reader.get(address).text
    ) or re.search(
        r'role="progressbar"(?=[^>]*aria-valuenow="(\d+)")(?=[^>]*aria-valuemax="(\d+)")', reader.get(address).text
    )
    assert found, address
    return int(found[1]), int(found[2])


def mark(reader: Reader, lesson: str, done: str = "yes") -> None:
    assert reader.post(f"{lesson}/done", {"done": done}).status_code == 303


def test_marking_is_counted_the_same_on_cover_home_and_progress(ada: Reader) -> None:
    mark(ada, FIRST)
    assert bar(ada) == bar(ada, "/") == bar(ada, "/progress") == (1, 3)


def test_marking_is_reversible_and_twice_is_once(ada: Reader) -> None:
    mark(ada, FIRST)
    mark(ada, FIRST)
    assert "Mark as not done" in ada.get(FIRST).text
    mark(ada, FIRST, "no")
    assert bar(ada) == (0, 3)
    assert "Mark as done" in ada.get(FIRST).text
    record = ada.get("/account/download").json["lessons"][0]
    assert record["done_at"]
    assert not record["is_done"]


def test_nonsense_is_no_mark(ada: Reader) -> None:
    assert ada.post(f"{FIRST}/done", {"done": "maybe"}).status_code == 422
    assert bar(ada) == (0, 3)


def test_whoever_is_signed_in_can_continue_and_a_guest_can_start(ada: Reader) -> None:
    for address in ("/", "/guides/small/"):
        assert re.search(rf'<a class="button" href="{FIRST}">Continue</a>', ada.get(address).text), address
    guests = Reader(ada.app).get("/").text
    assert re.search(rf'<a class="button" href="{FIRST}">Start reading</a>', guests)


def test_progress_says_start_reading_until_a_lesson_was_opened(ada: Reader) -> None:
    assert re.search(rf'href="{FIRST}"[^>]*>Start reading</a>', ada.get("/progress").text)
    assert "Continue" not in ada.get("/progress").text
    ada.post(f"{FIRST}/opened", {"position": "think"})
    assert re.search(rf'<a class="button" href="{FIRST}"[^>]*>Continue</a>', ada.get("/progress").text)


def test_continue_leads_to_the_lesson_last_open_else_the_next_not_done(ada: Reader) -> None:
    ada.post(f"{SECOND}/opened", {"position": "think"})
    assert re.search(r'href="/guides/small/second"[^>]*>\s*Continue', ada.get("/").text)
    mark(ada, SECOND)
    assert re.search(r'href="/guides/small/third"[^>]*>\s*Continue', ada.get("/").text)
    mark(ada, THIRD)
    assert re.search(r'href="/guides/small/first"[^>]*>\s*Continue', ada.get("/").text)


def test_where_one_was_is_found_again_on_another_device(ada: Reader) -> None:
    ada.post(f"{SECOND}/opened", {"position": "sort-them"})
    other = Reader(ada.app)
    other.sign_in()
    assert re.search(r'href="/guides/small/second#sort-them"[^>]*>\s*Continue', other.get("/").text)


def test_opening_is_recorded_by_a_post_alone(ada: Reader) -> None:
    ada.get(SECOND)
    assert ada.get("/account/download").json["lessons"] == []


def test_guide_is_finished_when_its_core_is_done(ada: Reader) -> None:
    mark(ada, FIRST)
    assert ada.get("/account/download").json["guides"][0]["finished_at"] is None
    mark(ada, THIRD)
    assert ada.get("/account/download").json["guides"][0]["finished_at"]


def test_guide_is_called_finished_only_while_its_core_is_done_and_the_log_keeps_the_day(ada: Reader) -> None:
    def called_finished() -> list[bool]:
        return ["Finished on 3 May 2026." in ada.get(address).text for address in ("/", "/guides/small/", "/progress")]

    with clock.standing_at(AT):
        ada.sign_in()
        mark(ada, FIRST)
        mark(ada, THIRD)
    ada.sign_in()
    assert called_finished() == [True, True, True]
    mark(ada, THIRD, "no")
    assert called_finished() == [False, False, False]
    assert "All core lessons done" in ada.get("/progress").text
    assert finished_on(ada) == AT.date().isoformat()
    mark(ada, THIRD)
    assert called_finished() == [True, True, True]


def test_decision_closes_the_guide_and_stands_where_the_bar_was(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.post(f"{THIRD}/decide/enough", {"decision": "not-for-me", "body": "My field is elsewhere."})
        for address in ("/guides/small/", "/progress"):
            page = ada.get(address).text
            assert "Not for me" in page
            assert "3 May 2026" in page
        assert "My field is elsewhere." in ada.get("/journal").text


def test_of_a_closed_guide_no_page_counts_the_minutes_left(ada: Reader) -> None:
    ada.post(f"{FIRST}/done", {"done": "yes"})
    for address in ("/", "/guides/small/"):
        assert "minutes left" in ada.get(address).text
    assert 'scope="col">Left<' in ada.get("/progress").text
    ada.post("/guides/small/third/decide/enough", {"decision": "not-for-me", "body": ""})
    for address in ("/", "/guides/small/", "/progress"):
        page = ada.get(address).text
        assert "minutes left" not in page
        assert 'scope="col">Left<' not in page
        assert "1 of 3 lessons done" in page, "what was done stays"


def test_closed_guide_can_be_opened_again_and_the_decision_stays_in_the_journal(ada: Reader) -> None:
    ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": "In spring."})
    ada.post("/guides/small/reopen")
    assert bar(ada) == (0, 3)
    assert "In spring." in ada.get("/journal").text


def finished_on(reader: Reader) -> str | None:
    day: str | None = reader.get("/account/download").json["guides"][0]["finished_at"]
    return day and day[:10]


def test_reopening_leaves_the_day_on_which_the_core_was_done(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        mark(ada, FIRST)
        mark(ada, THIRD)
    with clock.standing_at(AT + timedelta(days=9)):
        ada.sign_in()
        ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": "In spring."})
        ada.post("/guides/small/reopen")
    ada.sign_in()
    assert finished_on(ada) == AT.date().isoformat()


def test_a_decision_changed_without_reopening_tells_of_no_core_lesson_done(ada: Reader) -> None:
    for days, decision in enumerate(("later", None, "later", "yes")):
        with clock.standing_at(AT + timedelta(days=days)):
            ada.sign_in()
            if decision:
                ada.post(f"{THIRD}/decide/enough", {"decision": decision, "body": "In spring."})
            else:
                ada.post("/guides/small/reopen")
    ada.sign_in()
    assert "All core lessons done" not in ada.get("/progress").text
    assert finished_on(ada) == (AT + timedelta(days=3)).date().isoformat()


def test_every_decision_that_was_made_is_kept_with_its_day_and_one_sent_twice_is_made_once(ada: Reader) -> None:
    for decision, reason in (("later", "In spring."), ("later", "In spring."), ("yes", "With a colleague.")):
        ada.post(f"{THIRD}/decide/enough", {"decision": decision, "body": reason})
    (entry,) = ada.get("/account/download").json["entries"]
    assert "With a colleague." in entry["body"]
    assert sorted("In spring." in revision["body"] for revision in entry["revisions"]) == [False, True]
    assert "In spring." in ada.get("/journal/small/third/enough").text


def test_no_decision_is_told_kindly_and_the_text_is_not_lost(ada: Reader) -> None:
    answer = ada.post(f"{THIRD}/decide/enough", {"body": "Hm."})
    assert answer.status_code == 422
    assert "Choose one of the answers first." in answer.text


def with_lesson(content: Path, front: str) -> None:
    path = content / "small" / "02-go-on" / "02-fourth.md"
    path.write_text(
        "---\nid: fourth\ntitle: The fourth\nread: 1\ndo: 1\nover: null\ncore: true\ndraft: false\n"
        f"{front}\noutcome: Be new.\n---\nNew text.\n"
    )


def test_lesson_added_later_is_new_and_lowers_nobodys_finished_guide(
    make_app: Callable[..., Flask], content: Path
) -> None:
    with clock.standing_at(AT):
        ada = Reader(make_app(content_dir=content))
        ada.register()
        for lesson in (FIRST, SECOND, THIRD):
            mark(ada, lesson)
        assert bar(ada) == (3, 3)
    with_lesson(content, "added: 2026-06-01\nrevised: null")
    with clock.standing_at(AT + timedelta(days=60)):
        ada.app = make_app(content_dir=content)
        ada.client = ada.app.test_client()
        ada.sign_in()
        assert bar(ada) == (3, 3)
        assert "new" in ada.get("/guides/small/").text.casefold()
        mark(ada, "/guides/small/fourth")
        assert bar(ada) == (4, 4)


def test_lesson_revised_after_it_was_done_says_what_changed_and_keeps_its_mark(
    make_app: Callable[..., Flask], content: Path
) -> None:
    with clock.standing_at(AT):
        ada = Reader(make_app(content_dir=content))
        ada.register()
        mark(ada, FIRST)
    path = content / "small" / "01-begin" / "01-first.md"
    path.write_text(path.read_text().replace("revised: null", "revised: 2026-06-01\nchanged: A new example post."))
    with clock.standing_at(AT + timedelta(days=60)):
        ada.app = make_app(content_dir=content)
        ada.client = ada.app.test_client()
        ada.sign_in()
        assert "A new example post." in ada.get(FIRST).text
        assert bar(ada) == (1, 3)


def test_what_hung_on_an_id_follows_it_when_the_id_moves(make_app: Callable[..., Flask], content: Path) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.save("Before the move", do="submit")
    mark(ada, FIRST)
    ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    ada.post(f"{FIRST}/checks/which-one", {"answer": "0"})
    lesson = content / "small" / "01-begin" / "01-first.md"
    lesson.write_text(
        lesson.read_text().replace("id: first\n", "id: opening\n").replace("id: what-happened", "id: told")
    )
    for path in (content / "small").rglob("*.*"):
        text = path.read_text()
        for former, now in (
            ("first/what-happened", "opening/told"),
            ("first/my-map", "opening/my-map"),
            ("(first)", "(opening)"),
            ("lesson: first", "lesson: opening"),
        ):
            text = text.replace(former, now)
        path.write_text(text)
    guide = content / "small" / "guide.yaml"
    moved = "moved:\n  first: opening\n  opening/what-happened: opening/told"
    guide.write_text(guide.read_text().replace("moved: {}", moved))
    ada.app = make_app(content_dir=content)
    ada.client = ada.app.test_client()
    ada.sign_in()
    page = ada.get("/guides/small/opening").text
    assert "Before the move" in page
    assert "Mark as not done" in page
    assert "It says why." in page
    assert ada.get("/account/download").json["task_ticks"][0]["lesson"] == "opening"


def test_ticking_twice_is_once_and_can_be_taken_back(ada: Reader) -> None:
    for _ in range(2):
        assert ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"}).status_code == 303
    assert len(ada.get("/account/download").json["task_ticks"]) == 1
    ada.post(f"{FIRST}/tasks/try-it", {"do": "untick"})
    assert ada.get("/account/download").json["task_ticks"] == []


@pytest.mark.parametrize("address", ["/progress", "/journal"])
def test_pages_take_at_most_four_selects_whatever_the_size(
    ada: Reader, count_selects: Callable[[], list[str]], address: str
) -> None:
    from guide.kernel.db import db
    from guide.writing.models import Entry

    mine = ada.learner
    with ada.app.app_context():
        for number in range(80):
            db.session.add(
                Entry(
                    learner_id=mine, guide="gone", lesson=f"l{number}", block="b", kind="reflection",
                    body=f"text {number}", version=1, saved_at=AT + timedelta(minutes=number),
                )
            )  # fmt: skip
        db.session.commit()
    count_selects()
    ada.get(address)
    assert len(count_selects()) <= 4


def test_journal_is_paged_by_key_without_losing_or_repeating_an_entry(ada: Reader) -> None:
    from guide.kernel.db import db
    from guide.writing.models import Entry

    mine = ada.learner
    with ada.app.app_context():
        for number in range(75):
            db.session.add(
                Entry(
                    learner_id=mine, guide="gone", lesson=f"l{number}", block="b", kind="reflection",
                    body=f"text-{number}.", version=1, saved_at=AT + timedelta(minutes=number // 3),
                )
            )  # fmt: skip
        db.session.commit()
    seen: list[str] = []
    address: str | None = "/journal"
    while address:
        page = ada.get(address).text
        seen += re.findall(r"text-\d+\.", page)
        older = re.search(r'href="(/journal\?before=[^"]+)"', page)
        address = older[1] if older else None
    assert seen == [f"text-{number}." for number in reversed(range(75))]
