"""What is known beforehand: trust anchors, document types, alerts, lost documents, quick-check cards."""
