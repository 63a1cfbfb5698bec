"""The program among failures: killed, cut off, starved, stopped; `make faults` is the full size."""
