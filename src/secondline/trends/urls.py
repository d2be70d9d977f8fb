from django.urls import path

from secondline.trends.views import detections, files, link, looking, signals

app_name = "trends"
urlpatterns = [
    path("", detections.detections, name="detections"),
    path("signals/", signals.alarms, name="signals"),
    path("signals/verdict", signals.judge, name="judge"),
    path("where/", looking.places, name="places"),
    path("where/<uuid:pk>/withdraw", looking.withdraw, name="withdraw-plan"),
    path("link/", link.linked, name="link"),
    path("detections.csv", files.table, name="table"),
    path("detections.sdmx.csv", files.statistical, name="statistical"),
    path("ground.svg", detections.ground_of_map, name="ground"),
]
