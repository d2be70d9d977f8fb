from django.urls import path

from secondline.people import views

app_name = "people"
urlpatterns = [
    path("", views.persons, name="persons"),
    path("add", views.add_person, name="add-person"),
    path("posts/add", views.add_post, name="add-post"),
    path("posts/<uuid:post_id>", views.change_post, name="change-post"),
    path("mail", views.choose_mail, name="mail"),
    path("<uuid:person_id>", views.change_person, name="change-person"),
    path("<uuid:person_id>/recover", views.recover, name="recover"),
]
