"""The reader: passages in, a `Graph` out, and how another reader is plugged in by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tocsin.reader.graph import Edge, Graph, Node, Window

__all__ = ["Edge", "Graph", "Node", "Window", "load"]

GROUP = "tocsin.readers"


def load(name: str = "encoder", threads: int = 0) -> Any:
    """The reader of that name: `encoder` is the shipped model, a folder is a model that `tocsin train` made, others come
    from the entry-point group `tocsin.readers`.

    An entry point is a callable that takes `threads` and returns an object with `name`, `about` (a mapping, with
    `checksum` and, if it likes, `settings`) and `read(texts, sentences) -> list[Graph]`. Raises ModelError where the
    name is unknown or the model does not load.
    """
    if name == "encoder" or Path(name).is_dir():
        from tocsin.reader.model import EncoderReader

        return EncoderReader(None if name == "encoder" else Path(name), threads=threads)
    from importlib.metadata import entry_points

    from tocsin.reader.model import ModelError

    found = entry_points(group=GROUP)
    for entry in found:
        if entry.name == name:
            return entry.load()(threads=threads)
    known = ", ".join(["encoder", *sorted(e.name for e in found)])
    raise ModelError(f"no reader is called {name!r}, and it is no folder with a model; installed are {known}")
