"use strict";
// Measuring: in millimetres where the size of the page is known, in pixels where it is not; and it says which.
(() => {
  if (!window.Bench) return;
  const { data, words } = Bench;
  const select = document.getElementById("scale-format");
  const place = document.getElementById("scale-said");
  const output = document.getElementById("measured");
  const scales = new Map(); // picture -> millimetres in a pixel, set by hand
  let last = null;

  const pixels = (picture, [a, b]) => Math.hypot((b[0] - a[0]) * picture.width, (b[1] - a[1]) * picture.height);

  function scale(picture) {
    if (scales.has(picture.id)) return scales.get(picture.id);
    if (picture.mm) return { of: picture.mm[0] / picture.width, says: words("typeScale") };
    const size = data.formats[picture.format];
    if (picture.cut && size) return { of: size.width / picture.width, says: words("cutScale", { format: size.words }) };
    if (picture.zone) return { of: picture.zone, says: words("zoneScale") };
    return null;
  }

  function tellScale() {
    const picture = Bench.layers.current().picture;
    const known = scale(picture);
    place.textContent = known ? `${known.says} ${words("onlyFlat")}` : words("noScale");
    if (!select.dataset.chosen) select.value = picture.format;
  }

  function angle([a, corner, b], { width, height }) {
    const [ax, ay] = [(a[0] - corner[0]) * width, (a[1] - corner[1]) * height];
    const [bx, by] = [(b[0] - corner[0]) * width, (b[1] - corner[1]) * height];
    return (Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180) / Math.PI;
  }

  function measured(tool, layer, points) {
    const { picture } = layer;
    const known = scale(picture);
    let said;
    if (tool === "angle") said = words("degrees", { number: Bench.one(angle(points, picture)) });
    else if (known) said = words("millimetres", { number: Bench.one(pixels(picture, points) * known.of) });
    else said = words("pixels", { number: Bench.whole(pixels(picture, points)) });
    last = { layer, points, said, shape: tool === "angle" ? "freehand" : "line" };
    output.textContent = `${words(tool === "angle" ? "angle" : "length")}: ${said}`;
    Bench.say(output.textContent);
    const button = Bench.root.querySelector("[data-deed=keep-measure]");
    if (button) button.disabled = Boolean(picture.specimen);
  }

  function setScale(layer, points) {
    const size = data.formats[select.value];
    const long = pixels(layer.picture, points);
    if (!size || !long) {
      Bench.say(words("chooseFormat"));
      select.focus();
      return;
    }
    scales.set(layer.picture.id, { of: Math.max(size.width, size.height) / long, says: words("setScale", { format: size.words }) });
    last = null;
    output.textContent = "";
    tellScale();
    Bench.say(place.textContent);
  }

  select.addEventListener("change", () => { select.dataset.chosen = "yes"; });
  Bench.on("chosen", tellScale);
  Bench.on("took", (tool) => {
    if (tool !== "scale") return;
    Bench.say(words(select.value ? "setEdge" : "chooseFormat"));
  });
  Bench.on("drawn", ({ tool, layer, points }) => {
    if (tool === "scale") setScale(layer, points);
    else if (tool === "distance" || tool === "angle") measured(tool, layer, points);
    else if (tool === "pairs") Bench.align.add(points[0]);
  });
  Bench.on("drawing", (draw) => { if (last) draw(last.layer, last.shape, last.points, last.said, "measure"); });
  Bench.deeds["keep-measure"] = () => {
    if (!last) return;
    Bench.marks.make(last.shape, last.layer, last.points, last.said);
    last = null;
    output.textContent = "";
  };
  Bench.measure = { tellScale };
})();
