"""The files by which feedsvc is run, as far as they can be tried here."""

import configparser
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.cli import _COMMANDS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("feedsvc*.[stp]*[ertg]"))
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
PROGRAM = "/opt/feedsvc/.venv/bin/feedsvc"
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "SystemCallFilter": "@system-service",
    "User": "feedsvc",
}


class Unit(configparser.RawConfigParser):
    """A unit; a key may stand in it more than once."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(path: Path) -> Unit:
    made = Unit(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    made.read(path, "utf-8")
    return made


def commands() -> Iterator[tuple[Path, str]]:
    for path in SERVICES:
        for found in re.finditer(rf"{re.escape(PROGRAM)} (\w+)", path.read_text("utf-8")):
            yield path, found[1]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_may_do_little(path: Path) -> None:
    service = unit(path)["Service"]
    assert {key: service.get(key) for key in HARDENED} == HARDENED


def test_the_commands_are_there() -> None:
    assert {command for _, command in commands()} == {"web", "work", "migrate", "backup"}
    assert all(command in _COMMANDS for _, command in commands())


def test_what_belongs_together_names_what_there_is() -> None:
    target = unit(DEPLOY / "systemd" / "feedsvc.target")["Unit"]["Wants"].split()
    assert all((DEPLOY / "systemd" / name).exists() for name in target)
    names = {path.name for path in (DEPLOY / "systemd").iterdir()}
    assert set(target) | {"feedsvc-backup.service", "feedsvc.target"} <= names


def test_systemd_understands_them(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not there")
    program = tmp_path / "feedsvc"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for path in (DEPLOY / "systemd").iterdir():
        if path.suffix != ".sysusers":
            text = path.read_text("utf-8").replace(PROGRAM, str(program))
            (tmp_path / path.name).write_text(text, "utf-8")
    units = [path for path in tmp_path.iterdir() if path != program]
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if "feedsvc" in line]
    assert complaints == []


def blocks(text: str) -> list[str]:
    """The words of an nginx file, quoted ones whole, without comments."""
    return re.findall(r"'[^']*'|\"[^\"]*\"|[{};]|[^\s{};'\"]+", re.sub(r"(?m)#.*$", "", text))


def test_nginx_logs_no_query_and_waits_for_slow_readers() -> None:
    text = (DEPLOY / "nginx" / "feedsvc.conf").read_text("utf-8")
    words = blocks(text)
    assert words.count("{") == words.count("}")
    written = " ".join(word for word in words if word.startswith("'"))
    assert "$uri" in written
    for leaking in ("$request ", "$request_uri", "$args", "$query_string", "$http_referer"):
        assert leaking not in written
    assert re.search(r"error_log\s+\S+ crit;", text)  # lower levels name the whole request
    assert re.search(r"proxy_buffering\s+on;", text)
    assert "deny all;" in text
    assert not re.search(r"proxy_cache\s", re.sub(r"(?m)#.*$", "", text))


@pytest.mark.parametrize("path", ["/operator", "/operator/", "/operator/sources", "/api/v1/"])
def test_nginx_keeps_all_of_the_console_and_the_api_for_ourselves(path: str) -> None:
    text = (DEPLOY / "nginx" / "feedsvc.conf").read_text("utf-8")
    kept = re.search(r"location ~ (\S+) \{\s+allow 192", text)
    assert kept
    assert re.search(kept[1], path)
    assert not re.search(kept[1], "/channels/operator")
    assert not re.search(kept[1], "/operators")


def test_nginx_understands_it(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    openssl = shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("nginx or openssl is not there")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-subj", "/CN=feeds.example.org", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    text = (DEPLOY / "nginx" / "feedsvc.conf").read_text("utf-8")
    text = text.replace("/etc/ssl/feeds.example.org.crt", str(certificate))
    text = text.replace("/etc/ssl/private/feeds.example.org.key", str(key))
    text = text.replace("/var/log/nginx/", f"{tmp_path}/")
    text = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>18\2", text)
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{temporary}{text}\n}}\n", "utf-8")
    done = subprocess.run(
        [nginx, "-t", "-q", "-c", whole, "-e", tmp_path / "errors"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_caddy_logs_no_query() -> None:
    text = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")
    words = re.sub(r"(?m)#.*$", "", text)
    assert words.count("{") == words.count("}")
    pattern = re.search(r'request>uri regexp (\S+) ""', words)
    assert pattern
    assert re.sub(pattern[1], "", "/channels/all.rss?token=canary") == "/channels/all.rss"
    for kind in ("Referer", "Authorization", "Cookie"):
        assert f"request>headers>{kind} delete" in words
    caddy = shutil.which("caddy")
    if caddy:
        subprocess.run(
            [caddy, "adapt", "--adapter", "caddyfile", "--config", DEPLOY / "caddy" / "Caddyfile"],
            check=True,
            capture_output=True,
        )
