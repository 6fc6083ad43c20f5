"""The command ``tian``: one verb a file, Chinese messages, answers on standard output, the rest on standard error.

Packages above this one add their commands through the entry point group ``tian.commands``.
"""

from indexer.cli.main import main

__all__ = ["main"]
