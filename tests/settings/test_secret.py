import os
from pathlib import Path

import pytest

from feedsvc.rights.deeds import by_name
from feedsvc.settings import Settings, files, kept, single
from feedsvc.settings.secret import NO_SECRET, Reference, Secret, Vault
from tests.settings.folder import complaints_of, settings_of, write

CANARY = "canary-7f3a"
ADDRESS = f"https://eva:{CANARY}@feeds.example/feed?key={CANARY}"
BY_FILE = '[sources.kept]\nurl = { file = "kept.secret" }\n'
BY_VARIABLE = '[sources.kept]\nurl = { env = "KEPT" }\n'


def digest(folder: Path, **environment: str) -> bytes:
    return files.read(folder, environment).digest("1")


def test_a_secret_is_shown_nowhere() -> None:
    secret = Secret(Reference("env", "TOKEN"), CANARY)
    settings = Settings(database_url=f"postgresql://u:{CANARY}@db/feeds")
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r:>5}", repr(settings)):
        assert CANARY not in shown
    assert secret.value() == CANARY
    assert CANARY not in repr(Secret(None, CANARY))


def test_who_knows_a_secret_is_told_and_nobody_knows_none() -> None:
    secret = Secret(Reference("env", "TOKEN"), "token-ü")
    assert secret.matches("token-ü")
    assert not secret.matches("token")
    assert not secret.matches("")
    assert not NO_SECRET.matches("")
    lost = Secret(Reference("env", "TOKEN"))
    assert lost
    assert not lost.matches("")


def test_secrets_come_from_variables_and_files(tmp_path: Path) -> None:
    main = """
    [database]
    url = "postgresql://feedsvc@db.example/feeds"
    password = { file = "database.secret" }
    [metrics]
    token = { env = "METRICS" }
    [alerts]
    webhook = { file = "kept.secret" }
    """
    (tmp_path / "kept.secret").write_text(f"{ADDRESS}\n")
    (tmp_path / "database.secret").write_text("p@ss wörd/")
    write(tmp_path, main=main, sources=BY_FILE)
    found = files.read(tmp_path, {"METRICS": CANARY})
    settings = settings_of(tmp_path, {"METRICS": CANARY})
    url = "postgresql://feedsvc:p%40ss%20w%C3%B6rd%2F@db.example/feeds"
    assert settings.database_url == found.database_url() == url
    assert settings.metrics.token.value() == CANARY
    assert settings.alerts.webhook.value() == ADDRESS
    assert settings.sources[0].secret
    assert settings.sources[0].url == ADDRESS


def test_the_whole_address_of_the_database_may_be_a_secret(tmp_path: Path) -> None:
    write(tmp_path, main='[database]\nurl = { env = "DB" }')
    environment = {"DB": f"postgresql://u:{CANARY}@db/feeds"}
    assert settings_of(tmp_path, environment).database_url == environment["DB"]
    assert files.read(tmp_path, environment).database_url() == environment["DB"]
    assert files.read(tmp_path, {}).database_url() is None


def test_a_variable_that_overrides_a_secret_is_where_it_is_kept(tmp_path: Path) -> None:
    environment = {
        "FEEDSVC_METRICS__TOKEN": CANARY,
        "FEEDSVC_DATABASE__URL": f"postgresql://u:{CANARY}@db/feeds",
    }
    settings = settings_of(write(tmp_path), environment)
    assert settings.metrics.token == Secret(Reference("env", "FEEDSVC_METRICS__TOKEN"), CANARY)
    assert settings.database_said.url == Reference("env", "FEEDSVC_DATABASE__URL")
    assert CANARY in settings.database_url


@pytest.mark.parametrize("name", ["kept.secret", "./kept.secret"])
def test_the_digest_follows_files_and_variables(tmp_path: Path, name: str) -> None:
    write(tmp_path, sources=BY_FILE.replace("kept.secret", name) + BY_VARIABLE.replace("t]", "u]"))
    (tmp_path / "kept.secret").write_text("https://a.example/")
    first = digest(tmp_path, KEPT="https://b.example/")
    assert digest(tmp_path, KEPT="https://b.example/", OTHER="c") == first
    assert digest(tmp_path, KEPT="https://c.example/") != first
    (tmp_path / "kept.secret").write_text("https://d.example/")
    assert digest(tmp_path, KEPT="https://b.example/") != first
    (tmp_path / "kept.secret").unlink()
    assert digest(tmp_path, KEPT="https://b.example/") != first


def test_what_operators_may_name_counts_for_the_digest(tmp_path: Path) -> None:
    write(tmp_path)
    name = "FEEDSVC_SECRET_A"
    assert digest(tmp_path, **{name: "x"}) != digest(tmp_path, **{name: "y"})
    assert not complaints_of(tmp_path, {"FEEDSVC_SECRET__A": "x"})


@pytest.mark.parametrize(
    ("written", "environment", "said"),
    [
        ('{ env = "A" }', {}, "the variable A is not set; set it"),
        ('{ env = "A" }', {"A": " "}, "the variable A is empty; write the secret"),
        ('{ env = "A" }', {"A": f"https://a.example\n{CANARY}"}, "more than one line"),
        ('{ env = "A" }', {"A": CANARY}, "what the variable A holds is no http or https URL"),
        ('{ file = "none" }', {}, "the file none cannot be read (No such file or directory); "),
        ('{ file = "." }', {}, "the file . cannot be read"),
        ('{ file = "big" }', {}, "the file big holds no text on one line; "),
        ('{ file = "raw" }', {}, "the file raw holds no text on one line; "),
        ("{ env = 5 }", {}, "is no reference to a secret; write { env"),
        ('{ enf = "A" }', {}, "is no reference to a secret; write { env"),
        ('{ env = "A", file = "b" }', {}, "is no reference to a secret; write { env"),
        (f'"{ADDRESS}"', {}, "keep the whole address elsewhere"),
    ],
)
def test_a_secret_that_cannot_be_had_is_told_without_it(
    tmp_path: Path, written: str, environment: dict[str, str], said: str
) -> None:
    (tmp_path / "big").write_bytes(b"x" * 100_000)
    (tmp_path / "raw").write_bytes(CANARY.encode() + b"\xff")
    write(tmp_path, sources=f"[sources.a]\nurl = {written}\n")
    (complaint,) = complaints_of(tmp_path, environment)
    assert complaint.startswith("sources.toml:sources.a.url: ")
    assert said in complaint
    assert "; " in complaint
    assert CANARY not in complaint


@pytest.mark.parametrize("key", ["metrics.token", "alerts.webhook", "alerts.smtp_password"])
def test_what_is_secret_must_not_stand_in_a_file(tmp_path: Path, key: str) -> None:
    table, _, name = key.partition(".")
    write(tmp_path, main=f'[{table}]\n{name} = "{CANARY}"')
    (complaint,) = complaints_of(tmp_path)
    assert complaint.startswith(f"feedsvc.toml:{key}: is a secret, which must not stand in a file")
    assert CANARY not in complaint


@pytest.mark.parametrize("url", ["sqlite:///f", "postgresql://db/x", "postgresql://a:b@db/x"])
def test_a_password_belongs_to_an_address_that_has_none(tmp_path: Path, url: str) -> None:
    write(tmp_path, main=f'[database]\nurl = "{url}"\npassword = {{ env = "A" }}')
    (complaint,) = complaints_of(tmp_path, {"A": CANARY})
    assert complaint.startswith("feedsvc.toml:database.password: has no user to belong to")


def test_no_secret_is_written_down_and_each_is_found_again(tmp_path: Path) -> None:
    main = f"""
    [database]
    url = "postgresql://u:{CANARY}@db/feeds"
    [metrics]
    token = {{ env = "METRICS" }}
    [alerts]
    smtp_password = {{ file = "mail.secret" }}
    """
    (tmp_path / "mail.secret").write_text(CANARY)
    write(tmp_path, main=main, sources=BY_VARIABLE)
    environment = {"METRICS": CANARY, "KEPT": ADDRESS}
    settings = settings_of(tmp_path, environment)
    text = kept.dumps(settings)
    assert CANARY not in text
    found = files.read(tmp_path, environment)
    again = kept.loads(text, settings.database_url, found.vault)
    assert (again.metrics, again.alerts) == (settings.metrics, settings.alerts)
    assert again.secret_sources == (("kept", Reference("env", "KEPT")),)
    lost = kept.loads(text, "", Vault()).metrics.token
    assert lost
    assert not lost.value()


@pytest.mark.parametrize(
    ("reference", "is_allowed"),
    [
        ({"env": "FEEDSVC_SECRET_FEED"}, True),
        ({"env": "HOME"}, False),
        ({"env": "FEEDSVC_METRICS__TOKEN"}, False),
        ({"file": "/etc/hostname"}, False),
        ({"file": "FEEDSVC_SECRET_FEED"}, False),
    ],
)
def test_operators_may_name_the_variables_that_are_for_them(
    reference: dict[str, str], *, is_allowed: bool
) -> None:
    environment = dict.fromkeys((*os.environ, *reference.values()), ADDRESS)
    table = {"kept": {"url": reference}}
    if is_allowed:
        (source,) = single.sources(table, Settings(), by_name, environment)
        assert (source.url, source.secret) == (ADDRESS, True)
        return
    with pytest.raises(Exception, match="refers to what operators may not read; name") as raised:
        single.sources(table, Settings(), by_name, environment)
    assert CANARY not in str(raised.value)
