"""Every address of the house, the rooms in order."""

from django.urls import include, path

from secondline.site import alarms, auditing, views, work
from secondline.support.views import case

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("language", views.language, name="language"),
    path("account/", include("allauth.urls")),
    path("record/", auditing.entries, name="record"),
    path("work/", work.overview, name="work"),
    path("people/", include("secondline.people.urls")),
    path("evidence/", include("secondline.evidence.urls")),
    path("reference/", include("secondline.reference.urls")),
    # Composed of two rooms: the inspection's part and, above it, what the centre says to it.
    path("inspections/<uuid:pk>/", case, name="case"),
    path("inspections/", include("secondline.inspections.urls")),
    path("support/", include("secondline.support.urls")),
    path("register/", include("secondline.register.urls")),
    # Composed of two rooms: an alarm of trends and the library's alerts.
    path("trends/signals/alert/", alarms.choose, name="alarm-alert"),
    path("trends/", include("secondline.trends.urls")),
    path("demonstration/", include("secondline.site.demo.urls")),
]
handler400 = "secondline.site.views.not_understood"
handler404 = "secondline.site.views.not_found"
handler500 = "secondline.site.views.broken"
