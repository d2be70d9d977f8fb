"""Agencies, posts, persons, roles; may(person, verb, thing)."""
