"""What the pieces of work are: pulling from a source, serving a channel."""
