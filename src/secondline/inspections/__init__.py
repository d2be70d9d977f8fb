"""The secondary inspection: document, bearer, findings, decision, what happened."""
