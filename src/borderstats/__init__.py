"""What the counts say. Pure: arrays in, results out; no file, clock or network."""
