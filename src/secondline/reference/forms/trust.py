"""The forms of the trust store."""

from django import forms
from django.utils.translation import gettext_lazy as _

from secondline.reference.trust_rules import LONGEST_ORIGIN, LONGEST_REASON

_REASON = _("In your own words: how you know that this is the State's key.")


class FileForm(forms.Form):
    """Looking into a file; nothing is changed by it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A master list, LDIF of the ICAO directory, certificate, revocation or deviation list."),
    )
    origin = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("For example the address that it was fetched from, or the letter that it came with."),
        max_length=LONGEST_ORIGIN,
    )


class ImportForm(forms.Form):
    """Confirming what was looked into."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    name = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    origin = forms.CharField(max_length=LONGEST_ORIGIN, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why you vouch for what cannot be verified"),
        help_text=_REASON,
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is not to be relied on any more"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
