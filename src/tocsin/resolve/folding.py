"""Names made comparable: small letters without accents, Arabic without vowel marks, articles and letters written onto words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[.][^\W_]+)*")


def fold(text: str) -> str:
    """Small letters without accents, Arabic without vowel marks and with one alif; for comparing names."""
    text = unicodedata.normalize("NFD", text.casefold().replace("ʼ", "'").replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c) or c in "\u0306\u0308")
    text = unicodedata.normalize("NFC", text)
    return re.sub("[أإآٱ]", "ا", text).replace("ى", "ي").replace("ة", "ه").replace("ё", "е")


fold_word = lru_cache(maxsize=1 << 16)(fold)
"""`fold` for running text, whose words come again and again."""


def words_of(text: str) -> list[str]:
    """Folded words of a mention; Arabic words without the article and the letters written onto them."""
    out = []
    for w in WORD.findall(fold(text)):
        out.append(re.sub(r"^(?:[وفبك]?ال|لل)(?=\w{3})", "", w))
    return out
