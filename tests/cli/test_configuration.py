from tests.cli.program import Program


def test_a_good_configuration(program: Program) -> None:
    program.write_samples()
    ended = program("check")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "The configuration is good: 3 sources (2 enabled), 1 channels.\n"
    assert not program.database.exists()


def test_every_problem_has_a_line(program: Program) -> None:
    program.write_samples()
    program.write(
        feedsvc='[site]\ntitel = "x"\n[web]\nbind = "x"',
        channels='[channels.port]\nsources = ["heralt"]',
    )
    ended = program("check", FEEDSVC_FETCH__HOST_GAP="soon")
    assert (ended.code, ended.out) == (1, "")
    places = [line.partition(": ")[0] for line in ended.err.splitlines()]
    assert places == [
        "feedsvc.toml:site.titel",
        "feedsvc.toml:web.bind",
        "environment:FEEDSVC_FETCH__HOST_GAP",
        "channels.toml:channels.port.sources",
    ]
    assert ended.err.splitlines()[-1] == (
        "channels.toml:channels.port.sources: there is no source 'heralt' (did you mean herald?);"
        " declare it in sources.toml or remove it here"
    )
    assert not program.database.exists()


def test_the_folder_may_be_named_either_way(program: Program) -> None:
    program.write_samples()
    named = str(program.folder)
    assert program("--config", named, "check", FEEDSVC_CONFIG="nowhere").code == 0
    assert program("check", FEEDSVC_CONFIG=named).code == 0
    assert program("check", FEEDSVC_CONFIG="nowhere").code == 1
