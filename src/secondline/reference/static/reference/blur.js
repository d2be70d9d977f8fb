"use strict";
// Rectangles drawn with a pointer become lines of the field; what is typed is drawn. Without this script both work by hand.
(() => {
  const drawing = document.querySelector("[data-draw]");
  const field = document.querySelector("textarea[data-boxes]");
  if (!drawing || !field) return;
  const group = drawing.querySelector("[data-boxes]");
  const view = drawing.viewBox.baseVal;
  const percent = (value) => Number((100 * value).toPrecision(4));
  const place = (event) => {
    const frame = drawing.getBoundingClientRect();
    const within = (value) => Math.min(1, Math.max(0, value));
    return [within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height)];
  };
  const rectangle = ([left, top, width, height]) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    shape.setAttribute("class", "blurs");
    shape.setAttribute("x", left * view.width);
    shape.setAttribute("y", top * view.height);
    shape.setAttribute("width", width * view.width);
    shape.setAttribute("height", height * view.height);
    return shape;
  };
  const show = () => {
    const boxes = field.value.split("\n").map((line) => line.trim().split(/[\s;]+/).map((part) => Number(part.replace(",", ".")) / 100));
    group.replaceChildren(...boxes.filter((box) => box.length === 4 && box.every(Number.isFinite)).map(rectangle));
  };
  let from = null;
  let shape = null;
  const box = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  drawing.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    from = place(event);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (shape) shape.remove();
    shape = rectangle(box(place(event)));
    group.append(shape);
  });
  drawing.addEventListener("pointerup", (event) => {
    if (!from) return;
    const made = box(place(event));
    from = shape = null;
    if (made[2] > 0.004 && made[3] > 0.004) {
      field.value = [field.value.trim(), made.map(percent).join(" ")].filter(Boolean).join("\n");
    }
    show();
  });
  field.addEventListener("input", show);
  show();
})();
