"""Benchmarks: feedsvc beside `reader` for polling and beside nginx for serving.

Only ratios of two things measured in turn in the same run mean something, so
nothing here reports a second of ours without the peer's second next to it. Needs
Linux (`/proc`, child subreaper), nginx and wrk. Run it with `python -m benchmarks`.
"""
