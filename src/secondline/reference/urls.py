"""The pages of the reference room: what is known before a document is on the desk."""

from django.urls import path

from secondline.reference.views import trust

app_name = "reference"
urlpatterns = [
    path("trust/", trust.overview, name="trust"),
    path("trust/import/", trust.look, name="trust-look"),
    path("trust/import/confirm/", trust.take, name="trust-take"),
    path("trust/states/<str:code>/", trust.state, name="trust-state"),
    path("trust/keys/<uuid:pk>/", trust.key, name="trust-key"),
    path("trust/sources/<uuid:pk>/", trust.source, name="trust-source"),
    path("trust/sources/<uuid:pk>/end/", trust.end, name="trust-end"),
]
