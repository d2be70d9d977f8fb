"""The pages of the reference room: what is known before a document is on the desk."""

from django.urls import URLPattern

app_name = "reference"
urlpatterns: list[URLPattern] = []
