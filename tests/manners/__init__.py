"""How feedsvc behaves towards the servers that it asks, as those servers see it."""
