"""Settings, addresses, command line; the only room that composes others."""
