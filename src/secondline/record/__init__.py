"""Append-only, tamper-evident: who did what to what."""
