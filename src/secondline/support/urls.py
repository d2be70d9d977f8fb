"""The centre's addresses. The page of a case has its address in `site`, under the name `case`."""

from django.urls import path

from secondline.support import views

app_name = "support"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("rows/", views.rows, name="rows"),
    path("for/<uuid:pk>/", views.panel, name="panel"),
    path("for/<uuid:pk>/ask/", views.ask, name="ask"),
    path("<uuid:pk>/take/", views.take, name="take"),
    path("<uuid:pk>/put-back/", views.put_back, name="put-back"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
]
