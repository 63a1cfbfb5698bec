"""The program: `feedsvc`, or `python -m feedsvc`."""


def main() -> None:
    """Run the command line."""
    # Child processes import the script that started their parent, and need no command line.
    from feedsvc.cli import main as command_line  # noqa: PLC0415

    command_line()


if __name__ == "__main__":
    main()
