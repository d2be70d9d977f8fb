"""How the reader's two networks were made: a generator of pictures and the training on them. Never needed
to run.
"""
