"""What is known beforehand: trust anchors, document types, alerts, lost and stolen documents, quick-check cards."""
