"""A report as an archive keeps it: the record without its text as JSON under zlib, and back, whole or only its noise."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import cache

import msgspec

from tocsin.report import Noise, Report

LEVEL = 3
"""Of zlib: half the time of its default, a tenth more bytes."""


@dataclass(frozen=True, slots=True)
class _Noisy:
    noise: tuple[Noise, ...] = ()


def packed_report(report: Report) -> bytes:
    """A report without its text."""
    return zlib.compress(replace(report, text="").to_bytes(), LEVEL)


def report_of(stored: bytes, text: str) -> Report:
    """The report again, under its text."""
    return replace(Report.from_json(zlib.decompress(stored)), text=text)


def noise_of(stored: bytes) -> tuple[Noise, ...]:
    """What is noise in a stored report's text."""
    return _noisy().decode(zlib.decompress(stored)).noise


@cache
def _noisy() -> msgspec.json.Decoder[_Noisy]:
    return msgspec.json.Decoder(_Noisy)
