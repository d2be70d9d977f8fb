"""What the register says over time: counts with effort, rate, interval and coverage, for the own agency."""
