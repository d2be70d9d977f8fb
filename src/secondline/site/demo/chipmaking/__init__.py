"""Chips, certificates and lists written byte by byte and signed: for the demonstration and the tests.

Independent of `traveldoc.chip`: nothing of it is imported, so that one reading is tested against another
writing.
"""
