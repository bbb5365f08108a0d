"""Mail folders (mbox, maildir), Telegram exports, and any file or folder that `tocsin read` knows, watched like feeds: what is new in them since the last look.

Nothing is changed in them. What came before and is met again is told again; whoever keeps the items knows it by its key.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tocsin.intake import KNOWN, MAX_BYTES, Article, Skipped, articles
from tocsin.intake.mail import FROM, is_mbox, read_mail
from tocsin.line import report_id

SETTLED = 2.0
"""Seconds for which a file must not have changed: one that is being written is left for the next look."""
MARGIN = 60.0
"""Seconds before the last look from which files are looked into again, for clocks and file systems are not exact."""


class FolderError(OSError):
    """A path that cannot be watched; the message says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """One article of a folder, or why there is none: `key` is its own within the folder, `value` the fields of the article."""

    key: str
    published: str | None
    value: dict[str, Any]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a path found: its articles as they are asked for, and the `state` to begin the next look from once all were taken."""

    items: Iterator[Told]
    state: str
    note: str | None = None


def look(path: Path, state: str | None) -> Look:
    """What has come to a path since the look that left `state` (None: everything). Raises FolderError for a path that is not there or may not be read."""
    try:
        last = json.loads(state) if state else {}
    except ValueError:
        last = {}
    now = time.time()
    since = float(last.get("looked", 0.0)) - MARGIN
    try:
        if path.is_dir():
            mail = (path / "new").is_dir() and (path / "cur").is_dir()
            files = _maildir(path) if mail else _folder(path)
            fresh = [f for f in files if _changed(f) >= since]
            whole, unsettled = _settled(fresh)
            note = f"{unsettled} files are being written and left for the next look" if unsettled else None
            return Look(_mails(whole) if mail else _files(whole), json.dumps({"looked": now}), note)
        if not path.exists():
            raise FolderError("does not exist; check its path, and that its disk is there")
        if _changed(path) < since:
            return Look(iter(()), json.dumps({**last, "looked": now}))
        if _settled([path])[1]:
            return Look(iter(()), state or "{}", "it is being written and left for the next look")
        with path.open("rb") as file:
            begins = file.read(256)
        if is_mbox(begins):
            return _mbox(path, begins, last, now)
    except OSError as fault:
        raise (
            fault
            if isinstance(fault, FolderError)
            else FolderError(f"cannot be read ({fault.strerror or fault}); check its permissions")
        ) from fault
    return Look(_files([path]), json.dumps({"looked": now}))


def _changed(path: Path) -> float:
    # A file that was moved here keeps the time of its writing, but not that of its entry.
    found = path.stat()
    return max(found.st_mtime, found.st_ctime)


def _settled(files: list[Path]) -> tuple[list[Path], int]:
    """The files that nobody is writing, and how many others there are; waits a moment for those that have just changed."""
    young = [f for f in files if time.time() - f.stat().st_mtime < SETTLED]
    if not young:
        return files, 0
    before = {f: f.stat().st_size for f in young}
    time.sleep(SETTLED)
    written = {f for f in young if f.exists() and f.stat().st_size != before[f]}
    return [f for f in files if f not in written], len(written)


def _maildir(path: Path) -> list[Path]:
    return sorted(f for part in ("cur", "new") for f in (path / part).iterdir() if f.is_file() and not f.name.startswith("."))


def _folder(path: Path) -> list[Path]:
    return sorted(f for f in path.rglob("*") if f.is_file() and not f.name.startswith(".") and f.suffix.lower() in KNOWN)


def _mails(files: list[Path]) -> Iterator[Told]:
    for f in files:
        try:
            raw = f.read_bytes()
        except FileNotFoundError:
            # The mail program has moved it from new to cur, where the next look finds it.
            continue
        # The name before the flags is the message's own and stays when it is read, moved or answered.
        yield _told(read_mail(raw, str(f)), f.name.partition(":")[0])


def _files(files: list[Path]) -> Iterator[Told]:
    for item in articles([str(f) for f in files]):
        yield _told(item)


def _mbox(path: Path, begins: bytes, last: dict[str, Any], now: float) -> Look:
    """From where the last look ended, if the file has only grown since; its end is that of this moment."""
    head = hashlib.sha256(begins[:64]).hexdigest()[:16]
    size = path.stat().st_size
    at = int(last.get("at", 0)) if last.get("head") == head and int(last.get("at", 0)) <= size else 0
    return Look(_messages(path, at, size), json.dumps({"looked": now, "at": size, "head": head}))


def _messages(path: Path, at: int, until: int) -> Iterator[Told]:
    with path.open("rb") as file:
        file.seek(at)
        for n, raw in enumerate(_split(file, until), 1):
            yield _told(read_mail(raw, f"{path}:message {n} after byte {at}"))


def _split(file: BinaryIO, until: int) -> Iterator[bytes]:
    """The messages of an mbox up to a byte, one at a time in memory; of one that is too large only its beginning."""
    lines: list[bytes] = []
    size = 0
    inside = False
    while file.tell() < until and (line := file.readline(1_000_000)):
        if FROM.match(line):
            if lines:
                yield b"".join(lines)
            lines, size, inside = [], 0, True
        elif inside and size < 8 * MAX_BYTES:
            # Programs that write mboxes put a > before lines of a message that begin so.
            lines.append(line[1:] if line.lstrip(b">").startswith(b"From ") and line.startswith(b">") else line)
            size += len(line)
    if lines:
        yield b"".join(lines)


def _told(item: Article | Skipped, key: str | None = None) -> Told:
    if isinstance(item, Skipped):
        return Told(_hashed(key or item.origin), None, {}, f"{item.what}; {item.remedy}")
    if len(item.text) > MAX_BYTES or not item.text.strip():
        return Told(_hashed(key or item.origin), None, {}, "has no text, or more than can be read")
    value = {
        "guid": item.source_id, "url": item.url, "title": item.title, "published": item.published, "language": item.language, "outlet": item.outlet,
        "text": item.text, "signals": dict(item.signals), "whole": True,
    }  # fmt: skip
    return Told(_hashed(key or item.source_id or report_id(item.text, item.url)), item.published, value)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
