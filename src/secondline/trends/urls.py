from django.urls import path

from secondline.trends import views
from secondline.trends.views import link, looking, releases, signals

app_name = "trends"
urlpatterns = [
    path("", views.detections, name="detections"),
    path("signals/", signals.alarms, name="signals"),
    path("signals/verdict", signals.judge, name="judge"),
    path("where/", looking.places, name="places"),
    path("link/", link.linked, name="link"),
    path("detections.csv", views.table, name="table"),
    path("releases/", releases.releases, name="releases"),
    path("releases/new", releases.propose, name="propose"),
    path("releases/<uuid:pk>/", releases.release, name="release"),
    path("releases/<uuid:pk>/agree", releases.agree, name="agree"),
    path("releases/<uuid:pk>/drop", releases.drop, name="drop"),
    path("releases/<uuid:pk>/withdraw", releases.withdraw, name="withdraw"),
    path("releases/<uuid:pk>/table.csv", releases.table, name="released-table"),
]
