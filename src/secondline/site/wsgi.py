"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from secondline.site.heap import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondline.site.settings")
application = get_wsgi_application()
settle()
