"""The HTML that feeds put into their items, as plain text with its paragraphs."""

from __future__ import annotations

import re

import lxml.html
from lxml.etree import LxmlError

from tocsin.intake.article import clean

BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "tr",
        "table",
        "section",
        "article",
        "pre",
        "hr",
    )
)
SILENT = frozenset(("script", "style", "iframe", "noscript", "svg", "form", "figure", "button"))


TAGS = re.compile(r"</?(?:p|br|b|i|a|em|strong|div|span|img|ul|li|script)\b[^>]{0,2000}>", re.IGNORECASE)


def plain(markup: str) -> str:
    """HTML or text → text, a paragraph a line, nothing of scripts, forms and pictures."""
    text = _plain(markup)
    # Some feeds, and broken ones, escape their HTML twice.
    return _plain(text) if TAGS.search(text) else text


def _plain(markup: str) -> str:
    if not re.search(r"<\w|&\w+;|&#", markup):
        return _squeezed(markup)
    try:
        # As bytes: lxml refuses a string with an encoding declared in it.
        root = lxml.html.fromstring(f"<div>{clean(markup)}</div>".encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError):
        return _squeezed(re.sub(r"<[^>]{0,2000}>", " ", markup))
    parts: list[str] = []
    silent = 0
    for step, node in lxml.html.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if step == "start":
            silent += tag in SILENT
            if tag in BLOCKS:
                parts.append("\n")
            if not silent:
                parts.append(node.text or "")
            continue
        if step == "end":
            silent -= tag in SILENT
            if tag in BLOCKS:
                parts.append("\n")
        if not silent and node is not root:
            parts.append(node.tail or "")
    return _squeezed("".join(parts))


def _squeezed(text: str) -> str:
    lines = (" ".join(line.split()) for line in clean(text).splitlines())
    return "\n".join(line for line in lines if line)
