from django.urls import path

from secondline.site.demo import views

app_name = "demonstration"
urlpatterns = [
    path("specimens/", views.specimens, name="specimens"),
    path("specimens/small/<str:name>", views.small, name="small"),
    path("specimens/chips/<str:name>", views.chip, name="chip"),
    path("specimens/<str:name>", views.picture, name="picture"),
]
