"""The desk: what many reports say together. It goes through an archive in the order in which articles came, once each, and never back."""
