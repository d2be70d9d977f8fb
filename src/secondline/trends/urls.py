from django.urls import path

from secondline.trends import views
from secondline.trends.views import link, looking, signals

app_name = "trends"
urlpatterns = [
    path("", views.detections, name="detections"),
    path("signals/", signals.alarms, name="signals"),
    path("signals/verdict", signals.judge, name="judge"),
    path("where/", looking.places, name="places"),
    path("where/<uuid:pk>/withdraw", looking.withdraw, name="withdraw-plan"),
    path("link/", link.linked, name="link"),
    path("detections.csv", views.table, name="table"),
]
