"""People who are slow, or who mean harm by being slow, keep nobody else waiting."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.conftest import SMALL_GUIDE
from tests.faults.site import Site
from tests.faults.writers import REFLECTION, Crowd

pytestmark = pytest.mark.fault

HOST = b"Host: 127.0.0.1\r\n"
FORM = HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
POST = b"POST " + REFLECTION.encode() + b" HTTP/1.1\r\n" + FORM
GET = b"GET /guides/small/first HTTP/1.1\r\n" + HOST

HALF_OPEN = {
    "silent": b"",
    "half a request line": b"GET /guides/sm",
    "a request line without its end": b"GET /search?q=" + b"a" * 1_100_000,
    "a head without its end": GET + b"Accept: text/html\r\n",
    "a body that stops": POST + b"Content-Length: 4000\r\n\r\nbody=I+was+about+to",
    "a body in chunks that stops": POST + b"Transfer-Encoding: chunked\r\n\r\n10\r\nbody=0\r\n\r\n",
    "a body that is too large and stops": POST + b"Content-Length: 9000000\r\n\r\n" + b"x" * 1_100_000,
    "a second request that stops": GET + b"\r\n" + GET,
    "an answer and no goodbye": GET + b"Connection: close\r\n\r\n",
}


@contextmanager
def clients(site: Site, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have sent this and then do nothing, for as long as the block lasts."""
    with ExitStack() as stack:
        open_ones = []
        for _ in range(count):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=10))
            client.sendall(sent)
            open_ones.append(client)
        yield open_ones


def longest_wait(site: Site) -> float:
    """Seconds, of five people who ask for a lesson one after the other."""
    waits = []
    for _ in range(5):
        began = time.monotonic()
        assert site.get("/guides/small/first", timeout=20)[0] == 200
        waits.append(time.monotonic() - began)
    return max(waits)


def answer(client: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    received = b""
    while data := client.recv(65536):
        received += data
    return received


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests that leave it running."""
    data = tmp_path_factory.mktemp("site") / "data"
    data.mkdir()
    site = Site(data, SMALL_GUIDE, f"sqlite:///{data}/guide.sqlite3")
    try:
        site.prepare()
        site.start()
        yield site
    finally:
        site.kill()


def test_fifty_half_open_clients_of_every_kind_keep_nobody_waiting_for_a_second(running: Site) -> None:
    at_most = max(1, 5 * longest_wait(running))  # the machine may be busy with other things
    for kind, sent in HALF_OPEN.items():
        with clients(running, 50, sent):
            assert longest_wait(running) < at_most, kind


def test_fifty_clients_who_ask_and_ask_and_never_read_keep_nobody_waiting_for_a_second(running: Site) -> None:
    at_most = max(1, 5 * longest_wait(running))
    with ExitStack() as stack:
        for _ in range(50):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            client.connect(("127.0.0.1", running.port))
            client.sendall((GET + b"\r\n") * 400)
        assert longest_wait(running) < at_most


def test_unfinished_requests_are_held_up_to_a_limit_of_all_together(running: Site) -> None:
    head = POST + b"Content-Length: 1040000\r\n\r\n"
    before = max(running.memory_mib)
    with clients(running, 300, head) as open_ones:
        for client in open_ones:
            with suppress(OSError):  # some are cut off
                client.sendall(b"x" * 1_000_000)
        assert running.get("/readyz")[0] == 200
        assert max(running.memory_mib) - before < 110  # 64, and what growing buffers reserve; all of it would be 150


def test_a_request_that_arrives_byte_by_byte_is_answered(running: Site) -> None:
    with clients(running, 1, b"") as (client,):
        for byte in GET + b"Connection: close\r\n\r\n":
            client.sendall(bytes([byte]))
        assert answer(client).startswith(b"HTTP/1.1 200 OK")


def test_a_body_that_arrives_in_pieces_is_read_to_its_end(running: Site) -> None:
    body = b"theme=dark&size=large"
    with clients(running, 1, b"POST /look HTTP/1.1\r\n" + FORM + b"Connection: close\r\n") as (client,):
        for piece in (b"Content-Length: ", b"%d\r\n" % len(body), b"\r", b"\n", body[:7], body[7:]):
            client.sendall(piece)
        assert b"guide_look=dark.large" in answer(client)


def test_a_body_without_a_length_is_refused_because_nobody_could_wait_for_it(running: Site) -> None:
    with clients(running, 1, HALF_OPEN["a body in chunks that stops"]) as (client,):
        assert answer(client).startswith(b"HTTP/1.1 411 Length Required")


def test_a_question_of_ten_thousand_characters_is_answered(running: Site) -> None:
    for question in (b"a" * 10_000, b"%F0%9F%91%8D" * 10_000):
        with clients(
            running, 1, b"GET /search?q=" + question + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
        ) as (client,):
            assert answer(client).startswith(b"HTTP/1.1 200 OK")


def test_an_address_that_does_not_end_is_refused(running: Site) -> None:
    with clients(running, 1, b"GET /search?q=" + b"a" * 300_000) as (client,):
        assert answer(client).startswith(b"HTTP/1.1 431 ")


def test_requests_sent_in_one_breath_are_all_answered_in_their_order(running: Site) -> None:
    asked = [b"/healthz", b"/nowhere", b"/readyz"]
    sent = b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in asked[:2])
    with clients(running, 1, sent + b"GET /readyz HTTP/1.1\r\n") as (client,):
        client.sendall(HOST + b"Connection: close\r\n\r\n")
        received = answer(client)
    assert re.findall(rb"HTTP/1.1 (\d+)", received) == [b"200", b"404", b"200"]


def test_who_waits_for_leave_to_send_a_body_is_given_it(running: Site) -> None:
    head = POST + b"Expect: 100-continue\r\nContent-Length: 6\r\nConnection: close\r\n\r\n"
    with clients(running, 1, head) as (client,):
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(b"body=x")
        assert b"401 UNAUTHORIZED" in answer(client)


def test_too_large_a_request_is_refused_readably_while_it_is_still_being_sent(running: Site) -> None:
    size = 3_000_000
    head = b"POST /look HTTP/1.1\r\n" + FORM + b"Content-Length: %d\r\n\r\n" % size
    with clients(running, 1, head + b"x" * size) as (client,):
        assert b"413 REQUEST ENTITY TOO LARGE" in answer(client)


def test_what_is_no_request_is_refused_at_once(running: Site) -> None:
    for sent in (
        b"\x16\x03\x01 nonsense\r\n\r\n",
        GET + b"Content-Length: -1\r\n\r\n",
        GET + b"A: " + b"x" * 9000 + b"\r\n\r\n",
    ):
        with clients(running, 1, sent) as (client,):
            assert answer(client).split()[1][:1] == b"4"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_half_open_clients_do_not_hold_up_the_end_of_the_site(site: Site) -> None:
    site.start()
    with clients(site, 50, HALF_OPEN["a body that stops"]):
        began = time.monotonic()
        site.ask_to_stop()
        assert site.wait_until_stopped() == 0
        assert time.monotonic() - began < 15  # less than the twenty that a request may take to finish


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_is_still_sending_when_the_site_is_asked_to_stop_is_answered(site: Site) -> None:
    site.start()
    with clients(site, 8, POST + b"Content-Length: 6\r\n\r\nbod") as open_ones:
        site.ask_to_stop()
        for client in open_ones:
            client.sendall(b"y=x")
            assert b"401 UNAUTHORIZED" in answer(client)


def test_sixteen_writers_at_once_meet_no_lock_and_no_error(site: Site) -> None:
    crowd = Crowd(site, 16)
    site.start()
    crowd.write(connections=16, saves=800)
    assert crowd.failures_before == crowd.failures_after == []
    assert set(crowd.answers) == {200}
    assert crowd.lost() == []
