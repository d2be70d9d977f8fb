"""Pages go over the line compressed: an officer's line is bad, and a page is nine parts markup."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Pages only: pictures, PDFs and chip files are compressed already, and are the larger part.

    A secret in a compressed page can be guessed from its length (BREACH). Django masks each form's token and
    adds a random number of bytes to each answer, so that a length tells nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
