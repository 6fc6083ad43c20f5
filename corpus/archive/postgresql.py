"""The only PostgreSQL-specific lines of the archive: isolation, the writers' lock, what errors mean."""

from __future__ import annotations

import os
import sys
import weakref
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from corpus.archive.dialect import WRITER, Dialect

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.exc import DBAPIError

__all__ = ["POSTGRESQL"]

#: Key of the advisory lock that writers of a database hold, one after another, until they have committed:
#: change numbers become visible in their order, and two migrations never meet. Never change it: programs of
#: two versions must wait for each other.
WRITERS_LOCK = 0x7469616E  # "tian"

#: SQLSTATE → what it means. https://www.postgresql.org/docs/current/errcodes-appendix.html
_ADVICE = {
    "55P03": "正被另一个导入占用，等了很久仍未空出。请等那个导入完成后再运行一次。",
    "53100": "数据库所在的磁盘已满。请腾出空间后再运行一次；已提交的内容没有丢失。",
    "53300": "数据库的连接数已满。请稍后再试，或请管理员调高 max_connections。",
    "25006": "数据库是只读的（可能是备库）。请改用主库的地址。",
    "42501": "这个账号没有所需的权限。请管理员授权后再试。",
    "40001": "与别的操作冲突，没有写入。请再运行一次。",
    "40P01": "与别的操作互相等待，没有写入。请再运行一次。",
}
_CANNOT_CONNECT = (
    "连不上数据库，或连接中途断了：{message}。请检查地址、账号、密码，以及数据库是否在运行；"
    "已提交的内容没有丢失，恢复后再运行一次同样的命令即可。"
)

#: Connection exceptions; the server is shutting down, crashed, or is not ready yet.
_LOST = ("08", "57P01", "57P02", "57P03")


def _prepare(engine: Engine, patience: float) -> None:
    """Let writers take the lock as they begin, and give each process connections of its own."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # A writer whose machine is gone gives its lock back after about two minutes, not after two hours.
        with connection.cursor() as cursor:
            cursor.execute("SET tcp_keepalives_idle = 60")
            cursor.execute("SET tcp_keepalives_interval = 15")
            cursor.execute("SET tcp_keepalives_count = 4")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITER, False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")

    here = weakref.ref(engine)

    def _forked() -> None:
        # A server that forks its workers must not let two of them talk over one connection.
        if inherited := here():
            inherited.dispose(close=False)

    if sys.platform != "win32":
        os.register_at_fork(after_in_child=_forked)


def _advice(error: DBAPIError) -> str:
    state = _state(error)
    if state in _ADVICE:
        return _ADVICE[state]
    return _CANNOT_CONNECT.format(message=_line(error)) if _lost(error) else ""


def _lost(error: DBAPIError) -> bool:
    state = _state(error)
    # A connection that could not be made at all carries no state.
    return error.connection_invalidated or (_is_operational(error) if not state else state.startswith(_LOST))


def _is_operational(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _line(error: DBAPIError) -> str:
    return "，".join(line.strip() for line in str(error.orig).splitlines() if line.strip()).rstrip(".。")


POSTGRESQL = Dialect(
    # A connection is asked for a sign of life before it is used: a restarted server goes unnoticed.
    options={"pool_pre_ping": True, "pool_size": 8, "max_overflow": 24, "connect_args": {"connect_timeout": 10}},
    reading={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    # Each statement sees what was committed before it: what a writer reads after it got the lock is the latest.
    writing={"isolation_level": "READ COMMITTED", WRITER: True},
    prepare=_prepare,
    advice=_advice,
    lost=_lost,
)
