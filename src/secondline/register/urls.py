from django.urls import path

from secondline.register import views

app_name = "register"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pull", views.pull_now, name="pull"),
]
