"""Offices run Windows: what only POSIX systems have is used behind a question, never at large.

A use is guarded inside ``if sys.platform != "win32":`` (or after ``and`` of that) and inside
``if hasattr(module, "NAME"):``, an import also inside ``try: … except ImportError:``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "indexer", "sample_archive", "search_web")

#: Modules that Windows has not.
_MODULES = "fcntl grp gunicorn posix posixpath pty pwd readline resource syslog termios tty"
MODULES = frozenset(_MODULES.split())

#: What modules that Windows has lack there.
_NAMES = {
    "os": """
        O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_TMPFILE WNOHANG chown chroot fchdir fchmod
        fchown fork forkpty getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority getuid
        initgroups killpg lchown lockf mkfifo mknod nice openpty pathconf posix_fadvise posix_fallocate
        posix_spawn pread preadv pwrite pwritev register_at_fork sched_getaffinity sched_setaffinity
        sched_yield sendfile setegid seteuid setgid setgroups setpgid setpgrp setpriority setregid setreuid
        setsid setuid statvfs sync sysconf tcgetpgrp tcsetpgrp uname wait wait3 wait4 waitid
    """,
    "signal": """
        ITIMER_REAL SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2
        SIGWINCH alarm pause pthread_kill pthread_sigmask setitimer siginterrupt sigpending sigwait
    """,
    "socket": """
        AF_UNIX CMSG_LEN SCM_RIGHTS SO_REUSEPORT recv_fds send_fds sethostname socketpair
    """,
    "mmap": """
        MADV_DONTNEED MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MAP_ANONYMOUS MAP_POPULATE MAP_PRIVATE
        MAP_SHARED PROT_READ PROT_WRITE
    """,
    "time": """
        clock_gettime clock_settime pthread_getcpuclockid tzset
    """,
    "select": """
        epoll kqueue poll
    """,
    "asyncio": """
        add_signal_handler open_unix_connection start_unix_server
    """,
}
NAMES = {module: frozenset(names.split()) for module, names in _NAMES.items()}
#: Start methods of multiprocessing that Windows has not.
METHODS = frozenset(["fork", "forkserver"])

#: Loaded by gunicorn itself, which runs on POSIX systems alone; no other file of the program imports them.
SERVED_BY_GUNICORN = frozenset(["search_web/server.py"])


def _questions(test: ast.expr) -> bool:
    """Whether a condition is the question for the system, or for the name itself."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(map(_questions, test.values))
    text = ast.unparse(test)
    return text == "sys.platform != 'win32'" or text.startswith("hasattr(")


def _catches_missing(node: ast.Try) -> bool:
    return any(each.type is not None and "ImportError" in ast.unparse(each.type) for each in node.handlers)


def _unguarded(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below that no guard protects."""
    yield node
    inside: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If | ast.IfExp) and _questions(node.test):
        inside = [*(node.orelse if isinstance(node.orelse, list) else [node.orelse])]
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "sys.platform == 'win32'":
        inside = [*node.body]
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        guarded = [_questions(value) for value in node.values]
        inside = list(node.values[: guarded.index(True)]) if any(guarded) else inside
    elif isinstance(node, ast.Try) and _catches_missing(node):
        inside = [each for each in inside if not isinstance(each, ast.Import | ast.ImportFrom)]
    for each in inside:
        yield from _unguarded(each)


def _said(node: ast.AST) -> Iterator[str]:
    """What only POSIX has, of what one node names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.split(".")[0] in MODULES)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        if node.module.split(".")[0] in MODULES:
            yield node.module
        yield from (f"{node.module}.{a.name}" for a in node.names if a.name in NAMES.get(node.module, ()))
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.attr in NAMES.get(node.value.id, ()):
            yield f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("get_context", "set_start_method")):
        yield from (
            f"multiprocessing {a.value}" for a in node.args if isinstance(a, ast.Constant) and a.value in METHODS
        )


def posix_only(source: str) -> list[str]:
    """Return what a file uses that Windows has not, unguarded, with its line."""
    return [f"{getattr(node, 'lineno', 0)}: {name}" for node in _unguarded(ast.parse(source)) for name in _said(node)]


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_that_only_posix_has_is_used_unguarded(package: str) -> None:
    wrong = [
        f"{name}:{found}"
        for path in sorted((ROOT / package).rglob("*.py"))
        if (name := path.relative_to(ROOT).as_posix()) not in SERVED_BY_GUNICORN
        for found in posix_only(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_what_gunicorn_loads_nobody_else_imports() -> None:
    modules = {name.removesuffix(".py").replace("/", ".") for name in SERVED_BY_GUNICORN}
    wrong = [
        path.name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module in modules)
        or (isinstance(node, ast.Import) and modules & {alias.name for alias in node.names})
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "import os.path, resource",
        "from pwd import getpwnam",
        "import os\nos.fork()",
        "def f():\n    return os.getuid()",
        "from signal import SIGKILL",
        "from os import register_at_fork",
        "multiprocessing.get_context('fork')",
        "if sys.platform == 'win32':\n    os.fork()",
        "if sys.platform != 'win32':\n    pass\nelse:\n    os.fork()",
        "if True:\n    os.fork()",
        "os.getuid() == 0 and sys.platform != 'win32'",
        "try:\n    import fcntl\nexcept OSError:\n    pass",
        "def f():\n    import termios",
        "class A:\n    family = socket.AF_UNIX",
    ],
)
def test_the_walk_finds_what_is_unguarded(source: str) -> None:
    assert len(posix_only(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.replace(a, b)",
        "if sys.platform != 'win32':\n    import fcntl\n    os.fork()",
        "if sys.platform == 'win32':\n    pass\nelse:\n    os.fork()",
        "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None",
        "if hasattr(mmap, 'MADV_DONTNEED'):\n    m.madvise(mmap.MADV_DONTNEED)",
        "sys.platform != 'win32' and os.getuid() == 0",
        "multiprocessing.get_context('spawn')",
        "self.fork()",
    ],
)
def test_the_walk_leaves_what_is_guarded(source: str) -> None:
    assert posix_only(source) == []
