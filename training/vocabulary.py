"""Trim the base vocabulary to what the promised languages use: pieces chosen by word frequency, ids renumbered.

Frequencies come from the package `wordfreq` (all languages it has in Latin, Cyrillic or Arabic letters, the taught
ten weighted most) and from our own corpus; every single character of those scripts is kept, so that nothing in them
becomes unknown. One piece costs 384 bytes in the shipped int8 model.
"""

from __future__ import annotations

import copy
import unicodedata
from collections import Counter
from typing import Any

import numpy as np
import wordfreq
from tokenizers import Tokenizer

TAUGHT = ("ar", "de", "en", "es", "fr", "it", "pl", "pt", "ru", "uk")
TRANSFER = ("bg", "ca", "cs", "da", "fa", "fi", "fil", "hu", "id", "is", "lt", "lv", "mk", "ms", "nb", "nl", "ro", "sh", "sk", "sl",
            "sv", "tr", "ur", "vi")  # fmt: skip
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "GREEK")


def _readable(piece: str) -> bool:
    return all(unicodedata.name(c, "").startswith(SCRIPTS) for c in piece.replace("▁", "") if c.isalpha())


def frequencies(tokenizer: Tokenizer, texts: list[str]) -> Counter[int]:
    """How often each piece is used, per million words of each language, weighted; our own texts count as a language each."""
    used: Counter[int] = Counter()
    for language in (*TAUGHT, *TRANSFER):
        weight = 1.0 if language in TAUGHT else 0.12 if language not in ("tr", "ro") else 0.4
        words = wordfreq.top_n_list(language, 120_000 if language in TAUGHT else 30_000, wordlist="best")
        shares = [wordfreq.word_frequency(w, language) * 1e6 * weight for w in words]
        # News is full of capitals: names, and German nouns.
        for form, factor in ((words, 1.0), ([w.title() for w in words], 0.35)):
            for encoded, share in zip(tokenizer.encode_batch(form, add_special_tokens=False), shares, strict=True):
                for i in encoded.ids:
                    used[i] += share * factor  # type: ignore[assignment]
    for encoded in tokenizer.encode_batch(texts, add_special_tokens=False):
        for i in encoded.ids:
            used[i] += 20
    return used


def trim(full: dict[str, Any], texts: list[str], size: int) -> tuple[dict[str, Any], np.ndarray]:
    """Tokenizer JSON of `size` pieces, and the old ids that it keeps in their new order (int64, shape [size])."""
    import json

    tokenizer = Tokenizer.from_str(json.dumps(full))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces: list[list[Any]] = full["model"]["vocab"]
    special = {a["id"] for a in full["added_tokens"]} | {0, 1, 2, 3}
    single = {i for i, (p, _) in enumerate(pieces) if len(p.replace("▁", "")) <= 1 and _readable(p)}
    must = special | single
    ranked = [i for i, _ in frequencies(tokenizer, texts).most_common() if i not in must and _readable(pieces[i][0])]
    chosen = must | set(ranked[: size - len(must)])
    # Whatever room is left goes to the base model's own order, which is by frequency.
    for i, (p, _) in enumerate(pieces):
        if len(chosen) >= size:
            break
        if i not in chosen and _readable(p):
            chosen.add(i)
    keep = sorted(chosen)
    new = {old: i for i, old in enumerate(keep)}
    out = copy.deepcopy(full)
    out["model"]["vocab"] = [
        pieces[i] if i < len(pieces) else [next(a["content"] for a in full["added_tokens"] if a["id"] == i), 0.0] for i in keep
    ]
    out["model"]["unk_id"] = new[3]
    for a in out["added_tokens"]:
        a["id"] = new[a["id"]]
    for token in out["post_processor"]["special_tokens"].values():
        token["ids"] = [new[i] for i in token["ids"]]
    out["padding"] = out["truncation"] = None
    return out, np.array(keep)
