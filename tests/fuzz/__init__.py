"""Laws that hold for whatever strangers write, tried on what chance makes of it.

`make fuzz`, or `python -m tests.fuzz TARGET --seconds 600` for one target.
"""
