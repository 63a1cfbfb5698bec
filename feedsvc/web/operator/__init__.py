"""The console of operators at `/operator/`."""
