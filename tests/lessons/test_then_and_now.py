"""Two texts of one's own, with time between them: beside the field while the second is being written, together afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from guide.kernel import clock
from tests.conftest import REFLECTION, Reader

LATER = "/journal/small/third/look-back"
QUESTION = "What, if anything, has changed?"


def at(month: int, day: int) -> datetime:
    """Late in the evening: in Vienna it is the next day already."""
    return datetime(2026, month, day, 23, 30, tzinfo=UTC)


def write(reader: Reader, month: int, day: int, body: str, *, place: str = REFLECTION, **fields: object) -> None:
    """Save as the form in the lesson would, on that evening. Submitted, unless the fields say otherwise."""
    with clock.standing_at(at(month, day)):
        lesson = reader.get(f"/guides/small/{place.split('/')[3]}").text
        version = re.search(r'name="version" value="(\d+)"', lesson.partition(f'action="{place}"')[2])
        assert version
        answer = reader.save(body, int(version[1]), place, **{"do": "submit", **fields})
        assert answer.status_code == 200


def together(html: str) -> list[tuple[str, str]]:
    """The two texts, each under its day."""
    texts = html.partition('class="then-and-now"')[2].partition("has changed?")[0]
    found = re.findall(r'<p class="written-on"[^>]*>(.*?)</p>\s*<div class="mine">(.*?)</div>', texts, re.DOTALL)
    return [(re.sub("<[^>]+>", "", day), re.sub("<[^>]+>", "", text).strip()) for day, text in found]


def stands_beside(html: str) -> bool:
    return 'class="earlier beside"' in html


def test_earlier_entry_stands_beside_the_field_until_the_second_is_submitted(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    assert stands_beside(ada.get("/guides/small/third").text)
    write(ada, 5, 1, "I know", place=LATER, do="save")
    page = ada.get("/guides/small/third").text
    assert stands_beside(page)
    assert together(page) == []


def test_after_the_second_entry_both_stand_together_each_with_its_day_where_the_learner_lives(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know <three> of them.", place=LATER)
    page = ada.get("/guides/small/third").text
    assert together(page) == [
        ("Then, 2 March 2026", "I knew nobody."),
        ("Now, 2 May 2026", "I know &lt;three&gt; of them."),
    ]
    assert not stands_beside(page)
    assert f'href="{REFLECTION}"' in page


def test_the_one_question_leads_into_the_field_of_the_same_entry(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    assert "Add it to the same entry" not in ada.get("/guides/small/third").text
    write(ada, 5, 1, "I know three.", place=LATER)
    page = ada.get("/guides/small/third").text
    asked = page.partition(f'<p class="what-changed">{QUESTION}')[2]
    assert asked.lstrip().startswith('<a class="no-print" href="#text-look-back">Add it to the same entry</a>')
    assert page.count("<textarea") == 3  # the entry's, that of the decision, and that of the chat
    write(ada, 6, 1, "I know three. What has changed is whom I ask.", place=LATER)
    assert together(ada.get("/guides/small/third").text)[1] == (
        "Now, 2 June 2026",
        "I know three. What has changed is whom I ask.",
    )
    assert len(ada.get("/account/download").json["entries"]) == 2


def test_form_posted_without_script_leads_back_to_both_texts(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    form = {"body": "I know three.", "version": 0, "do": "submit", "learner": ada.learner}
    answer = ada.post(LATER, form)
    assert answer.status_code == 303
    assert [text for _, text in together(ada.get(answer.headers["Location"]).text)] == [
        "I knew nobody.",
        "I know three.",
    ]


def test_present_text_is_the_one_that_stands_now_with_the_day_it_was_saved(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    write(ada, 5, 9, "I know three, and one of them answers.", place=LATER, do="save")
    assert together(ada.get("/guides/small/third").text)[1] == (
        "Now, 10 May 2026",
        "I know three, and one of them answers.",
    )


def test_earlier_text_is_the_one_last_submitted_whatever_was_typed_since(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 3, 5, "I knew nobody, I thought.", do="save")
    write(ada, 5, 1, "I know three.", place=LATER)
    assert together(ada.get("/guides/small/third").text)[0] == ("Then, 2 March 2026", "I knew nobody.")


def test_earlier_text_is_the_one_that_stood_when_the_second_was_submitted(ada: Reader) -> None:
    """In the lesson and in the printed guide, whatever was submitted since."""
    write(ada, 2, 1, "I knew nobody yet.")
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    write(ada, 6, 1, "I knew one of them.")
    for address in ("/guides/small/third", "/guides/small/print"):
        assert together(ada.get(address).text) == [
            ("Then, 2 March 2026", "I knew nobody."),
            ("Now, 2 May 2026", "I know three."),
        ]
    write(ada, 7, 1, "I know four.", place=LATER)
    assert together(ada.get("/guides/small/third").text)[0] == ("Then, 2 June 2026", "I knew one of them.")


def test_while_the_second_is_written_what_was_submitted_last_stands_beside_it(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know", place=LATER, do="save")
    write(ada, 6, 1, "I knew one of them.")
    assert "I knew one of them." in ada.get("/guides/small/third").text


def test_earlier_draft_that_was_never_submitted_is_shown_with_the_day_it_was_saved(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.", do="save")
    write(ada, 5, 1, "I know three.", place=LATER)
    assert together(ada.get("/guides/small/third").text)[0] == ("Then, 2 March 2026", "I knew nobody.")


def test_text_set_aside_afterwards_is_still_what_was_written_then(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 3, 5, "I knew nobody.", do="set-aside", why="Enough of this.")
    write(ada, 5, 1, "I know three.", place=LATER)
    page = ada.get("/guides/small/third").text
    assert together(page)[0] == ("Then, 2 March 2026", "I knew nobody.")
    assert "Enough of this." not in page


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param([], id="never written"),
        pytest.param([("", "set-aside")], id="set aside without a text"),
        pytest.param([("I knew nobody.", "submit"), ("", "save")], id="emptied after it was submitted"),
        pytest.param([("I knew nobody.", "save"), (" ", "save")], id="emptied"),
    ],
)
def test_without_an_earlier_text_the_second_stands_alone(ada: Reader, earlier: list[tuple[str, str]]) -> None:
    for day, (body, verb) in enumerate(earlier, start=1):
        write(ada, 3, day, body, do=verb)
    write(ada, 5, 1, "I know three.", place=LATER)
    page = ada.get("/guides/small/third").text
    assert together(page) == []
    assert not stands_beside(page)
    assert "I knew nobody." not in page


@pytest.mark.parametrize(("body", "verb"), [("I know three.", "set-aside"), ("", "save")])
def test_second_entry_taken_back_leaves_the_earlier_one_beside_the_field(ada: Reader, body: str, verb: str) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    write(ada, 5, 2, body, place=LATER, do=verb)
    page = ada.get("/guides/small/third").text
    assert together(page) == []
    assert stands_beside(page)


def test_entry_written_out_of_order_is_never_called_the_earlier_one(ada: Reader) -> None:
    write(ada, 3, 1, "I know three.", place=LATER)
    write(ada, 5, 1, "I knew nobody.")
    page = ada.get("/guides/small/third").text
    assert together(page) == []
    assert "You, on 2 May 2026" in page


def test_both_stand_together_after_the_earlier_prompt_has_moved(make_app: Callable[..., Flask], content: Path) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    first, third = (content / "small" / name for name in ("01-begin/01-first.md", "02-go-on/01-third.md"))
    guide = content / "small" / "guide.yaml"
    guide.write_text(guide.read_text().replace("moved: {}", "moved:\n  first/what-happened: first/told"))
    first.write_text(first.read_text().replace("id: what-happened", "id: told"))
    third.write_text(third.read_text().replace("revisits: first/what-happened", "revisits: first/told"))
    moved = Reader(make_app(content_dir=content))
    moved.sign_in()
    page = moved.get("/guides/small/third").text
    assert [text for _, text in together(page)] == ["I knew nobody.", "I know three."]
    assert 'href="/journal/small/first/told"' in page


def test_guest_and_another_learner_are_shown_no_text_and_no_question(ada: Reader, bob: Reader, guest: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    ada.get("/guides/small/third")
    for reader in (bob, guest):
        page = reader.get("/guides/small/third").text
        assert together(page) == []
        assert not stands_beside(page)
        assert "I knew nobody." not in page
        assert "Add it to the same entry" not in page


def test_printed_guide_sets_both_together_once_the_second_is_written(ada: Reader) -> None:
    write(ada, 3, 1, "I knew nobody.")
    assert together(ada.get("/guides/small/print").text) == []
    write(ada, 5, 1, "I know three.", place=LATER)
    page = ada.get("/guides/small/print").text
    assert together(page) == [("Then, 2 March 2026", "I knew nobody."), ("Now, 2 May 2026", "I know three.")]
    assert page.count("I know three.") == 1


def test_guide_in_which_nothing_comes_back_to_anything_is_printed_with_what_was_written(
    make_app: Callable[..., Flask], content: Path
) -> None:
    third = content / "small" / "02-go-on" / "01-third.md"
    third.write_text(third.read_text().replace("revisits: first/what-happened\n", ""))
    ada = Reader(make_app(content_dir=content))
    ada.register()
    write(ada, 3, 1, "I knew nobody.")
    assert "I knew nobody." in ada.get("/guides/small/print").text


def test_lesson_with_both_texts_is_read_with_two_selects(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    write(ada, 3, 1, "I knew nobody.")
    write(ada, 5, 1, "I know three.", place=LATER)
    for address in ("/guides/small/third", "/guides/small/print"):
        ada.get(address)
        count_selects()
        ada.get(address)
        assert len(count_selects()) == 2
