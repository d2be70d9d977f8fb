"""A page gone through with the tabulator alone."""

from desk import Desk

WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const covering = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 0), innerHeight - 1));
  here.dataset.reached = 'yes';
  return {what: here.outerHTML.slice(0, 140), ring, inView,
          free: !covering || covering === here || here.contains(covering) || covering.contains(here)
                || covering.closest('label') !== null};
}"""
# The tabulator goes on from where the focus was last, and a page may have put it somewhere itself.
TOP = (
    "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }"
)
CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(each => each.type !== 'hidden' && !each.disabled && each.checkVisibility({contentVisibilityAuto: true})
    && each.getBoundingClientRect().width > 1 && each.tabIndex >= 0 && each.dataset.reached !== 'yes'
    && !(each.type === 'radio' && document.querySelector(`input[name="${each.name}"][data-reached]`)))
  .map(each => each.outerHTML.slice(0, 140))"""


def tab_through(desk: Desk, most: int = 150) -> list[str]:
    """Tab from the top to the bottom; each stop is seen, in view and not covered. Answers what was never reached."""
    desk.page.evaluate(TOP)
    faults = []
    for step in range(most):
        desk.page.keyboard.press("Tab")
        stop = desk.page.evaluate(WHERE)
        if stop is None and step:
            break
        if stop and not (stop["ring"] and stop["inView"] and stop["free"]):
            faults.append(stop)
    assert not faults, faults
    left: list[str] = desk.page.evaluate(CONTROLS)
    return left
