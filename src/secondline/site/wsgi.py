"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondline.site.settings")
application = get_wsgi_application()

from secondline.site.heap import settle  # noqa: E402  # needs the set-up above
from secondline.site.warming import warm  # noqa: E402

warm()
settle()
