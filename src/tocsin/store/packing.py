"""Records as they lie in an archive: JSON under zlib."""

from __future__ import annotations

import json
import zlib
from typing import Any


def packed(value: Any) -> bytes:
    """A value as JSON under zlib."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def unpacked(data: bytes) -> Any:
    """What `packed` packed."""
    return json.loads(zlib.decompress(data))
