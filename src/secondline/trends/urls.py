from django.urls import path

from secondline.trends.views import detections, files, link, looking, releases, signals

app_name = "trends"
urlpatterns = [
    path("", detections.detections, name="detections"),
    path("signals/", signals.alarms, name="signals"),
    path("signals/verdict", signals.judge, name="judge"),
    path("where/", looking.places, name="places"),
    path("where/<uuid:pk>/withdraw", looking.withdraw, name="withdraw-plan"),
    path("link/", link.linked, name="link"),
    path("link.csv", link.table, name="link-table"),
    path("link.sdmx.csv", link.statistical, name="link-statistics"),
    path("signals.csv", signals.table, name="signals-table"),
    path("signals.sdmx.csv", signals.statistical, name="signals-statistics"),
    path("where.csv", looking.table, name="places-table"),
    path("where.sdmx.csv", looking.statistical, name="places-statistics"),
    path("detections.csv", files.table, name="table"),
    path("detections.sdmx.csv", files.statistical, name="statistical"),
    path("ground.svg", detections.ground_of_map, name="ground"),
    path("releases/", releases.releases, name="releases"),
    path("releases/new", releases.propose, name="propose"),
    path("releases/<uuid:pk>/", releases.release, name="release"),
    path("releases/<uuid:pk>/agree", releases.agree, name="agree"),
    path("releases/<uuid:pk>/drop", releases.drop, name="drop"),
    path("releases/<uuid:pk>/withdraw", releases.withdraw, name="withdraw"),
    path("releases/<uuid:pk>/table.csv", releases.table, name="released-table"),
    path("releases/<uuid:pk>/table.sdmx.csv", releases.statistical, name="released-statistics"),
]
