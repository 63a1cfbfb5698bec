"""The documents that stand outside of docs/, as pages of the site; and the links to them.

MkDocs loads this file by itself, in an environment that has nothing of feedsvc.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

OUTSIDE = {
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "benchmarks/README.md": "benchmarks.md",
}
"""A document, by its path in the repository, to the page that it becomes."""

PLACES = OUTSIDE | {"README.md": "index.md", "benchmarks": "benchmarks.md"}
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:  # noqa: ANN401 - MkDocs gives them
    """Add the documents that stand outside."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - tests have no MkDocs

    house = Path(config["config_file_path"]).parent
    for origin, page in OUTSIDE.items():
        files.append(File.generated(config, page, abs_src_path=str(house / origin)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:  # noqa: ANN401 - likewise
    """Have each link of a page lead to a page."""
    return with_links(markdown, page.file.src_uri)


def with_links(markdown: str, page: str) -> str:
    """The text of a page with the links of the repository turned into those of the site.

    What is no page, such as a file of the configuration, is named and not linked.
    """
    origin = next((path for path, name in OUTSIDE.items() if name == page), f"docs/{page}")

    def led(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(origin), link[2]))
        place = PLACES.get(target) or target.removeprefix("docs/")
        if place == target and not target.startswith("docs/"):
            return link[1]
        if "." not in posixpath.basename(place):
            place = f"{place}/README.md"
        way = posixpath.relpath(place, posixpath.dirname(page) or ".")
        return f"[{link[1]}]({way}{link[3] or ''})"

    return _LINK.sub(led, markdown)
