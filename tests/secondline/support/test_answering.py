"""What an opinion lacks before anybody may rely on it."""

from dataclasses import replace

import pytest

from secondline.support.answering import (
    EVIDENCE,
    Answer,
    Further,
    Judged,
    Source,
    Verdict,
    faults,
    independent,
)
from secondline.support.rules import CANNOT, DEMONSTRATED


def test_two_comparisons_of_one_face_are_one_kind_of_evidence() -> None:
    assert independent(["face-portrait", "face-chip"]) == 1
    assert independent(["face-portrait", "interview"]) == 2
    assert independent([]) == 0
    assert all(each.id == key for key, each in EVIDENCE.items())


FULL = Answer(conclusion="is-not-strong", reasons="Seen", advice="Keep it", none_in_favour=True)


@pytest.mark.parametrize(
    ("answer", "lacking"),
    [
        (FULL, set()),
        (replace(FULL, none_in_favour=False), {"in_favour"}),
        (replace(FULL, in_favour="The stamps fit"), set()),
        (replace(FULL, conclusion=DEMONSTRATED), {"in_favour"}),
        (replace(FULL, judged=(Judged("f1-1", Source.ENGINE, Verdict.REJECTED),)), {"why-f1-1"}),
        (replace(FULL, judged=(Judged("f1-1", Source.ENGINE, Verdict.REJECTED, "glare"),)), set()),
        (replace(FULL, judged=(Judged("f1-1", Source.ENGINE, Verdict.ACCEPTED),)), set()),
        (replace(FULL, further=(Further(2, CANNOT),)), {"cannot_reason-2"}),
        (replace(FULL, further=(Further(2, "neither", cannot_reason="other"),)), {"cannot_reason-2"}),
        (replace(FULL, further=(Further(2, "is-weak", fraud="forged"),)), {"fraud-2"}),
        (replace(FULL, in_favour="x", further=(Further(2, "neither", "impostor"),)), {"evidence"}),
        (replace(FULL, further=(Further(2, "is-weak"),)), set()),
        (Answer(conclusion="neither", reasons=" ", advice="", none_in_favour=True), {"reasons", "advice"}),
        (Answer(conclusion=CANNOT, reasons="x", advice="y", none_in_favour=True), {"cannot_reason"}),
        (
            Answer(
                conclusion=CANNOT, reasons="x", advice="y", cannot_reason="no-specimen", none_in_favour=True
            ),
            set(),
        ),
        (
            Answer(conclusion="neither", reasons="x", advice="y", cannot_reason="other", none_in_favour=True),
            {"cannot_reason"},
        ),
        (
            Answer(conclusion="is-weak", reasons="x", advice="y", fraud="forged", none_in_favour=True),
            {"fraud"},
        ),
        (Answer(conclusion=DEMONSTRATED, reasons="x", advice="y"), {"in_favour"}),
        (Answer(conclusion=DEMONSTRATED, reasons="x", advice="y", in_favour="nothing found"), set()),
        (
            Answer(conclusion="is-not-weak", reasons="x", advice="y", fraud="impostor"),
            {"evidence", "in_favour"},
        ),
        (
            Answer(
                conclusion="is-not-weak",
                reasons="x",
                advice="y",
                fraud="look-alike",
                in_favour="z",
                evidence=("face-portrait", "face-chip"),
            ),
            {"evidence"},
        ),
        (
            Answer(
                conclusion="is-not-weak",
                reasons="x",
                advice="y",
                fraud="impostor",
                in_favour="z",
                evidence=("face-portrait", "issuer"),
            ),
            set(),
        ),
    ],
)
def test_an_opinion_says_what_others_need_to_rely_on_it(answer: Answer, lacking: set[str]) -> None:
    assert set(faults(answer)) == lacking
