"""How a source is asked and what its answer means. Pure.

`request` makes the conditional GET, `outcome` reads the answer, `schedule` says when to
look again, `hints` what the feed says of that; `robots` whether a page may be read.
"""
