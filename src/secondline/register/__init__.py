"""Detections without identities, and how much was looked at: what concluded inspections leave behind."""
