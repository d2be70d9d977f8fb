"""Writing in the library, and a second person's agreement."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from secondline.evidence.queries import limits
from secondline.evidence.rules import trouble_words
from secondline.people.gate import Request
from secondline.people.queries import require
from secondline.record.rules import NotNowError
from secondline.reference.actions import pictures, standing, writing
from secondline.reference.forms.library import (
    AlertForm,
    BlurForm,
    FeatureForm,
    PictureForm,
    PlacedForm,
    SignForm,
    TypeForm,
    WithdrawForm,
)
from secondline.reference.models import Alert, DocumentType, Feature, Sign
from secondline.reference.naming import states
from secondline.reference.queries.pictures import find_picture
from secondline.reference.rules import DEFAULT_SHARING
from secondline.reference.views.library import find


def _back(thing: DocumentType | Alert) -> HttpResponse:
    return redirect("reference:thing", thing.noun, thing.pk)


def _page(request: Request, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "states": states(), **more}
    return render(request, "reference/write.html", context, status=422 if form.errors else 200)


def _form(request: Request, thing: DocumentType | Alert) -> TypeForm | AlertForm:
    made = TypeForm if isinstance(thing, DocumentType) else AlertForm
    return made(request.POST or None, thing=thing, person=request.user)


@require_http_methods(["GET", "POST"])
def new(request: Request, noun: str) -> HttpResponse:
    require(request.user, "library.write")
    thing: DocumentType | Alert = DocumentType() if noun == "type" else Alert()
    thing.sharing = DEFAULT_SHARING
    title = _("New document type") if noun == "type" else _("New alert")
    return _write(request, thing, title)


@require_http_methods(["GET", "POST"])
def edit(request: Request, noun: str, pk: UUID) -> HttpResponse:
    thing = find(request, noun, pk)
    require(request.user, "library.write", thing)
    return _write(request, thing, thing.shown)


def _write(request: Request, thing: DocumentType | Alert, title: str) -> HttpResponse:
    form = _form(request, thing)
    if request.method == "POST" and form.is_valid():
        filled = form.filled()
        try:
            if isinstance(filled, DocumentType):
                writing.write_type(type=filled, by=request.user, at=request.at)
            else:
                writing.write_alert(alert=filled, by=request.user, at=request.at)
        except writing.TakenError:
            form.add_error("code", _("This code is taken. Open it and begin its next edition."))
        except NotNowError:
            return _not_now(request, thing)
        else:
            return _back(filled)
    return _page(request, form, title, thing=thing)


def _not_now(request: Request, thing: DocumentType | Alert) -> HttpResponse:
    messages.error(request, _("It is no draft any more. Begin a new edition to change it."))
    return _back(thing)


@require_http_methods(["GET", "POST"])
def place(request: Request, noun: str, pk: UUID, feature: UUID | None = None) -> HttpResponse:
    """Add a feature or a sign, or change one."""
    thing = find(request, noun, pk)
    require(request.user, "library.write", thing)
    placed: Feature | Sign
    made: type[PlacedForm]
    if isinstance(thing, DocumentType):
        placed = get_object_or_404(Feature, pk=feature, type=thing) if feature else Feature(type=thing)
        made = FeatureForm
    else:
        placed = get_object_or_404(Sign, pk=feature, alert=thing) if feature else Sign(alert=thing)
        made = SignForm
    form = made(request.POST or None, placed=placed)
    if request.method == "POST" and form.is_valid():
        try:
            writing.put_feature(feature=form.filled(), by=request.user, at=request.at)
        except NotNowError:
            return _not_now(request, thing)
        except writing.TooManyError:
            form.add_error(None, _("There are too many already."))
        else:
            return _back(thing)
    return _page(request, form, _("What to look at"), thing=thing, placed=placed)


@require_POST
def unplace(request: Request, noun: str, pk: UUID, feature: UUID) -> HttpResponse:
    thing = find(request, noun, pk)
    placed: Feature | Sign
    if isinstance(thing, DocumentType):
        placed = get_object_or_404(Feature, pk=feature, type=thing)
    else:
        placed = get_object_or_404(Sign, pk=feature, alert=thing)
    return _deed(request, thing, lambda: writing.drop_feature(feature=placed, by=request.user, at=request.at))


@require_http_methods(["GET", "POST"])
def add_picture(request: Request, noun: str, pk: UUID) -> HttpResponse:
    thing = find(request, noun, pk)
    require(request.user, "library.write", thing)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            added = pictures.add_picture(
                thing=thing,
                data=data["file"].read(limits().file_bytes + 1),
                page=data["page"],
                light=data["light"],
                cleared=data["cleared"],
                caption={request.LANGUAGE_CODE: data["caption"]} if data["caption"] else {},
                by=request.user,
                at=request.at,
            )
        except pictures.TroubleError as trouble:
            phrase = trouble_words(trouble.code, limits())
            form.add_error("file", phrase.filled(_(phrase.template)))
        except pictures.TooManyPicturesError:
            form.add_error(None, _("There are too many already."))
        except NotNowError:
            return _not_now(request, thing)
        else:
            return _back(thing) if added.cleared else redirect("reference:blur", added.pk)
    return _page(request, form, _("Add a picture"), thing=thing)


@require_http_methods(["GET", "POST"])
def blur(request: Request, pk: UUID) -> HttpResponse:
    """Rectangles drawn by hand or typed; `show` only shows them, `blur` makes the copy for good."""
    picture = find_picture(request.user, pk)
    if not picture.raw or picture.added_by_id != request.user.pk:
        raise Http404
    form = BlurForm(request.POST or None)
    boxes = form.cleaned_data["boxes"] if request.method == "POST" and form.is_valid() else []
    if request.method == "POST" and form.is_valid() and "blur" in request.POST:
        if not boxes and "nobody" not in request.POST:
            form.add_error("boxes", _("Name the places, or say that nothing on it shows or names a person."))
        else:
            pictures.blur_picture(picture=picture, boxes=boxes, by=request.user, at=request.at)
            messages.success(request, _("The copy is made; the picture before it is deleted."))
            return _back(picture.of)
    context = {"picture": picture, "form": form, "boxes": boxes, "thing": picture.of}
    return render(request, "reference/blur.html", context, status=422 if form.errors else 200)


@require_POST
def picture_deed(request: Request, pk: UUID, deed: str) -> HttpResponse:
    picture = find_picture(request.user, pk)
    deeds: dict[str, Callable[..., object]] = {
        "confirm": pictures.confirm_picture,
        "drop": pictures.drop_picture,
    }
    if deed not in deeds:
        raise Http404
    thing = picture.of
    return _deed(request, thing, lambda: deeds[deed](picture=picture, by=request.user, at=request.at))


@require_POST
def deed(request: Request, noun: str, pk: UUID, verb: str) -> HttpResponse:
    """Submit, send back, publish, or begin the next edition."""
    thing = find(request, noun, pk)
    deeds: dict[str, Callable[..., DocumentType | Alert]] = {
        "submit": standing.submit,
        "send-back": standing.send_back,
        "publish": standing.publish,
        "revise": writing.revise,
    }
    if verb not in deeds:
        raise Http404
    return _deed(request, thing, lambda: deeds[verb](thing=thing, by=request.user, at=request.at))


def _deed(request: Request, thing: DocumentType | Alert, do: Callable[[], object]) -> HttpResponse:
    """Done, or why not; back to the page either way."""
    after: object = None
    try:
        after = do()
    except standing.OwnWorkError:
        messages.error(request, _("Whoever wrote it can't agree to it: a second person must."))
    except standing.UnfinishedError:
        messages.error(
            request, _("A picture still waits to be blurred, or for your word that nobody is on it.")
        )
    except NotNowError:
        messages.error(request, _("That is not possible any more: a colleague was quicker."))
    return _back(after if isinstance(after, DocumentType | Alert) else thing)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, noun: str, pk: UUID) -> HttpResponse:
    thing = find(request, noun, pk)
    require(request.user, "library.review", thing)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        return _deed(
            request, thing, lambda: standing.withdraw(thing=thing, by=request.user, at=request.at, why=why)
        )
    return _page(request, form, _("Withdraw it"), thing=thing)
