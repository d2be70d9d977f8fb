"""The transliteration tables of Doc 9303-3, section 6, one family of scripts a file."""
