"""Which language a text is in, and whether its script is one that the reader was made for.

The classifier is py3langid over a fixed set: the ten taught languages and those that must be told apart from them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

TAUGHT = ("ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk")
OTHERS = ("be", "bg", "ca", "cs", "da", "el", "et", "fa", "fi", "gl", "he", "hi", "hr", "hu", "hy", "id", "ja", "ka", "kk", "ko", "ky", "lt",
          "lv", "mk", "nl", "no", "ro", "sk", "sl", "sq", "sr", "sv", "sw", "tr", "ur", "vi", "zh")  # fmt: skip
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
SAMPLE = 3000
"""Characters looked at from the beginning of a text, enough for any article."""


@dataclass(frozen=True, slots=True)
class Language:
    """A BCP 47 tag (`und` where there are no letters), how sure 0..1, and the script most letters are in."""

    tag: str
    confidence: float
    script: str

    @property
    def taught(self) -> bool:
        """Whether the reader was taught this language; others in the same scripts are read by transfer."""
        return self.tag.split("-")[0] in TAUGHT

    @property
    def readable(self) -> bool:
        """Whether the reader knows the script at all."""
        return self.script in SCRIPTS


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    classifier.set_languages([*TAUGHT, *OTHERS])
    return classifier


def script_of(text: str) -> str:
    """The Unicode script name of most letters, `NONE` where there are none."""
    counts: dict[str, int] = {}
    for c in text[:SAMPLE]:
        if c.isalpha():
            name = unicodedata.name(c, "NONE").split(" ")[0]
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda k: counts[k]) if counts else "NONE"


def identify(text: str) -> Language:
    """The language of a text of any length; never raises."""
    script = script_of(text)
    if script == "NONE":
        return Language("und", 0.0, script)
    tag, confidence = _classifier().classify(text[:SAMPLE].encode("utf-8", "replace").decode("utf-8"))
    return Language("nb" if tag == "no" else tag, float(confidence), script)
