"""What stands between quotation marks, in the typography of any of the languages, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.report import Span

CLOSING = {"«": "»", "„": "“”", "“": "”", "»": "«", "‚": "‘", "‹": "›", '"': '"'}
"""Opening mark → what closes it; `»` opens in some German print."""
BEFORE = "(—–-["
"""What an opening `»` may stand behind, beside a blank."""
PARAGRAPH = re.compile(r"[^\n]+")


def quotations(text: str) -> Iterator[Span]:
    """The stretches inside quotation marks, outermost first to last; a mark that is never closed in its paragraph opens none."""
    for m in PARAGRAPH.finditer(text):
        at, end = m.span()
        while at < end:
            closing = CLOSING.get(text[at])
            after_word = at > m.start() and not text[at - 1].isspace() and text[at - 1] not in BEFORE
            if closing and not (text[at] == "»" and after_word):
                found = [k for c in closing if (k := text.find(c, at + 1, end)) >= 0]
                if found:
                    yield Span(at + 1, min(found))
                    at = min(found)
            at += 1
