"""The command line as tests call it."""

from typer.testing import CliRunner

from tocsin.cli import app


def run(*words):
    """Exit status, standard output and standard error of `tocsin WORDS`."""
    result = CliRunner().invoke(app, [str(w) for w in words])
    return result.exit_code, result.stdout, result.stderr
