"""Page frame, components, accessibility, htmx; knows nothing of the work."""
