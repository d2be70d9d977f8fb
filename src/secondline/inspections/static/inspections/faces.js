/* A press on the picture fills the points of one eye, then of the other. Without this script they are typed. */
(() => {
  "use strict";
  document.querySelectorAll("form[data-eyes]").forEach((form) => {
    const picture = form.querySelector("img.pick");
    const [ax, ay, bx, by] = ["left_x", "left_y", "right_x", "right_y"].map((name) => form.elements[name]);
    let second = false;
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      const x = Math.round(((event.clientX - box.left) / box.width) * Number(picture.getAttribute("width")));
      const y = Math.round(((event.clientY - box.top) / box.height) * Number(picture.getAttribute("height")));
      [second ? bx : ax, second ? by : ay].forEach((field, index) => { field.value = index ? y : x; });
      if (second) form.querySelector("button").focus();
      second = !second;
    });
  });
})();
