"""Irregular-travel series that others publish: how their files are read, named and checked. Pure."""
