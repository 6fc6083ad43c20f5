"""The command ``tian``: Chinese messages, answers on standard output, everything else on standard error.

``main`` has the table of commands; each is imported when it is called. Packages above this one add theirs through the
entry point group ``tian.commands``.
"""

from indexer.cli.main import main

__all__ = ["main"]
