/* The place of a finding on its picture: zoomed to and lit. Without this script the links go there as anchors.
   And how many characters stand in a typed line of the machine readable zone. */
(() => {
  "use strict";
  const LENGTHS = [[44, 2], [36, 2], [30, 3]]; // Doc 9303-4 to -7: TD3 and MRV-A, TD2 and MRV-B, TD1
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function whole(svg) {
    svg.setAttribute("viewBox", svg.dataset.whole || svg.getAttribute("viewBox"));
    svg.querySelectorAll(".here").forEach((each) => each.classList.remove("here"));
    const button = svg.closest("figure").querySelector("button[data-whole]");
    if (button) button.hidden = true;
  }

  function zoom(mark) { // the strip's box, widened to the picture's shape, not beyond its edges
    const svg = mark.ownerSVGElement;
    if (!svg.dataset.whole) svg.dataset.whole = svg.getAttribute("viewBox");
    const [, , width, height] = svg.dataset.whole.split(" ").map(Number);
    const [x, y, w, h] = mark.dataset.view.split(" ").map(Number);
    const share = Math.min(1, Math.max(w / width, h / height) * 1.6);
    const left = Math.min(Math.max(0, x + w / 2 - (width * share) / 2), width * (1 - share));
    const top = Math.min(Math.max(0, y + h / 2 - (height * share) / 2), height * (1 - share));
    svg.setAttribute("viewBox", [left, top, width * share, height * share].join(" "));
    svg.querySelectorAll(".here").forEach((each) => each.classList.remove("here"));
    mark.classList.add("here");
    const button = svg.closest("figure").querySelector("button[data-whole]");
    if (button) button.hidden = false;
    svg.closest("figure").scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    mark.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const strip = event.target.closest("[data-mark]");
    const mark = strip && document.getElementById(strip.dataset.mark);
    if (mark) {
      event.preventDefault();
      zoom(mark);
    }
    const button = event.target.closest("button[data-whole]");
    if (button) {
      const svg = button.closest("figure").querySelector("[data-overlay]");
      whole(svg);
      svg.querySelector("a")?.focus({ preventScroll: true });
    }
  });

  function count(area) {
    let note = area.nextElementSibling;
    if (!note || !note.classList.contains("count")) {
      note = document.createElement("p");
      note.className = "count";
      note.setAttribute("aria-hidden", "true");
      area.after(note);
    }
    const lengths = area.value.split("\n").map((line) => line.replace(/\s/g, "").length).filter(Boolean);
    const fits = LENGTHS.some(([length, lines]) => lengths.length === lines && lengths.every((each) => each === length));
    note.textContent = lengths.length ? `${lengths.join(" + ")}${fits ? " ✓" : " (44 + 44, 36 + 36, 30 + 30 + 30)"}` : "";
    note.classList.toggle("fits", fits);
  }

  function reveal(part) { // a long line on a narrow screen: the marked place is in view
    part.querySelectorAll(".line mark").forEach((mark) => {
      const box = mark.closest(".scroll");
      if (box) box.scrollLeft = mark.getBoundingClientRect().left - box.getBoundingClientRect().left + box.scrollLeft - (box.clientWidth - mark.offsetWidth) / 2;
    });
  }
  reveal(document);
  document.addEventListener("htmx:afterSwap", () => reveal(document));

  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.matches("[data-mrz]")) count(event.target);
  });
})();
