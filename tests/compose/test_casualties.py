"""Casualties: counts in the clause of an act."""

from tocsin.compose.casualties import casualties_in
from tocsin.reader.graph import Node
from tocsin.report import Span


def told(text, trigger):
    at = text.index(trigger)
    return casualties_in(text, Span(0, len(text)), Node("trigger", at, at + len(trigger), "ASSAULT", 0.9, {}), "ASSAULT", "en")


def test_counts_in_figures_and_words():
    assert told("The shelling killed 12 people and injured three.", "shelling").killed == 12
    assert told("The shelling killed 12 people and injured three.", "shelling").injured == 3


def test_a_raised_figure_is_no_count():
    assert told("The shelling of fields (see note ² ) killed nobody.", "shelling").killed is None
