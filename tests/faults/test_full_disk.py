"""The disk is full, or a file may not grow: nothing can be kept, everything can be read, and room is all it takes to go on."""

from __future__ import annotations

import http.client
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.power import Disk, why_not
from tests.faults.site import Site
from tests.faults.writers import Crowd, Writer

pytestmark = [pytest.mark.fault, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


class Page:
    """One learner's page, open all the time."""

    def __init__(self, site: Site, writer: Writer) -> None:
        self.site, self.writer = site, writer

    def save(self) -> tuple[int, dict[str, object]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            return self.writer.save(connection)
        finally:
            connection.close()

    def read(self) -> tuple[int, str]:
        """The lesson, signed in, with the text in it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            connection.request("GET", "/guides/small/first", headers={"Cookie": f"guide={self.writer.cookie}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def hold(site: Site, no_room: Callable[[], object], room: Callable[[], object]) -> None:
    """What is promised, whichever way the room goes."""
    crowd = Crowd(site, 1)
    site.start()
    page = Page(site, crowd.writers[0])
    assert page.save()[0] == 200
    pids, kept = site.pids, crowd.writers[0].kept
    no_room()
    try:
        for _ in range(3):
            status, said = page.save()
            assert status == 503
            assert "no room left" in str(said["problem"])
            status, lesson = page.read()
            assert status == 200
            assert kept.body.strip() in lesson
        assert site.get("/guides/small/second")[0] == 200
    finally:
        room()
    assert page.save()[0] == 200
    assert crowd.writers[0].kept.version == kept.version + 1
    assert crowd.lost() == []
    assert site.pids == pids


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux changes the limits of a running process")
def test_when_files_may_not_grow_saves_are_refused_with_the_reason_until_they_may(site: Site) -> None:
    former: dict[int, tuple[int, int]] = {}

    def no_room() -> None:
        largest = (site.data / "guide.sqlite3-wal").stat().st_size
        for pid in site.pids:
            former[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, former[pid][1]))

    def room() -> None:
        for pid, limit in former.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)

    hold(site, no_room, room)


@contextmanager
def mounted(place: Path) -> Iterator[Disk]:
    disk = Disk(place)
    try:
        yield disk
    finally:
        disk.remove()


@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
def test_when_the_disk_is_full_saves_are_refused_with_the_reason_until_there_is_room(
    make_site: Callable[..., Site], tmp_path: Path
) -> None:
    with mounted(tmp_path / "disk") as disk:
        data, filler = disk.folder / "data", disk.folder / "filler"
        data.mkdir()
        site = make_site(data=data, database_url=f"sqlite:///{data}/guide.sqlite3")
        site.prepare()

        def no_room() -> None:
            with filler.open("wb", buffering=0) as file:
                for size in (1 << 20, 1 << 12, 1 << 9):
                    try:
                        while True:
                            file.write(b"x" * size)
                    except OSError:
                        pass

        try:
            hold(site, no_room, filler.unlink)
        finally:
            site.kill()
