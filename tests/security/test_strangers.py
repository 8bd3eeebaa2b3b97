"""What belongs to somebody else looks exactly like what is not there, and stays as it is."""

from __future__ import annotations

import pytest

from tests.conftest import REFLECTION, Reader
from tests.security.kept import kept

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def seen(reader: Reader, method: str, address: str, **more: object) -> tuple[int, str]:
    answer = reader.client.open(address, method=method, **more)
    return answer.status_code, answer.text.replace(address, "…")


@pytest.mark.parametrize("method", METHODS)
def test_entry_of_a_stranger_is_like_one_never_written(ada: Reader, bob: Reader, method: str) -> None:
    ada.save("Written by Ada.", do="submit")
    bob.get("/")
    before = kept(ada.app)
    theirs = seen(bob, method, REFLECTION)
    none = seen(bob, method, "/journal/small/third/look-back")
    assert theirs == none
    assert theirs[0] in {403, 404, 405}
    assert method not in {"GET", "HEAD"} or theirs[0] == 404
    assert kept(ada.app) == before


def test_saving_where_a_stranger_wrote_touches_only_ones_own(ada: Reader, bob: Reader) -> None:
    ada.save("Written by Ada.")
    answer = bob.save("Written by Bob.", version=1)
    assert answer.status_code == 409
    assert "Ada" not in answer.text
    assert bob.save("Written by Bob.").json["version"] == 1
    assert "Written by Ada." in ada.get(REFLECTION).text
    assert "Bob" not in ada.get(REFLECTION).text


@pytest.mark.parametrize("path", ["/journal", "/progress", "/account", "/guides/small/", "/guides/small/first", "/"])
def test_lists_hold_nothing_of_a_stranger(ada: Reader, bob: Reader, path: str) -> None:
    bob.get("/")  # takes in the notice of his registration
    before = bob.get(path).text
    ada.save("Written by Ada.", do="submit")
    ada.post("/guides/small/first/done", {"done": "yes"})
    ada.post("/guides/small/first/tasks/try-it", {"do": "tick"})
    ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": "Ada's reason."})
    assert bob.get(path).text == before


def test_key_of_a_strangers_entry_in_the_journals_address_shows_nothing_of_it(ada: Reader, bob: Reader) -> None:
    ada.save("Written by Ada.")
    assert "Ada" not in bob.get("/journal?before=9999999999999999-1").text


def test_save_key_of_a_stranger_says_nothing(ada: Reader, bob: Reader) -> None:
    ada.save("Written by Ada.", key="the-key-of-ada")
    answer = bob.save("Written by Bob.", key="the-key-of-ada")
    assert answer.json["version"] == 1
    assert "Ada" not in answer.text


@pytest.mark.parametrize("path", ["/account", "/account/download", "/journal", "/progress", REFLECTION])
def test_what_is_private_is_not_shown_to_whoever_is_signed_out(ada: Reader, path: str) -> None:
    ada.save("Written by Ada.")
    guest = Reader(ada.app)
    answer = guest.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=/")
    assert "Ada" not in answer.text
    as_json = guest.get(path, headers={"Accept": "application/json"})
    assert (as_json.status_code, as_json.json["reason"]) == (401, "signed-out")


def test_who_is_signed_in_is_told_to_them_alone(ada: Reader) -> None:
    assert Reader(ada.app).get("/session").json == {"learner": None}
    answer = ada.get("/session")
    assert set(answer.json) == {"learner", "csrf_token"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
