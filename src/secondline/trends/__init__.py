"""Tables and rates: where and when what was found, and out of how many."""
