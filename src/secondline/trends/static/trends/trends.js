// Draws the Vega-Lite specifications of the page. `ast` with the interpreter: the content policy forbids eval.
"use strict";
(function () {
  const options = {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  function read(place) {
    return JSON.parse(document.getElementById(place.dataset.spec).textContent);
  }

  async function draw(place) {
    return vegaEmbed(place, read(place), options);
  }

  // The saved picture stands alone: with its title, vintage and legend, which the page itself has in HTML.
  async function save(place, name) {
    const spec = read(place);
    spec.title = spec.usermeta.alone.title;
    spec.width = 960;
    for (const layer of spec.layer) {
      if (layer.encoding && layer.encoding.color) { layer.encoding.color.legend = spec.usermeta.alone.legend; }
    }
    const stage = document.createElement("div");
    stage.className = "offstage";
    document.body.append(stage);
    const drawn = await vegaEmbed(stage, spec, options);
    const link = document.createElement("a");
    link.href = await drawn.view.toImageURL("png", 2);
    link.download = name + ".png";
    link.click();
    drawn.finalize();
    stage.remove();
  }

  function offer(figure, place) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = figure.dataset.save;
    button.addEventListener("click", function () { save(place, figure.dataset.file); });
    const row = document.createElement("div");
    row.className = "actions";
    row.append(button);
    figure.append(row);
  }

  document.querySelectorAll("[data-plots]").forEach(async function (figure) {
    const places = [...figure.querySelectorAll("[data-spec]")];
    try {
      await Promise.all(places.map(draw));
      if (places.length === 2 && figure.dataset.save) { offer(figure, places[0]); }
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
