"""Detections without identities, and the effort that found them."""
