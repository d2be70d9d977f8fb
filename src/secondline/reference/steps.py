"""In which step of the procedure a security feature is looked at."""

from traveldoc.vocabulary import vocabulary


def usual_step(term: str) -> str:
    """The step in which a feature is looked at, as its vocabulary says."""
    known = vocabulary("security-feature").get(term)
    steps = known.facets.get("step", ()) if known else ()
    return steps[0] if steps else "consistency"
