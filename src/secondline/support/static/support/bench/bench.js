"use strict";
// The bench: what the page gave (pictures, words, keys), deeds by name, and who is told when something changes.
(() => {
  const root = document.getElementById("bench");
  const given = document.getElementById("bench-data");
  if (!root || !given || !window.OpenSeadragon) return;
  const data = JSON.parse(given.textContent);
  if (!data.pictures.length) return;
  const told = {};
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const one = new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

  window.Bench = {
    root,
    data,
    deeds: {},
    calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    one: (value) => one.format(value),
    whole: (value) => whole.format(value),
    rate: (value) => value.toLocaleString(language),
    words(name, values = {}) {
      return data.words[name].replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
    },
    say(text) {
      document.getElementById("bench-said").textContent = text;
    },
    warn(text) {
      const place = document.getElementById("bench-warned");
      place.textContent = text;
      place.hidden = !text;
    },
    on(event, hear) {
      (told[event] ||= []).push(hear);
    },
    tell(event, ...what) {
      (told[event] || []).forEach((hear) => hear(...what));
    },
    do(deed, event) {
      const act = Bench.deeds[deed];
      if (!act) return false;
      act(event);
      return true;
    },
    pressed(deed, is) {
      root.querySelectorAll(`[data-deed="${deed}"]`).forEach((button) => button.setAttribute("aria-pressed", String(is)));
    },
    // An id in the form of RFC 9562, version 7: made here, so that the same mark sent twice is one mark.
    id() {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const at = BigInt(Date.now());
      for (let place = 0; place < 6; place += 1) bytes[place] = Number((at >> BigInt(8 * (5 - place))) & 0xffn);
      bytes[6] = 0x70 | (bytes[6] & 0x0f);
      bytes[8] = 0x80 | (bytes[8] & 0x3f);
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-deed]");
    if (button) Bench.do(button.dataset.deed, event);
  });
})();
