from django.urls import path

from secondline.trends import views

app_name = "trends"
urlpatterns = [
    path("", views.detections, name="detections"),
    path("detections.csv", views.table, name="table"),
]
