"""What is asked of evidence over the web: files, tiles, alignments."""
