"""What tests of inspections and support lay on the table: the specimen's zone and a made-up reading of it."""

from typing import Any

# Doc 9303-4, appendix B. The specimen expired in 2012, so it is inconsistent on any day of these tests.
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def reading_of(lines: tuple[str, ...] | None, *, unsure: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    """What the darkroom would have read: characters 10 wide and 20 high, lines 40 apart, from (100, 200)."""
    lines = lines or ()
    return {
        "format": "TD3" if lines else None,
        "lines": list(lines) or None,
        "confidence": [
            [0.3 if (row, column) in unsure else 0.99 for column, _ in enumerate(line, 1)]
            for row, line in enumerate(lines, 1)
        ],
        "runners_up": [" " * len(line) for line in lines],
        "boxes": [
            [
                [
                    [100 + 10 * c, 200 + 40 * r],
                    [110 + 10 * c, 200 + 40 * r],
                    [110 + 10 * c, 220 + 40 * r],
                    [100 + 10 * c, 220 + 40 * r],
                ]
                for c, _ in enumerate(line)
            ]
            for r, line in enumerate(lines)
        ],
        "choices": [],
        "quality": {"advice": [{"template": "Go closer.", "values": {}}], "retake": not lines},
        "width": 800,
        "height": 600,
    }
