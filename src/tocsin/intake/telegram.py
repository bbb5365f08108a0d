"""A Telegram Desktop export (`result.json`): every message of a channel that has text, as an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.intake.article import Article, Skipped, clean, date_of


def is_export(data: Any) -> bool:
    """Whether JSON is a Telegram export of one chat, or of an account with many."""
    return isinstance(data, Mapping) and (
        (isinstance(data.get("messages"), list) and "name" in data) or isinstance(data.get("chats"), Mapping)
    )


def _flat(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(t if isinstance(t, str) else str(t.get("text", "")) for t in text if isinstance(t, str | Mapping))
    return ""


def read_export(data: Mapping[str, Any], name: str) -> Iterator[Article | Skipped]:
    """Messages in their order; service messages and pictures without words are passed over, an empty chat is said."""
    chats = data["chats"].get("list", []) if isinstance(data.get("chats"), Mapping) else [data]
    found = 0
    for chat in chats:
        if not isinstance(chat, Mapping):
            continue
        for m in chat.get("messages", []):
            if not isinstance(m, Mapping) or m.get("type", "message") != "message":
                continue
            text = clean(_flat(m.get("text")))
            if not text.strip():
                continue
            found += 1
            origin = f"{name}#{m.get('id', found)}"
            published, warning = date_of(m.get("date"))
            yield Article(
                text, origin, source_id=f"{chat.get('id', '')}/{m.get('id', found)}", outlet=m.get("from") or chat.get("name"),
                published=published, warnings=(f"{origin}: {warning}",) if warning else (),
            )  # fmt: skip
    if not found:
        yield Skipped(
            name, "is a Telegram export without a message that has text", "export the channel again with its messages"
        )
