"""The worker that gunicorn runs: a request gets a thread once all of it is here, and loses it once it is answered.

gunicorn's own threaded worker reads each request in one of its few threads and waits there for as long as the client likes, so
as many half-open connections as there are threads keep everybody waiting. Here the loop that accepts connections collects what
they send, at the cost of a buffer and not of a thread; it also sees them off, which gunicorn does in that loop for up to two
seconds each. What a thread does is unchanged. For plain HTTP, as behind a proxy; TLS is the proxy's.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from guide.kernel.arrival import LARGEST_ARRIVAL, Arrival

PATIENCE_S = 30
"""For one request to arrive, from its first byte or from the connection."""
LAST_PATIENCE_S = 3
"""The same once the worker has been told to stop."""
FAREWELL_S = 2
"""For a client to take the end of its answer and close."""
STALLED_S = 10
"""For a client to take the next piece of an answer too large for the system to hold; the one wait that costs a thread."""
MOST_HELD = 64 * 1024 * 1024
"""Of all unfinished requests together; above it, whoever has been sending for longest is cut off."""

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
NO_LENGTH = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
"""For a body sent in chunks, which no browser does: how much there is to wait for must be said at the beginning."""
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
"""For an address or a head that goes on and on."""


def has_room(client: socket.socket) -> bool:
    """Whether the system takes an answer for this client without waiting for it to take former ones."""
    poll = select.poll()
    poll.register(client, select.POLLOUT)
    return bool(poll.poll(0))


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Both in the order of their deadlines, which are the same time after their beginning.
        self.arriving: dict[Any, Arrival] = {}
        self.leaving: dict[Any, float] = {}
        self.held = 0
        self.is_stopping = False

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("This worker speaks plain HTTP: leave TLS to a proxy in front of it.")

    def accept(self, listener: Any) -> None:
        try:
            client, address = listener.accept()
        except OSError:  # it went away; or no more files may be opened, until somebody leaves
            return
        try:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", STALLED_S, 0))
        except OSError:
            client.close()
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        self.poller.register(client, EVENT_READ, partial(self.receive, conn))
        self.await_request(conn)

    def await_request(self, conn: Any) -> None:
        patience = LAST_PATIENCE_S if self.is_stopping else PATIENCE_S
        self.arriving[conn] = Arrival(time.monotonic() + patience)

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """The next request begins on a connection that was kept."""
        self.keepalived_conns.remove(conn)
        self.poller.modify(client, EVENT_READ, partial(self.receive, conn))
        self.await_request(conn)
        self.receive(conn, client)

    def receive(self, conn: Any, client: socket.socket) -> None:
        if conn not in self.arriving:
            return  # dropped by what happened in the same moment
        try:
            data = client.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(conn)
            return
        self.held += len(data)
        self.take_in(conn, data)
        while self.held > MOST_HELD and self.arriving:
            self.drop(next(iter(self.arriving)))

    def take_in(self, conn: Any, data: bytes) -> None:
        arrival = self.arriving[conn]
        is_head_new = arrival.add(data)
        if arrival.is_chunked or arrival.is_head_too_long:
            self.forget(conn)
            self.answer_briefly(conn, NO_LENGTH if arrival.is_chunked else TOO_LONG)
            self.see_off(conn)
        elif arrival.is_ready:
            if has_room(conn.sock):
                self.hand_over(conn, conn.sock)
            else:  # the client has not taken the answers it asked for
                self.poller.modify(conn.sock, EVENT_WRITE, partial(self.hand_over, conn))
        elif is_head_new and arrival.expects_leave:
            self.answer_briefly(conn, CONTINUE)

    def hand_over(self, conn: Any, _client: socket.socket) -> None:
        """To a thread, now that there is room for an answer."""
        if conn not in self.arriving:
            return
        received = bytes(self.arriving[conn].received)
        self.forget(conn)
        future = self.tpool.submit(self.handle_arrival, conn, received)
        future.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def answer_briefly(self, conn: Any, answer: bytes) -> None:
        with suppress(OSError):
            conn.sock.send(answer)

    def handle_arrival(self, conn: Any, received: bytes) -> bool:
        """In a thread: as gunicorn handles it, from what was received. Whether the connection is to be kept."""
        conn.init()
        conn.parser.unreader.unread(received)
        conn.is_cut = len(received) >= LARGEST_ARRIVAL
        return bool(self.handle(conn))

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Called by gunicorn; it would wait in the thread for the rest of a request that was refused by its beginning."""
        return not conn.is_cut and super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn: Any, future: Future[bool]) -> None:
        """In the loop: wait for the next request, which may have begun to arrive, or say farewell."""
        is_kept = not future.cancelled() and future.exception() is None and future.result()
        if not is_kept:
            self.see_off(conn)
        elif begun := conn.parser.unreader.take_buffered():
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, EVENT_READ, partial(self.receive, conn))
            self.held += len(begun)
            self.await_request(conn)
            self.take_in(conn, begun)
        else:
            super().finish_request(conn, future)

    def see_off(self, conn: Any) -> None:
        """Close so that the client gets all of its answer, even where it is still sending."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, EVENT_READ, partial(self.read_away, conn))
        except (OSError, ValueError):
            self.nr_conns -= 1
            conn.close()
        else:
            self.leaving[conn] = time.monotonic() + FAREWELL_S

    def read_away(self, conn: Any, client: socket.socket) -> None:
        try:
            data = client.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(conn)

    def drop(self, conn: Any) -> None:
        self.forget(conn)
        self.nr_conns -= 1
        conn.close()

    def forget(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        self.leaving.pop(conn, None)
        if (arrival := self.arriving.pop(conn, None)) is not None:
            self.held -= len(arrival.received)

    def murder_pending(self) -> None:
        """Called by gunicorn once a second or more: drop whoever is late."""
        at = time.monotonic()
        while self.arriving and self.arriving[first := next(iter(self.arriving))].deadline <= at:
            self.drop(first)
        while self.leaving and self.leaving[first := next(iter(self.leaving))] <= at:
            self.drop(first)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Called by gunicorn, and last when the worker has been told to stop: take in who has already been connected,
        then close the door, so that nobody waits before it in vain and is turned away at the end."""
        super().set_accept_enabled(enabled)
        if self.alive or self.is_stopping:
            return
        self.is_stopping = True
        for listener in self.sockets:
            before = -1
            while before != self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            listener.close()
        latest = time.monotonic() + LAST_PATIENCE_S
        for arrival in self.arriving.values():
            arrival.deadline = min(arrival.deadline, latest)
