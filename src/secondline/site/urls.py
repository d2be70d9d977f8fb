"""Every address of the house, the rooms in order."""

from django.urls import include, path

from secondline.site import auditing, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("language", views.language, name="language"),
    path("account/", include("allauth.urls")),
    path("record/", auditing.entries, name="record"),
    path("people/", include("secondline.people.urls")),
    path("evidence/", include("secondline.evidence.urls")),
]
handler404 = "secondline.site.views.not_found"
