"""The centre's addresses. The page of a case has its address in `site`, under the name `case`."""

from django.urls import path

from secondline.support import views

app_name = "support"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("rows/", views.rows, name="rows"),
    path("for/<uuid:pk>/", views.panel, name="panel"),
    path("for/<uuid:pk>/ask/", views.ask, name="ask"),
    path("for/<uuid:pk>/talk/", views.talk, name="talk"),
    path("for/<uuid:pk>/bench/", views.bench, name="bench"),
    path("<uuid:pk>/marks/", views.marks, name="marks"),
    path("<uuid:pk>/mark/", views.mark, name="mark"),
    path("<uuid:pk>/unmark/", views.unmark, name="unmark"),
    path("<uuid:pk>/compare/", views.compare, name="compare"),
    path("<uuid:pk>/take/", views.take, name="take"),
    path("<uuid:pk>/put-back/", views.put_back, name="put-back"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/free/", views.free, name="free"),
    path("<uuid:pk>/touch/", views.touch, name="touch"),
    path("<uuid:pk>/question/", views.question, name="question"),
    path("<uuid:pk>/resume/", views.resume, name="resume"),
    path("<uuid:pk>/reply/", views.reply, name="reply"),
    path("<uuid:pk>/note/", views.note, name="note"),
    path("<uuid:pk>/inquire/", views.inquire, name="inquire"),
    path("<uuid:pk>/paper/", views.paper, name="paper"),
    path("inquiries/", views.inquiries, name="inquiries"),
    path("inquiries/<uuid:pk>/", views.inquiry, name="inquiry"),
    path("inquiries/<uuid:pk>/<uuid:item>/", views.inquiry_picture, name="inquiry-picture"),
    path("service/", views.service, name="service"),
    path("service/change/", views.change_service, name="change-service"),
    path("check/", views.check, name="check"),
]
