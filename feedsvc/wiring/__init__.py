"""The only place that chooses implementations: from a configuration folder to what runs.

`house` opens configuration and database, `pulling` adds the network and the children that
read documents, `publishing` what is served: each imports no more than it needs, because the
imports are most of the CPU of a poll that finds nothing new.
"""
