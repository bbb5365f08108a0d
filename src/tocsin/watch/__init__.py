"""Watching: feeds and folders of a list on a schedule, their new articles once each through the line into an archive."""
