"""The nouns of feedsvc, as frozen values, in the words of RFC 4287 wherever it has one.

Two families live here. `parsed` is what an upstream wrote: untrusted. `entry` is the normal
form: trusted. The rest is what the operator says (`source`, `channel`), what a document came
to (`reading`), what is kept (`held`), what may be shown (`rights`) and what is served (`view`).
"""
