"""Days, minutes and the name of a licence are read as one: no line ends within them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from guide.kernel import clock
from tests.conftest import Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)


def as_printed(reader: Reader, address: str) -> str:
    """The page with every space at which no line ends as ``~``."""
    return reader.get(address).data.decode().replace("&nbsp;", "~").replace("\u00a0", "~")


def test_minutes_of_a_lesson_stay_together(guest: Reader) -> None:
    assert "~min reading + " in as_printed(guest, "/guides/small/first")
    assert "~min doing" in as_printed(guest, "/guides/small/first")
    assert "~min</span>" in as_printed(guest, "/guides/small/")
    assert "~minutes left" in as_printed(guest, "/guides/small/")


def test_the_name_of_a_licence_stays_together(guest: Reader, ada: Reader) -> None:
    for page in ("", "print"):
        assert "CC~BY~4.0" in as_printed(guest, f"/guides/small/{page}")
    ada.post("/guides/small/first/done", {"done": "yes"})
    assert "CC~BY~4.0" in as_printed(ada, "/progress/statement")


def test_day_and_month_stay_together_wherever_a_reader_meets_them(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.save("It was fine.", do="submit")
        ada.post("/guides/small/first/done", {"done": "yes"})
    with clock.standing_at(AT + timedelta(days=20)):
        for address in ("/guides/small/first", "/journal", "/journal/small/first/what-happened"):
            assert "Submitted on 3~May 2026" in as_printed(ada, address)


def test_machines_are_told_dates_with_plain_spaces(guest: Reader) -> None:
    for name in ("sources.ris", "sources.bib"):
        assert "~" not in as_printed(guest, f"/guides/small/{name}")
