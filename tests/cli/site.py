"""What a web process would answer, asked within this one."""

import pytest
from werkzeug.test import Client

from feedsvc.web.application import application
from tests.cli.program import Program


class Site:
    """The application over the folder and the database of a program."""

    def __init__(self, program: Program) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FEEDSVC_DATABASE__URL", program.environment["FEEDSVC_DATABASE__URL"])
            self._client = Client(application(program.folder).application)

    def get(self, path: str) -> bytes:
        answer = self._client.get(path, buffered=True)
        assert answer.status_code == 200
        body: bytes = answer.data
        return body
