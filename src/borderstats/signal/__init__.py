"""Which counts are more than their own past lets expect: detectors of rises, and what an alarm is worth."""
