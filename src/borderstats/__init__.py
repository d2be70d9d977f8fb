"""What the counts say. Pure: arrays in, results out."""
