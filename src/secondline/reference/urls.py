"""The pages of the reference room: what is known before a document is on the desk."""

from django.urls import path

from secondline.reference.views import aligning, cards, exchange, library, lists, tiles, trust, writing

app_name = "reference"
urlpatterns = [
    path("library/", library.index, name="library"),
    path("library/export", exchange.export, name="export"),
    path("library/import", exchange.take, name="import"),
    path("library/<library_noun:noun>/new", writing.new, name="new"),
    path("library/<library_noun:noun>/<uuid:pk>/", library.thing, name="thing"),
    path("library/<library_noun:noun>/<uuid:pk>/edit", writing.edit, name="edit"),
    path("library/<library_noun:noun>/<uuid:pk>/withdraw", writing.withdraw, name="withdraw"),
    path("library/<library_noun:noun>/<uuid:pk>/deed/<slug:verb>", writing.deed, name="deed"),
    path("library/<library_noun:noun>/<uuid:pk>/feature", writing.place, name="place"),
    path("library/<library_noun:noun>/<uuid:pk>/feature/<uuid:feature>", writing.place, name="replace"),
    path(
        "library/<library_noun:noun>/<uuid:pk>/feature/<uuid:feature>/drop", writing.unplace, name="unplace"
    ),
    path("library/<library_noun:noun>/<uuid:pk>/picture", writing.add_picture, name="add-picture"),
    path("library/<library_noun:noun>/<uuid:pk>/card", cards.card, name="card"),
    path("library/<library_noun:noun>/<uuid:pk>/card/<slug:paper>.pdf", cards.printed, name="card-pdf"),
    path("library/pictures/<uuid:pk>", library.picture, name="picture"),
    path("library/pictures/<uuid:pk>/small", library.thumb, name="thumb"),
    path("library/pictures/<uuid:pk>/raw", library.raw, name="raw"),
    path("library/pictures/<uuid:pk>/layers", tiles.layers, name="layers"),
    path(
        "library/pictures/<uuid:pk>/tiles/<slug:view>/<int:level>/<int:x>_<int:y>.jpg",
        tiles.tile,
        name="tile",
    ),
    path(
        "library/pictures/<uuid:pk>/onto/<uuid:alignment>/tiles/<slug:view>/<int:level>/<int:x>_<int:y>.jpg",
        aligning.tile_on,
        name="onto_tile",
    ),
    path("library/align", aligning.ask, name="align"),
    path("library/alignments/<uuid:pk>", aligning.alignment, name="alignment"),
    path("library/pictures/<uuid:pk>/blur", writing.blur, name="blur"),
    path("library/pictures/<uuid:pk>/<slug:deed>", writing.picture_deed, name="picture-deed"),
    path("cards/", cards.offers, name="offers"),
    path("cards/<uuid:pk>/take-back", cards.take_back, name="take-back"),
    path("lists/", lists.index, name="lists"),
    path("lists/new", lists.new, name="new-list"),
    path("lists/<uuid:pk>/drop", lists.drop, name="drop-list"),
    path("trust/", trust.overview, name="trust"),
    path("trust/import/", trust.look, name="trust-look"),
    path("trust/import/confirm/", trust.take, name="trust-take"),
    path("trust/states/<str:code>/", trust.state, name="trust-state"),
    path("trust/keys/<uuid:pk>/", trust.key, name="trust-key"),
    path("trust/sources/<uuid:pk>/", trust.source, name="trust-source"),
    path("trust/sources/<uuid:pk>/end/", trust.end, name="trust-end"),
]
