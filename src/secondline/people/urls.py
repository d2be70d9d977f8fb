from django.urls import path

from secondline.people import views

app_name = "people"
urlpatterns = [
    path("", views.persons, name="persons"),
]
