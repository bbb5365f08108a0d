"""Mail: `.eml` files and mboxes, newsletters and alerts; the plain part where there is one, else the HTML part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from tocsin.intake.article import Article, Skipped, clean, date_of
from tocsin.intake.decode import Undecodable, decode

FROM = re.compile(rb"(?m)^From [^\r\n]*\d{4}[^\r\n]*\r?\n")


def is_mbox(raw: bytes) -> bool:
    """Whether bytes begin as an mbox does."""
    return raw.startswith(b"From ")


def read_mbox(raw: bytes, name: str) -> Iterator[Article | Skipped]:
    """Every message of an mbox, numbered from 1."""
    marks = [m.span() for m in FROM.finditer(raw)]
    for n, (_, start) in enumerate(marks):
        end = marks[n + 1][0] if n + 1 < len(marks) else len(raw)
        yield read_mail(re.sub(rb"(?m)^>(>*From )", rb"\1", raw[start:end]), f"{name}:message {n + 1}")


def read_mail(raw: bytes, origin: str) -> Article | Skipped:
    """One message → an article: subject as title, sender as outlet, Date as published, Message-ID as source_id."""
    try:
        m = message_from_bytes(raw, policy=policy.default)
        assert isinstance(m, EmailMessage)
        part = m.get_body(preferencelist=("plain", "html"))
        payload = part.get_payload(decode=True) if part is not None else None
        if part is None or not isinstance(payload, bytes):
            return Skipped(origin, "is a message without a text part", "forward it with its text, or save the page it links to")
        text, signals = decode(payload, part.get_content_charset())
        subject, sender, sent = (str(m[h]) if m[h] else None for h in ("subject", "from", "date"))
        identity = str(m["message-id"]).strip("<> ") if m["message-id"] else None
    except Undecodable as fault:
        return Skipped(origin, f"its text part {fault}", "save the message as text")
    except Exception as fault:  # the email package raises many kinds on broken headers
        return Skipped(origin, f"is no mail message ({type(fault).__name__}: {fault})", "save it again as .eml")
    if part.get_content_subtype() == "html":
        from tocsin.intake.page import extract

        found = extract(text)
        if found is None:
            return Skipped(origin, "is an HTML message with no article in it", "save the article as text")
        text = found.text
    published, warning = date_of(sent)
    outlet = re.sub(r"\s*<[^>]*>\s*$", "", sender).strip('" ') if sender else None
    return Article(
        clean(text), origin, source_id=identity, outlet=outlet or None, title=subject, published=published, signals=signals,
        warnings=(f"{origin}: {warning}",) if warning else (),
    )  # fmt: skip
