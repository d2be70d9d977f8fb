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
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/discard/", views.discard, name="discard-draft"),
    path("questions/", views.questions, name="questions"),
    path("questions/<uuid:pk>/withdraw/", views.withdraw_question, name="withdraw-question"),
    path("protection/", views.referrals, name="referrals"),
    path("protection/contacts/", views.contacts, name="contacts"),
    path("protection/contacts/<uuid:pk>/", views.contact, name="contact"),
    path("protection/focal/", views.focal, name="focal"),
    path("<uuid:pk>/guide/", views.guide, name="guide"),
    path("<uuid:pk>/guide/<uuid:document>/", views.guide, name="guide-of"),
    path("<uuid:pk>/documents/", views.documents, name="documents"),
    path("<uuid:pk>/documents/<uuid:document>/", views.document, name="document"),
    path("<uuid:pk>/link/", views.link, name="link"),
    path("<uuid:pk>/unlink/", views.unlink, name="unlink"),
    path("<uuid:pk>/journey/", views.journey, name="journey"),
    path("<uuid:pk>/journey/<uuid:leg>/remove/", views.remove_leg, name="remove-leg"),
    path("<uuid:pk>/faces/", views.bearer, name="bearer"),
    path("<uuid:pk>/faces/eyes/", views.eyes, name="eyes"),
    path("<uuid:pk>/faces/<str:pair>/", views.compare, name="compare"),
    path("<uuid:pk>/pictures/<uuid:exhibit>/", views.relight, name="relight"),
]
