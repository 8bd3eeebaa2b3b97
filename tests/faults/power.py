"""A disk whose power can be cut.

The disk is a file, used through a loop device and an ext4 of its own. What programs have written but not synchronised is in the
memory of that file system and not in the file, so a copy of the file is what a real disk would hold if the power failed at
this moment: no more than was synchronised, plus whatever the system happened to write out by itself. The processes are stopped
while the copy is made, so that it shows one moment; the time after which the system writes out by itself is set to five minutes.

What this cannot show is a disk that confirms a flush and forgets it all the same.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

SIZE = 32 * 1024 * 1024


def why_not() -> str | None:
    """What this machine lacks for it; None: nothing."""
    if os.geteuid() != 0:
        return "only root may mount the disk whose power is cut"
    if not (shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin") and Path("/dev/loop-control").exists()):
        return "a disk whose power can be cut needs mkfs.ext4 and loop devices"
    return None


class Disk:
    """Mounted at ``folder``. Not to be had everywhere, see :func:`why_not`."""

    def __init__(self, place: Path, image: Path | None = None) -> None:
        place.mkdir(parents=True)
        self.image = place / "image"
        self.folder = place / "mounted"
        self.folder.mkdir()
        if image is None:
            with self.image.open("wb") as file:
                file.truncate(SIZE)
            run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(self.image))
        else:
            shutil.copyfile(image, self.image)
        run("mount", "-o", "loop,commit=300", str(self.image), str(self.folder))

    def cut_power(self, pids: Iterable[int], place: Path) -> Disk:
        """Stop the processes; another disk, holding what this one would hold. They are left stopped, for the caller to kill."""
        stopped = list(pids)
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        for pid in stopped:
            give_up = time.monotonic() + 10
            while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "TZ":
                assert time.monotonic() < give_up, "a process could not be stopped"
        place.mkdir(parents=True)
        copy = place / "as-it-was"
        shutil.copyfile(self.image, copy)
        return Disk(place / "disk", copy)

    def remove(self) -> None:
        run("umount", str(self.folder))


def run(program: str, *words: str) -> None:
    where = {**os.environ, "PATH": f"/usr/sbin:/sbin:{os.environ.get('PATH', '')}"}
    done = subprocess.run([program, *words], capture_output=True, text=True, env=where, timeout=60)
    assert done.returncode == 0, f"{program}: {done.stderr}"
