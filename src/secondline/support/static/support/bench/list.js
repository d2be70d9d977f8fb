"use strict";
// The list of layers: for each its number, picture, view, and a button that takes it away.
(() => {
  if (!window.Bench) return;
  const { data, words } = Bench;

  function element(name, options = {}) {
    return Object.assign(document.createElement(name), options);
  }

  function pictures(chosen) {
    const select = element("select");
    const groups = new Map();
    data.pictures.forEach((each) => groups.set(each.document, [...(groups.get(each.document) || []), each]));
    if (data.specimens.length) groups.set(words("specimens"), data.specimens);
    groups.forEach((each, label) => {
      const group = element("optgroup", { label });
      group.append(...each.map((picture) => element("option", { value: picture.id, textContent: picture.name, selected: picture === chosen })));
      select.append(group);
    });
    return select;
  }

  function views(layer) {
    const select = element("select", { className: "view" });
    select.append(...Object.entries(data.views).map(([value, textContent]) => element("option", { value, textContent, selected: value === layer.view })));
    return select;
  }

  function row(layer, number, shown) {
    const line = element("li", { className: shown.chosen === number ? "chosen" : "" });
    const choose = element("button", { type: "button", className: "number", textContent: String(number + 1) });
    choose.setAttribute("aria-pressed", String(shown.chosen === number));
    choose.setAttribute("aria-label", words("layer", { number: number + 1, picture: layer.picture.name, view: data.views[layer.view] }));
    choose.addEventListener("click", () => shown.choose(number));
    const picture = pictures(layer.picture);
    picture.setAttribute("aria-label", `${words("picture")} ${number + 1}`);
    picture.addEventListener("change", () => shown.change(number, shown.byId(picture.value)));
    const view = views(layer);
    view.setAttribute("aria-label", `${words("view")} ${number + 1}`);
    view.addEventListener("change", () => {
      layer.view = view.value;
      shown.choose(number);
    });
    line.append(choose, picture, view);
    if (shown.layers.length > 1) {
      const drop = element("button", { type: "button", className: "quiet", textContent: "×" });
      drop.setAttribute("aria-label", `${words("remove")} ${number + 1}`);
      drop.addEventListener("click", () => {
        shown.drop(number);
        Bench.viewer.current().element.focus();
      });
      line.append(drop);
    }
    return line;
  }

  // Rebuilt only when it says something else, and the focus stays where it was.
  Bench.on("listed", (shown) => {
    const says = JSON.stringify([shown.chosen, shown.layers.map((each) => [each.picture.id, each.view])]);
    if (shown.list.dataset.says === says) return;
    shown.list.dataset.says = says;
    const controls = [...shown.list.querySelectorAll("button, select")];
    const at = controls.indexOf(document.activeElement);
    const label = at >= 0 ? document.activeElement.getAttribute("aria-label") : "";
    shown.list.replaceChildren(...shown.layers.map((layer, number) => row(layer, number, shown)));
    if (at >= 0) {
      const fresh = [...shown.list.querySelectorAll("button, select")];
      (fresh.find((each) => each.getAttribute("aria-label") === label) || fresh[at] || fresh[0])?.focus();
    }
  });
})();
