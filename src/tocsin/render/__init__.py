"""Reports for people: a gist in plain English, text for a terminal, a self-contained HTML page."""
