from django.urls import path

from secondline.register import views
from secondline.register.views import code_lists, filing

app_name = "register"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pull", views.pull_now, name="pull"),
    path("file", filing.file, name="file"),
    path("files/<uuid:pk>", filing.intake, name="intake"),
    path("files/<uuid:pk>/take", filing.take, name="take"),
    path("files/<uuid:pk>/refused.csv", filing.refused, name="refused"),
    path("series", filing.series, name="series"),
    path("codes", code_lists.code_lists, name="codes"),
    path("codes/<slug:name>.csv", code_lists.code_list, name="code-list"),
    path("remarks/<uuid:pk>", filing.judge, name="judge"),
    path("crossings/<uuid:pk>/withdraw", filing.withdraw, name="withdraw"),
]
