"""What the commands do, one module each; `tocsin.cli` parses their options."""
