"""Tidy: an article's language, sentences and noise, marked and never changed.

`tidy` takes a text and says what it is; offsets are code points of that very text.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.report import Noise, Span
from tocsin.tidy.language import Language, identify
from tocsin.tidy.noise import mark_noise
from tocsin.tidy.sentences import split

__all__ = ["Language", "Tidied", "identify", "mark_noise", "split", "tidy"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """Language, sentences in order (they do not overlap), and the noise that rules can see."""

    language: Language
    sentences: tuple[Span, ...]
    noise: tuple[Noise, ...]


def tidy(text: str, language: str | None = None) -> Tidied:
    """Tidy one article; `language` (BCP 47) is detected where it is not given."""
    found = identify(text) if language is None else Language(language, 1.0, identify(text).script)
    sentences = split(text, found.tag)
    return Tidied(found, sentences, mark_noise(text, sentences, found.tag))
