"""The command line."""

from workshare.cli.main import main

__all__ = ["main"]
