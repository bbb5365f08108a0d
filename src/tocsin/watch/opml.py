"""The list of what is watched: OPML, or a plain list of addresses and paths. Comes out as `Source`s; whether they answer is left to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tocsin.intake.decode import Undecodable, decode

WEB = re.compile(r"^(?:feed:(?://)?)?(?=https?://)", re.IGNORECASE)


class ListError(ValueError):
    """A list that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Source:
    """An address (http, https) or an absolute path, and the outlet that a person says it is of (None: its pages tell)."""

    address: str
    outlet: str | None = None


def sources(path: Path) -> list[Source]:
    """The sources of a list, each once, in its order; paths in it are taken from the list's own folder.

    Raises ListError for a file that is no list, has a faulty line or nothing in it, and OSError where it cannot be read.
    """
    raw = path.read_bytes()
    try:
        text, _ = decode(raw)
    except Undecodable as fault:
        raise ListError(f"{path}: {fault}; give OPML, or a text with an address a line") from fault
    found = list(_outlines(raw, path) if text.lstrip().startswith("<") else _lines(text, path))
    if not found:
        raise ListError(f"{path}: names no feed; give OPML with xmlUrl, or a text with an address a line")
    return list({s.address: s for s in reversed(found)}.values())[::-1]


def _outlines(raw: bytes, path: Path) -> Iterator[Source]:
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as fault:
        raise ListError(f"{path}:{fault.position[0]}: is not well-formed OPML ({fault}); export it again") from fault
    for outline in root.iter():
        address = {k.lower(): v for k, v in outline.attrib.items()}.get("xmlurl", "").strip()
        if address:
            yield _source(address, outline.get("outlet"), path, str(path))


def _lines(text: str, path: Path) -> Iterator[Source]:
    for n, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        # A path may have spaces in it, an address has none.
        parts = re.split(r"\s+" if WEB.match(words) else r"\t+|\s{2,}", words, maxsplit=1)
        yield _source(parts[0], parts[1] if len(parts) > 1 else None, path, f"{path}:{n}")


def _source(address: str, outlet: str | None, path: Path, where: str) -> Source:
    outlet = (outlet or "").strip() or None
    if WEB.match(address):
        return Source(WEB.sub("", address), outlet)
    if "://" in address:
        raise ListError(f"{where}: {address} is neither an http(s) address nor a path; mend it, or put # before it")
    return Source(str((path.parent / Path(address).expanduser()).resolve()), outlet)
