"""The administrator's forms."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from secondline.people.models import Agency, Person, Post


class LogInForm(LoginForm):  # type: ignore[misc]  # allauth publishes no types
    """allauth's own, in the house's words: a forgotten password is the administrator's business."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].help_text = _("Forgotten? Your agency's administrator gives you a new one.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The password once more, before the second factor is changed; no reset by mail, as at the log-in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("Forgotten? Your agency's administrator gives you a new one.")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth publishes no types
    """One's own password changed; no reset by mail either: that address leads nowhere here."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = _(
            "Forgotten? Your agency's administrator gives you a new one."
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PersonForm(forms.ModelForm[Person]):
    """Add or change somebody; a password is needed for a new person only."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_("12 characters or more. Hand it over in person; it can be changed after the log-in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Person
        fields = (
            *("username", "name", "number", "email", "role", "post", "is_duty_lead", "trainee_opinions"),
            "is_active",
        )
        labels = {"post": _("Post"), "is_active": _("May log in")}
        help_texts = {
            "username": _("Small Latin letters, digits, dot, dash."),
            "number": _(
                "May stand on an opinion instead of the name. Latin letters, digits, dot, dash, slash."
            ),
            "is_duty_lead": _("Of an examiner: requests that are overdue are passed to this person."),
            "trainee_opinions": _(
                "Of an examiner in training: so many first opinions are countersigned. 0: none."
            ),
        }

    def __init__(self, *args: object, agency: Agency, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own long list
        self.fields["post"].queryset = Post.objects.filter(agency=agency)  # type: ignore[attr-defined]
        self.fields["password"].required = self.instance._state.adding  # noqa: SLF001  # documented by Django

    def clean_trainee_opinions(self) -> int:
        return self.cleaned_data["trainee_opinions"] or 0

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password


_DEGREES = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "autocomplete": "off"})


class PostForm(forms.ModelForm[Post]):
    """A new post."""

    class Meta:
        model = Post
        fields: tuple[str, ...] = ("code", "name", "border_type", "zone", "latitude", "longitude")
        widgets = {"latitude": _DEGREES, "longitude": _DEGREES}
        labels = {
            "code": _("Code"),
            "name": pgettext_lazy("of a post", "Name"),
            "border_type": _("Border type"),
            "zone": _("Time zone"),
            "latitude": _("Latitude"),
            "longitude": _("Longitude"),
        }
        help_texts = {
            "zone": _("Such as Asia/Almaty."),
            "code": _("Capital Latin letters, digits, dash."),
            "latitude": _("In degrees, north of the equator positive. Only for the map; such as 43.35."),
            "longitude": _("In degrees, east of Greenwich positive; such as 77.03."),
        }


class ChangedPostForm(PostForm):
    """What of a post may change: codes, borders and zones stay, because what was counted there is by them."""

    class Meta(PostForm.Meta):
        fields = ("name", "latitude", "longitude")
