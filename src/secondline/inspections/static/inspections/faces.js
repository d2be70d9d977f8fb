/* A press on the picture fills the points of one eye, then of the other. Without this script they are typed. */
(() => {
  "use strict";
  document.querySelectorAll("form[data-eyes]").forEach((form) => {
    const picture = form.querySelector(".pick");
    const cut = picture.querySelector("image"); // a part of the page, turned upright: its own pixels are asked for
    const pixels = (event) => {
      if (cut) return new DOMPoint(event.clientX, event.clientY).matrixTransform(cut.getScreenCTM().inverse());
      const box = picture.getBoundingClientRect();
      const [width, height] = ["width", "height"].map((name) => Number(picture.getAttribute(name)));
      return { x: ((event.clientX - box.left) / box.width) * width, y: ((event.clientY - box.top) / box.height) * height };
    };
    const [ax, ay, bx, by] = ["left_x", "left_y", "right_x", "right_y"].map((name) => form.elements[name]);
    let second = false;
    picture.addEventListener("click", (event) => {
      const { x, y } = pixels(event);
      [second ? bx : ax, second ? by : ay].forEach((field, index) => { field.value = Math.round(index ? y : x); });
      if (second) form.querySelector("button").focus();
      second = !second;
    });
  });
})();
