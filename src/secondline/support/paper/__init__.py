"""An opinion on paper: what stands on it (content), the process that sets it (press, child), its letters
(glyphs).
"""
