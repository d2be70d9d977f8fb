"""What a travel document says and whether it holds together.

Pure: no Django, no clock, no network, no file but this package's own data. All else arrives as an argument.
"""
