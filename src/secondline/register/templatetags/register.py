"""What the pages of the register say of sources."""

from django import template

from secondline.register.naming import source_name

register = template.Library()


@register.filter
def source(name: str) -> str:
    """Who published it, where that is known; otherwise the name that the source was given."""
    return source_name(name)
