"use strict";
// Keys, from the table that the page prints: only while the focus is on the bench and nobody types. Then the bench opens.
(() => {
  if (!window.Bench) return;
  const dialog = document.getElementById("bench-keys");
  const TYPES = "input:not([type=radio]):not([type=range]), select, textarea";
  const OWN = { radio: /^Arrow/, range: /^(Arrow|Page|Home|End)/ };

  Bench.deeds.help = () => dialog.showModal();

  Bench.root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey && !event.altKey && key.toLowerCase() === "z" && !target.matches(TYPES)) {
      event.preventDefault();
      Bench.do("undo");
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches(TYPES)) return;
    if (OWN[target.type]?.test(key) || ((key === "Enter" || key === " ") && target.matches("button"))) return;
    const deed = Bench.data.keys[key] || Bench.data.keys[key.toLowerCase()];
    if (deed && Bench.do(deed, event)) event.preventDefault();
  });

  Bench.root.hidden = false;
  Bench.layers.start();
  // The keys work from the first moment: without this the letters on the buttons do nothing until the picture is clicked.
  if (document.activeElement === document.body) Bench.viewer.current()?.element.focus({ preventScroll: true });
  Bench.marks.bringBack();
  Bench.measure.tellScale();
})();
