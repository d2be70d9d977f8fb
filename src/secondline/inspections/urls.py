"""The page of a case itself is composed by `support` and has its address in `site` (its name is `case`)."""

from django.urls import path

from secondline.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:pk>/findings/", views.findings, name="findings"),
    path("<uuid:pk>/add/", views.add, name="add"),
    path("<uuid:pk>/transcribe/", views.transcribe, name="transcribe"),
    path("<uuid:pk>/examine/", views.examine, name="examine"),
    path("<uuid:pk>/refer/", views.refer, name="refer"),
    path("<uuid:pk>/decide/", views.decide, name="decide"),
    path("<uuid:pk>/reopen/", views.reopen, name="reopen"),
    path("<uuid:pk>/pictures/<uuid:exhibit>/", views.relight, name="relight"),
]
