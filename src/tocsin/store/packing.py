"""Records as they lie in an archive: JSON under zlib."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec


def packed(value: Any) -> bytes:
    """A value, dataclasses too, as JSON under zlib."""
    return zlib.compress(msgspec.json.encode(value), 3)


def unpacked(data: bytes) -> Any:
    """What `packed` packed."""
    return msgspec.json.decode(zlib.decompress(data))
