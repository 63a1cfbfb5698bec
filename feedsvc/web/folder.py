"""A folder of published files: what was written there is known, and nothing else is touched."""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from feedsvc.errors import FeedsvcError

MANIFEST = ".feedsvc-published"
"""Lists the files that are ours, one a line: those of the last run, or of one that broke off."""

_NEW = ".feedsvc-new"
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_SECOND = 1_000_000_000


class Folder:
    """Files below a folder that is open; no symbolic link below it is ever followed."""

    def __init__(self, path: Path, root: int, manifest: int) -> None:
        """Take the files that the manifest lists for ours.

        Args:
            path: For what is said to people.
            root: The open folder.
            manifest: The open list, which lines are appended to.

        Raises:
            FeedsvcError: The list names what nobody may have written for us.
        """
        self._path = path
        self._root = root
        self._manifest = manifest
        with open(os.dup(manifest), encoding="utf-8", errors="replace") as lines:  # noqa: PTH123 - a descriptor
            self._ours = set(lines.read().split("\n")) - {""}
        if not all(map(_PATH.fullmatch, self._ours)):
            msg = f"{path / MANIFEST} is not as feedsvc wrote it; publish into a new folder"
            raise FeedsvcError(msg)

    def claim(self, paths: Collection[str]) -> None:
        """Make sure that nothing of anybody else is where these files would go, or ours went.

        Raises:
            FeedsvcError: Something is; nothing was written.
        """
        for path in sorted(self._ours.union(paths)):
            in_the_way = self._foreign(path)
            if in_the_way:
                msg = f"{self._path / in_the_way} is not of feedsvc and in the way; move it away"
                raise FeedsvcError(msg)

    def write(self, path: str, body: bytes, modified: datetime) -> bool:
        """Write a file as a whole, unless it holds these bytes already.

        Args:
            path: Below the folder, with slashes.
            body: What it is to hold.
            modified: Its date, which a web server tells as Last-Modified. A file that was there
                gets a later one than it had, so that no reader takes it for what it was.

        Returns:
            Whether it was written.
        """
        moment = int(modified.timestamp()) * _SECOND
        with self._within(path, make=True) as (place, name):
            before = _read(place, name)
            if before:
                if before[0] == body:
                    return False
                moment = max(moment, before[1] + _SECOND)
            if path not in self._ours:  # listed first: a file that is not would be foreign
                os.write(self._manifest, f"{path}\n".encode())
                self._ours.add(path)
            self._place(body, place, name, moment)
        return True

    def keep(self, published: Collection[str]) -> int:
        """Remove what is ours beside these files, and return how many files that were."""
        removed = 0
        gone = self._ours.difference(published)
        for path in sorted(gone):
            with suppress(FileNotFoundError), self._within(path) as (place, name):
                os.unlink(name, dir_fd=place)
                removed += 1
        emptied = {
            str(folder) for path in gone for folder in Path(path).parents if str(folder) != "."
        }
        for folder in sorted(emptied, key=len, reverse=True):
            with suppress(OSError), self._within(folder) as (place, name):
                os.rmdir(name, dir_fd=place)
        self._ours = set(published)
        lines = "".join(f"{path}\n" for path in sorted(self._ours))
        self._place(lines.encode(), self._root, MANIFEST, None)
        return removed

    def _foreign(self, path: str) -> str | None:
        """The path of what is not ours and where a file or one of its folders would go."""
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            some = "/".join(parts[:count])
            try:
                with self._within(some) as (place, name):
                    mode = os.stat(name, dir_fd=place, follow_symlinks=False).st_mode
            except FileNotFoundError:
                return None
            is_last = count == len(parts)
            is_ours = some in self._ours and not stat.S_ISDIR(mode)
            if not (is_ours if is_last else stat.S_ISDIR(mode)):
                return some
        return None

    @contextmanager
    def _within(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The open folder that a file is in, and the file's name there."""
        *folders, name = path.split("/")
        place = os.dup(self._root)
        try:
            for folder in folders:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(folder, dir_fd=place)
                inner = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=place)
                os.close(place)
                place = inner
            yield place, name
        finally:
            os.close(place)

    def _place(self, body: bytes, place: int, name: str, moment: int | None) -> None:
        """Write a file under another name and give it its own when it is whole."""
        with suppress(FileNotFoundError):
            os.unlink(_NEW, dir_fd=self._root)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        new = os.open(_NEW, flags, 0o666, dir_fd=self._root)
        with open(new, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(body)
            file.flush()
            if moment is not None:
                os.utime(new, ns=(moment, moment))
        os.replace(_NEW, name, src_dir_fd=self._root, dst_dir_fd=place)


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """Open a folder to publish into, made if it is not there, for nobody else meanwhile.

    Raises:
        FeedsvcError: It is none, or it holds files that no earlier run wrote; or writing failed.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        root = os.open(path, _FOLDER)
        try:
            manifest = _manifest(path, root)
            try:
                yield Folder(path, root, manifest)
            finally:
                os.close(manifest)
        finally:
            os.close(root)
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTDIR} and not path.is_dir():
            msg = f"{path} is a file, or lies below one; name a folder to publish into"
        else:
            msg = f"{path} cannot be published into: {error.strerror}; check it and its disk"
        raise FeedsvcError(msg) from error


def _manifest(path: Path, root: int) -> int:
    """Open the list of the files that are ours, begun if the folder is empty."""
    names = set(os.listdir(root)) - {_NEW}
    if names and MANIFEST not in names:
        msg = f"{path} holds files that feedsvc did not write; name an empty or a new folder"
        raise FeedsvcError(msg)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    manifest = os.open(MANIFEST, flags, 0o666, dir_fd=root)
    try:
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(manifest)
        msg = f"another feedsvc publishes into {path}; wait until it is done"
        raise FeedsvcError(msg) from None
    return manifest


def _read(place: int, name: str) -> tuple[bytes, int] | None:
    """The bytes of a file and its date in nanoseconds; None where there is no plain file."""
    try:
        found = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    except OSError:
        return None
    with open(found, "rb") as file:  # noqa: PTH123 - a descriptor
        about = os.fstat(found)
        return (file.read(), about.st_mtime_ns) if stat.S_ISREG(about.st_mode) else None
