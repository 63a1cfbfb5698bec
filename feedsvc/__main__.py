"""The program: `feedsvc`, or `python -m feedsvc`."""

import gc


def main() -> None:
    """Run the command line."""
    # Imports and rows make no garbage in cycles: looking for some less often saves a twentieth
    # of the CPU of a poll without news.
    gc.set_threshold(100_000, 20, 20)
    # Child processes import the script that started their parent, and need no command line.
    from feedsvc.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
