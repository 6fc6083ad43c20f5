"""What is deployed exists: commands, variables, files and modules that the deployment files name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
CODE = "\n".join(
    path.read_text(encoding="utf-8") for package in ("indexer", "search_web") for path in (ROOT / package).rglob("*.py")
)


@pytest.mark.parametrize("path", [*FILES, ROOT / "docs/deployment.md"], ids=lambda path: path.name)
def test_every_variable_is_read_by_the_code(path: Path) -> None:
    named = set(re.findall(r"TIAN_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert {name for name in named if f'"{name}"' not in CODE} == set()


@pytest.mark.parametrize("path", [*FILES, ROOT / "docs/deployment.md"], ids=lambda path: path.name)
def test_every_command_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for verb in re.findall(r"(?:/bin/tian|^`?tian|--rm tian|`tian) ([a-z]+)", text, re.MULTILINE):
        assert CliRunner().invoke(cli, [verb, "--help"]).exit_code == 0, verb


def test_the_served_application_and_its_configuration_are_modules() -> None:
    served = {path.name: path.read_text(encoding="utf-8") for path in FILES if "gunicorn" in path.read_text("utf-8")}
    assert set(served) == {"Dockerfile", "tian-site.service"}
    for text in served.values():
        assert "search_web.wsgi:app()" in text
        assert "python:search_web.server" in text
    assert (ROOT / "search_web/wsgi.py").exists()
    assert (ROOT / "search_web/server.py").exists()


def test_the_image_is_made_of_what_is_there_and_does_not_run_as_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE) for name in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] == "tian"
    extras = re.findall(r"'\.\[(.+?)\]'", text)[0].split(",")
    configured = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    assert [extra for extra in extras if f"\n{extra} =\n" not in configured] == []


def test_the_compose_file_hangs_together() -> None:
    yaml = pytest.importorskip("yaml")
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert set(services) == {"search1", "search2", "search3", "database", "site", "tian"}
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service["networks"]) <= set(compose["networks"])
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        named = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert {name for name in named if not name.startswith(".")} <= set(compose["volumes"])
    assert [name for name, service in services.items() if "ports" in service] == ["site"]
    assert all(port.startswith("127.0.0.1:") for port in services["site"]["ports"])
    assert compose["networks"]["inside"]["internal"] is True
    assert (DEPLOY / services["site"]["build"]["context"] / services["site"]["build"]["dockerfile"]).exists()


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    for path in (DEPLOY / "systemd").iterdir():
        # The programs are not installed where the tests run; everything else is looked at.
        text = re.sub(r"/opt/tian/bin/\S+", "/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    answer = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert [line for line in answer.stderr.splitlines() if "tian-" in line] == []
