"""Files are handed in (PUT) and looked at."""

import base64
import binascii
import logging
import re
from contextlib import suppress
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_http_methods

from secondline.evidence.actions import Receipt, RefusedError, enter, look, receive
from secondline.evidence.queries import has_picture, storage, visible_to
from secondline.evidence.rules import EXTENSIONS, Size, State, What
from secondline.evidence.storage import CHUNK
from secondline.evidence.tasks import prepare_item, prepare_soon
from secondline.people.gate import Request
from secondline.people.queries import require

log = logging.getLogger(__name__)
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]+):")  # RFC 9530, 2


@require_http_methods(["PUT"])
def deliver(request: Request, delivery: UUID) -> HttpResponse:
    """Take one file, its bytes being the body. 201 only when it outlasts a power cut; 200 for a re-send."""
    require(request.user, "evidence.seal")
    try:
        receipt = _take(request, delivery)
    except UnreadablePostError:
        return _refuse(RefusedError("incomplete"))
    except RefusedError as refused:
        _drain(request)
        return _refuse(refused)
    item = receipt.item
    return JsonResponse(
        {
            "id": str(receipt.delivery),
            "item": str(item.pk),
            "sha256": item.sha256,
            "bytes": item.size,
            "state": item.state,
        },
        status=201 if receipt.created else 200,
    )


def _refuse(refused: RefusedError) -> HttpResponse:
    return JsonResponse({"error": refused.code, "message": refused.message}, status=refused.status)


def _take(request: Request, delivery: UUID) -> Receipt:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit():
        raise RefusedError("no-length")
    with receive(by=request.user, stream=request, expected=int(length), what=_what(request)) as draft:
        if draft.size != int(length):
            raise RefusedError("incomplete")
        if (digest := _digest(request)) and digest != draft.sha256:
            raise RefusedError("altered")
        try:
            return enter(
                by=request.user,
                at=request.at,
                delivery=delivery,
                draft=draft,
                name=unquote(request.headers.get("X-File-Name", "")),
                then=prepare_soon,
            )
        except OperationalError as error:
            log.exception("a delivery could not be entered")
            raise RefusedError("no-room" if "full" in str(error) else "busy") from error


def _what(request: Request) -> What:
    """What the sender hands the file in as; a picture where nothing is said."""
    said = request.headers.get("X-File-Kind", "")
    return What.CHIP if said == What.CHIP else What.PICTURE


def _digest(request: Request) -> str:
    """The SHA-256 that the sender computed, in hexadecimal; empty without one."""
    found = _DIGEST.search(request.headers.get("Content-Digest", ""))
    if not found:
        return ""
    try:
        return base64.b64decode(found.group(1), validate=True).hex()
    except binascii.Error as error:
        raise RefusedError("altered") from error


def _drain(request: Request) -> None:
    """Read what the sender is still sending, within bounds: otherwise the answer never reaches it."""
    left = 2 * settings.MAX_FILE_BYTES
    with suppress(UnreadablePostError):
        while left > 0 and (chunk := request.read(CHUNK)):
            left -= len(chunk)


@require_GET
def picture(request: Request, item: UUID, size: str) -> HttpResponseBase:
    """Working copy or thumbnail; a drawn sign while there is none."""
    found = get_object_or_404(visible_to(request.user), pk=item)
    look(item=found, size=Size(size), by=request.user, at=request.at)
    nothing = found.state == State.PREPARED and not has_picture(found)
    if nothing or found.state in {State.UNUSABLE, State.ERASED}:
        return redirect(static("evidence/unusable.svg"))
    store = storage(found.agency_id)
    if found.state == State.RECEIVED or not store.holds_derived(found.sha256, size):
        if found.state == State.PREPARED:
            prepare_item.enqueue(str(found.pk))
        return redirect(static("evidence/waiting.svg"))
    with store.open_derived(found.sha256, size) as file:
        return _guarded(HttpResponse(file.read(), content_type="image/jpeg"))


@require_GET
def original(request: Request, item: UUID) -> HttpResponseBase:
    """The sealed file as it came, only ever as a download, after proof that it still has its hash."""
    found = get_object_or_404(visible_to(request.user).exclude(state=State.ERASED), pk=item)
    look(item=found, size=Size.ORIGINAL, by=request.user, at=request.at)
    store = storage(found.agency_id)
    if not store.verify(found.sha256):
        log.error("sealed file %s is missing or no longer has its hash", found.sha256)
        return HttpResponse(
            RefusedError("lost").message, status=500, content_type="text/plain; charset=utf-8"
        )
    response = FileResponse(
        store.open(found.sha256),
        as_attachment=True,
        filename=f"{found.sha256[:16]}.{EXTENSIONS[found.media_type]}",
        content_type=found.media_type,
    )
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode("ascii")
    response["Content-Digest"] = f"sha-256=:{digest}:"
    return _guarded(response)


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Nothing that came from outside is ever run as a page, or left in the cache of a shared desk."""
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
