"""tocsin reads the news and keeps the record: who did, said, planned, denied and threatened what to whom, where and when.

    >>> import tocsin
    >>> report = tocsin.read("Sylvania has expelled two Freedonian diplomats, its foreign ministry said.", published="2024-05-17")
    >>> report.events, report.statements, report.tripwires

`tocsin.read` reads one text; a `Reader`, loaded once, reads many. See `tocsin.report` for what a report holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Reader", "Report", "__version__", "read"]

if TYPE_CHECKING:
    from tocsin.line import Reader, read
    from tocsin.report import Report


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `import tocsin` stays quick.
    if name in ("Reader", "read"):
        from tocsin import line

        return getattr(line, name)
    if name == "Report":
        from tocsin.report import Report

        return Report
    raise AttributeError(f"module 'tocsin' has no attribute {name!r}")
