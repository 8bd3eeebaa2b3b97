"""What is saved is kept; what is not saved says so."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from guide.kernel import clock
from guide.kernel.db import db
from guide.writing.models import Entry, Revision, SaveKey
from tests.conftest import REFLECTION, Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)


def entries(reader: Reader) -> list[Entry]:
    with reader.app.app_context():
        return list(db.session.scalars(select(Entry)))


def keys(reader: Reader) -> list[str]:
    with reader.app.app_context():
        return sorted(db.session.scalars(select(SaveKey.key)))


def revisions(reader: Reader) -> list[tuple[str, str]]:
    with reader.app.app_context():
        return [(row.why, row.body) for row in db.session.scalars(select(Revision).order_by(Revision.id))]


def test_first_save_is_answered_with_version_one_and_the_learners_own_time(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.register()
        ada.sign_in()
        answer = ada.save("I saw a post.")
    assert answer.status_code == 200
    assert answer.json == {"version": 1, "saved_at": "2026-05-03T14:02:00+02:00", "label": "Saved 14:02"}


def test_text_comes_back_to_the_letter_in_the_lesson(ada: Reader) -> None:
    text = "\n  Zwei  Zeilen\n\t<b>{{7*7}}</b> & \u202eרשת 👩‍👩‍👧 \n"
    ada.save(text)
    page = ada.get("/guides/small/first").text
    assert "<textarea" in page
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt; &amp; \u202eרשת 👩‍👩‍👧 \n</textarea>" in page
    assert entries(ada)[0].body == text


def test_line_ends_are_one_kind(ada: Reader) -> None:
    ada.save("one\r\ntwo\rthree")
    assert entries(ada)[0].body == "one\ntwo\nthree"


def test_same_key_twice_is_one_save_and_the_same_answer(ada: Reader) -> None:
    first = ada.save("Once.", key="k1")
    again = ada.save("Once.", key="k1")
    assert first.json["version"] == again.json["version"] == 1
    assert len(entries(ada)) == 1


def test_keys_are_kept_for_seven_days_and_go_with_a_later_save(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.register()
        ada.sign_in()
        ada.save("One", key="k1")
        ada.save("One", address="/journal/small/first/try-it", key="k1")
    with clock.standing_at(AT + timedelta(days=6, hours=23)):
        ada.save("Two", version=1, key="k2")
        assert ada.save("One", key="k1").json["version"] == 1, "sent again, it is answered again"
        assert keys(ada) == ["k1", "k1", "k2"]
    with clock.standing_at(AT + timedelta(days=7, seconds=1)):
        for version in range(2, 18):
            assert ada.save(f"Text {version}", version=version).status_code == 200
        assert "k1" not in keys(ada)
        assert "k2" in keys(ada)


def test_lost_answer_retried_after_more_was_saved_is_still_a_success(ada: Reader) -> None:
    ada.save("One", key="k1")
    ada.save("One two", version=1, key="k2")
    assert ada.save("One", key="k1").status_code == 200
    assert entries(ada)[0].body == "One two"


def test_key_of_one_learner_says_nothing_to_another(ada: Reader, bob: Reader) -> None:
    ada.save("Mine", key="same")
    assert bob.save("Bob's", key="same").json["version"] == 1
    assert sorted(entry.body for entry in entries(ada)) == ["Bob's", "Mine"]


def test_other_version_is_409_with_both_texts_and_changes_nothing(ada: Reader) -> None:
    ada.save("From the phone")
    answer = ada.save("From the laptop", version=0)
    assert answer.status_code == 409
    assert answer.json["theirs"] == "From the phone"
    assert answer.json["yours"] == "From the laptop"
    assert answer.json["version"] == 1
    assert entries(ada)[0].body == "From the phone"


def test_conflict_without_script_is_a_page_with_both_texts_from_which_either_can_be_saved(ada: Reader) -> None:
    ada.save("From the phone")
    page = ada.post(REFLECTION, {"body": "From the <laptop>", "version": 0, "do": "save", "learner": ada.learner})
    assert page.status_code == 409
    assert "From the phone" in page.text
    assert "From the &lt;laptop&gt;" in page.text
    assert ada.save("Both", version=1).status_code == 200


def buttons(page: str) -> list[str]:
    """What can be asked for beside the text on a page that gives it back."""
    form = page[page.rindex('<form class="entry-form"') :].partition("</form>")[0]
    visible = re.sub(r"<button[^>]*aria-hidden.*?</button>", "", form, flags=re.DOTALL)
    return re.findall(r'name="do" value="([^"]+)"', visible)


def test_conflict_after_submit_offers_to_submit_and_to_save(ada: Reader) -> None:
    ada.save("From the phone")
    form = {"body": "From the laptop", "version": 0, "learner": ada.learner}
    assert buttons(ada.post(REFLECTION, {**form, "do": "submit"}).text) == ["save", "submit"]
    assert buttons(ada.post(REFLECTION, {**form, "do": "save"}).text) == ["save"]


def test_conflict_after_setting_aside_gives_the_reason_back_and_offers_to_set_aside(ada: Reader) -> None:
    ada.save("From the phone")
    form = {"body": "From the laptop", "version": 0, "learner": ada.learner, "do": "set-aside", "why": "Not <mine>."}
    page = ada.post(REFLECTION, form).text
    assert buttons(page) == ["save", "set-aside"]
    assert 'value="Not &lt;mine&gt;."' in page


@pytest.mark.parametrize(("verb", "offered"), [("submit", ["save", "submit"]), ("set-aside", ["save", "set-aside"])])
def test_what_was_asked_for_while_signed_out_is_offered_after_sign_in(
    ada: Reader, verb: str, offered: list[str]
) -> None:
    ada.sign_out()
    form = {"body": "Mine.", "version": 0, "do": verb, "why": "Not my field."}
    page = ada.client.post(REFLECTION, data=form).text
    kept = dict(re.findall(r'type="hidden" name="(kept_[^"]+)" value="([^"]*)"', page))
    after = ada.sign_in(**kept, kept_body="Mine.").text
    assert buttons(after) == offered
    assert ('value="Not my field."' in after) is (verb == "set-aside")


def test_reason_without_a_text_outlasts_the_end_of_a_sign_in(ada: Reader) -> None:
    ada.sign_out()
    page = ada.client.post(REFLECTION, data={"body": "", "version": 0, "do": "set-aside", "why": "Not my field."}).text
    assert "Why you set this prompt aside: Not my field." in " ".join(re.sub(r"<[^>]+>", "", page).split())
    kept = dict(re.findall(r'type="hidden" name="(kept_[^"]+)" value="([^"]*)"', page))
    assert 'value="Not my field."' in ada.sign_in(**kept).text


def test_same_text_as_stored_is_a_success_whatever_the_version(ada: Reader) -> None:
    ada.save("Same")
    assert ada.save("Same", version=0).json["version"] == 1


def test_two_first_saves_at_once_make_one_row_and_no_error(ada: Reader) -> None:
    readers = []
    for _ in range(4):
        reader = Reader(ada.app)
        reader.sign_in()
        readers.append((reader, reader.token(), reader.learner))

    def save(number: int) -> int:
        reader, token, learner = readers[number]
        form = {"body": f"text {number}", "version": 0, "key": f"k{number}", "do": "save", "csrf_token": token}
        return reader.client.post(
            REFLECTION, data={**form, "learner": learner}, headers={"Accept": "application/json"}
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(save, range(4)))
    assert codes == [200, 409, 409, 409]
    assert len(entries(ada)) == 1


def test_text_of_20000_code_points_is_kept_and_one_more_is_refused_with_the_limit(ada: Reader) -> None:
    assert ada.save("😀" * 20_000).status_code == 200
    answer = ada.save("😀" * 20_001, version=1)
    assert answer.status_code == 422
    assert answer.json["limit"] == 20_000
    assert "too long by 1 character; 20,000 are kept" in answer.json["problem"]


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("application/json", True),
        ("application/json, text/plain, */*", True),
        ("application/json;q=0.9, */*;q=0.1", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_json_is_answered_to_whoever_asks_for_it(ada: Reader, accept: str, is_json: bool) -> None:
    saved = ada.post(REFLECTION, {"body": "Mine.", "version": 0}, headers={"Accept": accept})
    stale = ada.post(REFLECTION, {"body": "Other.", "version": 0}, headers={"Accept": accept})
    assert (saved.status_code, saved.is_json) == (200, True) if is_json else (303, False)
    assert (stale.status_code, stale.is_json) == (409, is_json)


def test_text_larger_than_a_request_may_be_is_413_with_the_limit(ada: Reader) -> None:
    answer = ada.save("x" * (1024 * 1024))
    assert answer.status_code == 413
    assert answer.json["limit"] == 512 * 1024


@pytest.mark.parametrize("bad", ["a\0b", "\ud83d"])
def test_characters_that_cannot_be_kept_are_named(ada: Reader, bad: str) -> None:
    from guide.kernel.plain_text import Unreadable, clean

    with pytest.raises(Unreadable, match=r"U\+"):
        clean(bad)


def test_null_character_is_422_and_named(ada: Reader) -> None:
    answer = ada.save("a\0b")
    assert answer.status_code == 422
    assert "U+0000" in answer.json["problem"]


def test_submit_dates_the_entry_keeps_a_revision_and_is_shown_in_the_journal(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("Done thinking.", do="submit")
    with clock.standing_at(AT + timedelta(days=2)):
        ada.sign_in()
        ada.save("Thought again.", version=1)
        page = ada.get("/journal").text
    assert "Submitted on 3 May 2026, changed since" in page
    assert "Thought again." in page
    assert ("submitted", "Done thinking.") in revisions(ada)


def test_text_submitted_again_as_it_stands_is_one_submission_of_the_first_day(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("Done thinking.", do="submit")
    with clock.standing_at(AT + timedelta(days=2)):
        ada.sign_in()
        assert ada.save("Done thinking.", 1, do="submit").status_code == 200
        page = ada.get(REFLECTION).text
    assert "Submitted on 3 May 2026" in page
    assert revisions(ada) == [("submitted", "Done thinking.")]


def test_text_set_aside_and_taken_up_as_it_was_has_not_changed_since_it_was_submitted(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("Done thinking.", do="submit")
    with clock.standing_at(AT + timedelta(days=2)):
        ada.sign_in()
        ada.save("Done thinking.", 1, do="set-aside")
        assert ada.save("Done thinking.", 2, do="submit").json["version"] == 3
        page = ada.get("/guides/small/first").text
    assert "Submitted on 3 May 2026" in page
    assert "changed since" not in page
    assert revisions(ada) == [("submitted", "Done thinking.")]


def test_submitted_text_that_another_replaces_is_kept_once(ada: Reader) -> None:
    ada.save("Done thinking.", do="submit")
    ada.save("x", 1)
    assert revisions(ada) == [("submitted", "Done thinking.")]


def test_nothing_cannot_be_submitted(ada: Reader) -> None:
    assert ada.save("  \n", do="submit").status_code == 422


def test_setting_aside_is_answered_with_its_day_and_typing_with_the_time(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        assert ada.save("", do="set-aside").json["label"] == "Set aside 3 May"
        assert ">Set aside 3 May</p>" in ada.get("/guides/small/first").text
    with clock.standing_at(AT + timedelta(hours=1)):
        assert ada.save("After all.", 1).json["label"] == "Saved 15:02"


def test_set_aside_counts_as_answered_and_writing_takes_it_up_again(ada: Reader) -> None:
    assert "1 reflection" in ada.get("/guides/small/first").text
    ada.save("", do="set-aside", why="Not my field.")
    page = ada.get("/guides/small/first").text
    assert "1 reflection" not in page
    assert "Not my field." in page
    ada.save("After all.", version=1)
    assert "1 reflection" in ada.get("/guides/small/first").text
    assert "and took it up again" in ada.get("/guides/small/first").text


def aside_then(reader: Reader, *later: tuple[str, str], text: str = "") -> None:
    """On 3 May the prompt is set aside beside a text, with a reason; on each day after, something is sent."""
    with clock.standing_at(AT):
        reader.sign_in()
        reader.save(text, do="set-aside", why="Not my field.")
    for days, (body, verb) in enumerate(later, start=1):
        with clock.standing_at(AT + timedelta(days=days)):
            reader.sign_in()
            assert reader.save(body, days, do=verb).status_code == 200
    reader.sign_in()


def words_on(reader: Reader, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", reader.get(address).text).split())


def test_reason_stays_readable_wherever_one_looks_once_a_text_takes_the_prompt_up(ada: Reader) -> None:
    aside_then(ada, ("A", "save"))
    assert "You set this prompt aside on 3 May 2026, and took it up again. Not my field." in words_on(
        ada, "/guides/small/first"
    )
    for page in ("/journal", REFLECTION):
        assert "Set aside on 3 May 2026, and taken up again: Not my field." in words_on(ada, page)
        assert "Draft, not submitted" in words_on(ada, page)
    assert "Not my" in words_on(ada, "/search?q=field")
    (entry,) = ada.get("/account/download").json["entries"]
    assert (entry["set_aside_why"], entry["set_aside_at"][:10]) == ("Not my field.", "2026-05-03")


def test_prompt_taken_up_is_open_again_and_the_log_still_says_that_it_was_set_aside(ada: Reader) -> None:
    ada.post("/guides/small/first/opened")
    aside_then(ada, ("A", "save"))
    assert "1 reflection" in words_on(ada, "/progress")
    assert "Set aside" in words_on(ada, "/progress")
    assert "draft, not submitted" in words_on(ada, "/guides/small/first")
    assert "Not my field." not in words_on(ada, "/journal?state=set-aside")
    assert "Not my field." in words_on(ada, "/journal?state=drafts")


def test_letter_typed_by_mistake_and_taken_out_leaves_the_prompt_set_aside(ada: Reader) -> None:
    aside_then(ada, ("A", "save"), ("", "save"))
    assert "You set this prompt aside on 3 May 2026. Not my field." in words_on(ada, "/guides/small/first")
    assert "1 reflection" not in ada.get("/guides/small/first").text
    assert "Set aside on 3 May 2026: Not my field." in words_on(ada, "/journal?state=set-aside")


def test_nothing_saved_again_takes_nothing_up(ada: Reader) -> None:
    aside_then(ada)
    assert ada.save("", 1).json["version"] == 1
    assert "You set this prompt aside on 3 May 2026. Not my field." in words_on(ada, "/guides/small/first")


@pytest.mark.parametrize("verb", ["save", "submit"])
def test_text_beside_which_the_prompt_was_set_aside_takes_it_up_as_it_stands(ada: Reader, verb: str) -> None:
    aside_then(ada, ("Two words.", verb), text="Two words.")
    assert "on 3 May 2026, and took it up again. Not my field." in words_on(ada, "/guides/small/first")
    assert "changed since" not in words_on(ada, "/guides/small/first")


def test_text_submitted_then_set_aside_then_submitted_as_it_stands_keeps_the_reason(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("Done.", do="submit")
        ada.save("Done.", 1, do="set-aside", why="Not my field.")
    with clock.standing_at(AT + timedelta(days=1)):
        ada.sign_in()
        ada.save("Done.", 2, do="submit")
    ada.sign_in()
    assert "Set aside on 3 May 2026, and taken up again: Not my field." in words_on(ada, "/journal")
    assert "on 3 May 2026, and took it up again. Not my field." in words_on(ada, "/guides/small/first")
    assert "Submitted on 3 May 2026" in words_on(ada, "/journal")
    assert "Set aside" in words_on(ada, "/progress")


@pytest.mark.parametrize("verb", ["save", "submit"])
def test_submitted_text_that_took_the_prompt_up_as_it_stood_leaves_it_set_aside_once_emptied(
    ada: Reader, verb: str
) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("Done.", do="submit")
    for days, (body, do) in enumerate([("Done.", "set-aside"), ("Done.", verb), ("", "save")], start=1):
        with clock.standing_at(AT + timedelta(days=days)):
            ada.sign_in()
            ada.save(body, days, do=do)
    ada.sign_in()
    assert "You set this prompt aside on 4 May 2026." in words_on(ada, "/guides/small/first")


def test_reason_that_another_replaces_stays_readable_with_its_day(ada: Reader) -> None:
    aside_then(ada)
    with clock.standing_at(AT + timedelta(days=1)):
        ada.sign_in()
        ada.save("", 1, do="set-aside", why="Not this month.")
    ada.sign_in()
    words = words_on(ada, REFLECTION)
    assert "Set aside on 4 May 2026: Not this month. Set aside before, on 3 May 2026: Not my field." in words
    assert "Emptied" not in words
    assert "Earlier versions" not in words
    assert words_on(ada, "/progress").count("Set aside") == 2
    (entry,) = ada.get("/account/download").json["entries"]
    assert entry["set_aside_why"] == "Not this month."
    assert [(each["at"][:10], each["why"]) for each in entry["set_aside_before"]] == [("2026-05-03", "Not my field.")]
    assert entry["revisions"] == []


def test_set_aside_again_for_the_same_reason_the_first_day_counts(ada: Reader) -> None:
    aside_then(ada)
    with clock.standing_at(AT + timedelta(days=1)):
        ada.sign_in()
        assert ada.save("", 1, do="set-aside", why="Not my field.").json["version"] == 1
    ada.sign_in()
    assert "Set aside on 3 May 2026: Not my field." in words_on(ada, REFLECTION)
    assert "Set aside before" not in words_on(ada, REFLECTION)


def test_text_with_which_the_prompt_was_set_aside_is_kept_however_soon_another_comes(ada: Reader) -> None:
    """And none is kept twice, however often the reason is changed."""
    steps = [
        ("What stood first.", "save", ""),
        ("What stood when it was set aside.", "save", ""),
        ("What stood when it was set aside.", "set-aside", "One."),
        ("What stood when it was set aside!", "save", ""),
        ("What stood when it was set aside!", "set-aside", "Two."),
        ("What stood when it was set aside!", "set-aside", "Three."),
        ("What stood at last, after all of that.", "set-aside", "Four."),
    ]
    for version, (body, do, why) in enumerate(steps):
        with clock.standing_at(AT + timedelta(minutes=version)):
            ada.sign_in()
            ada.save(body, version, do=do, why=why)
    ada.sign_in()
    (entry,) = ada.get("/account/download").json["entries"]
    kept = [revision["body"] for revision in entry["revisions"]]
    assert kept == [steps[0][0], steps[1][0], steps[3][0]]
    assert [each["why"] for each in entry["set_aside_before"]] == ["One.", "Two.", "Three."]


def test_former_text_is_kept_when_the_last_kept_one_is_ten_minutes_old(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("One")
    with clock.standing_at(AT + timedelta(minutes=1)):
        ada.save("One two", version=1)
    with clock.standing_at(AT + timedelta(minutes=2)):
        ada.save("One two three", version=2)
    with clock.standing_at(AT + timedelta(minutes=30)):
        ada.save("One two three four", version=3)
    assert revisions(ada) == [("replaced", "One"), ("replaced", "One two three")]


def test_text_emptied_by_mistake_is_kept_at_once(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("A")
        ada.save("A long thought that took an hour.", version=1)
        ada.save("", version=2)
    assert ("replaced", "A long thought that took an hour.") in revisions(ada)


def test_signed_out_save_is_401_in_json(ada: Reader) -> None:
    token = ada.token()
    ada.sign_out()
    answer = ada.client.post(
        REFLECTION, data={"body": "x", "csrf_token": token}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401
    assert answer.json["reason"] == "signed-out"


def test_signed_out_save_without_script_gives_the_text_back_and_offers_it_after_sign_in(ada: Reader) -> None:
    ada.sign_out()
    page = ada.client.post(REFLECTION, data={"body": "Do not lose <me>", "version": 0, "do": "save", "learner": "1"})
    assert page.status_code == 401
    assert "Do not lose &lt;me&gt;" in page.text
    kept = {"kept_address": REFLECTION, "kept_body": "Do not lose <me>", "kept_version": "0", "kept_learner": "1"}
    after = ada.sign_in(**kept)
    assert "Do not lose &lt;me&gt;" in after.text
    import re

    token = re.findall(r'name="csrf_token" value="([^"]+)"', after.text)[-1]
    saved = ada.client.post(
        REFLECTION, data={"body": "Do not lose <me>", "version": 0, "do": "save", "csrf_token": token, "learner": "1"}
    )
    assert saved.status_code == 303
    assert entries(ada)[0].body == "Do not lose <me>"


def test_page_left_open_by_somebody_else_never_saves_into_this_account(ada: Reader, bob: Reader) -> None:
    answer = bob.save("Ada's words", learner=ada.learner)
    assert answer.status_code == 403
    assert answer.json["reason"] == "other-person"
    assert entries(bob) == []


def test_stale_token_is_403_and_says_so(ada: Reader) -> None:
    answer = ada.save("x", csrf_token="0" * 64)
    assert answer.status_code == 403
    assert answer.json["reason"] == "token"


def test_guests_text_becomes_the_entry_or_a_revision_of_it_never_its_replacement(ada: Reader) -> None:
    first = ada.save("As a guest", address=f"{REFLECTION}/arrivals")
    assert first.json["version"] == 1
    ada.save("As a guest, and more", version=1)
    ada.save("Another guest text", address=f"{REFLECTION}/arrivals")
    assert entries(ada)[0].body == "As a guest, and more"
    assert ("merged", "Another guest text") in revisions(ada)


def test_save_takes_two_selects_however_often(ada: Reader, count_selects: object) -> None:
    ada.save("warm")
    token, learner = ada.token(), ada.learner
    for version in range(1, 4):
        count_selects()
        form = {"body": f"text {version}", "version": version, "key": f"k{version}", "do": "save"}
        ada.client.post(
            REFLECTION,
            data={**form, "csrf_token": token, "learner": learner},
            headers={"Accept": "application/json"},
        )
        assert len(count_selects()) <= 2


@pytest.mark.parametrize("address", ["/journal/small/first/nope", "/journal/small/nope/x", "/journal/x/y/z"])
def test_writing_where_there_is_no_block_is_404(ada: Reader, address: str) -> None:
    assert ada.save("x", address=address).status_code == 404


def test_writing_in_a_check_is_404(ada: Reader) -> None:
    assert ada.save("x", address="/journal/small/first/which-one").status_code == 404
