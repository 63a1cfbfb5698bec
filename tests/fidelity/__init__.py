"""What of an upstream's facts a reader still finds in what we publish (standards T3).

The documents of `../shared/vectors/malformed/feedparser_wellformed_half.json` say of
themselves, in their first comment, what is to be read from them. Each is published by the
real path, our Atom and RSS are read by feedparser, and the same expectation is put to both.

`python -m tests.fidelity` prints the score, `-v` every expectation that does not hold.
"""
