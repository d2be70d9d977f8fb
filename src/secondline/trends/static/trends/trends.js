// Draws the Vega-Lite specifications of the page. `ast` with the interpreter: the content policy forbids eval.
"use strict";
(function () {
  const options = {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  async function draw(place) {
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    return (await vegaEmbed(place, spec, options)).view;
  }

  async function save(view, name) {
    const link = document.createElement("a");
    link.href = await view.toImageURL("png", 2);
    link.download = name + ".png";
    link.click();
  }

  function offer(figure, place, view, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = figure.dataset.save;
    button.addEventListener("click", function () { save(view, name); });
    const row = document.createElement("div");
    row.className = "actions";
    row.append(button);
    figure.append(row);
  }

  document.querySelectorAll("[data-plots]").forEach(async function (figure) {
    const places = [...figure.querySelectorAll("[data-spec]")];
    try {
      const views = await Promise.all(places.map(draw));
      if (views.length === 2) { offer(figure, places[0], views[0], figure.dataset.file); }
      figure.dataset.drawn = "yes";
    } catch (error) {
      const note = document.createElement("p");
      note.className = "notice error";
      note.textContent = figure.dataset.broken;
      figure.prepend(note);
      throw error;
    }
  });
})();
