"use strict";
// The layers: which pictures are shown, in which view, and how: alone, side by side, over one another.
(() => {
  if (!window.Bench) return;
  const { data, words, say } = Bench;
  const list = document.getElementById("layers");
  const amount = document.getElementById("amount");
  const MOST = 4;
  const layers = [];
  let mode = "single";
  let chosen = 0;
  let swipe = 0.5;
  let rate = Bench.calm ? 0 : 1;
  let blinking = 0;
  let timer = null;
  const compared = new Set();

  function layer(picture) {
    return {
      picture,
      view: "plain",
      opacity: 0.5,
      found: null,
      get frame() { return this.found ? layers[0].picture : this.picture; },
      project([x, y]) {
        const { width, height } = this.picture;
        if (!this.found) return [x, (y * height) / width];
        const [across, down] = Bench.align.project(this.found, [x, y]);
        return [across, (down * this.frame.height) / this.frame.width];
      },
      unproject([x, y]) {
        const { width, height } = this.picture;
        if (!this.found) return [x, (y * width) / height];
        return Bench.align.unproject(this.found, [x, (y * this.frame.width) / this.frame.height]);
      },
    };
  }

  const samePage = (one, other) => !one.specimen && !other.specimen && one.document === other.document && one.page === other.page && one.page !== "detail";
  const byId = (id) => [...data.pictures, ...data.specimens].find((each) => each.id === id);
  const count = () => (mode === "beside" ? layers.length : 1);

  // --- how each layer is painted -------------------------------------------------------------------------

  function opacityOf(number) {
    if (mode === "single") return number === chosen ? 1 : 0;
    if (mode === "overlay") return number ? layers[number].opacity : 1;
    if (mode === "blink") return number === blinking ? 1 : 0;
    return number < 2 || mode === "beside" ? 1 : 0;
  }

  function paint() {
    Bench.viewer.panes.forEach((pane, place) => {
      pane.items?.forEach(({ item, layer: own }) => {
        const number = layers.indexOf(own);
        item.setOpacity(opacityOf(number));
        item.setCompositeOperation(mode === "difference" && number === 1 ? "difference" : "source-over");
        const size = item.getContentSize();
        item.setClip(mode === "swipe" && number === 1 ? new OpenSeadragon.Rect(size.x * swipe, 0, size.x * (1 - swipe), size.y) : null);
      });
      const own = mode === "beside" ? layers[place] : layers[mode === "blink" ? blinking : mode === "single" ? chosen : 0];
      const shown = mode === "beside" || mode === "single" || mode === "blink" ? [own] : layers;
      pane.tag.textContent = shown.filter(Boolean).map((each) => `${layers.indexOf(each) + 1}: ${each.picture.name}`).join(" · ");
      pane.element.setAttribute("aria-label", pane.tag.textContent);
      pane.element.classList.toggle("chosen", mode === "beside" && place === chosen);
    });
    Bench.tell("redraw");
  }

  function render() {
    Bench.viewer.arrange(count());
    Bench.viewer.panes.forEach((pane, place) => {
      const own = mode === "beside" ? [layers[place]] : [...layers];
      const wanted = own.map((each) => Bench.sources.name(each)).join("|");
      pane.layers = own;
      if (pane.wanted === wanted && pane.items) pane.items.forEach((item, index) => { item.layer = own[index]; });
      else Bench.sources.fill(pane, own, wanted, paint);
    });
    paint();
    showList();
    showAmount();
    clearInterval(timer);
    timer = mode === "blink" && rate ? setInterval(turn, 1000 / rate) : null;
  }

  function turn() {
    blinking = (blinking + 1) % Math.max(1, layers.length);
    paint();
  }

  // --- choosing ------------------------------------------------------------------------------------------

  function choose(number, quiet = false) {
    if (!layers[number]) return;
    chosen = number;
    if (!quiet) say(words("layer", { number: number + 1, picture: layers[number].picture.name, view: data.views[layers[number].view] }));
    render();
    Bench.tell("chosen", layers[number]);
  }

  function setMode(next, quiet = false) {
    if (next !== "single" && layers.length < 2 && !more()) {
      say(words("only"));
      Bench.root.querySelector(`[name=mode][value=${mode}]`).checked = true;
      return;
    }
    mode = next;
    blinking = 0;
    const radio = Bench.root.querySelector(`[name=mode][value=${mode}]`);
    radio.checked = true;
    if (!quiet) say(`${words("mode", { mode: radio.parentElement.textContent.trim() })}${mode === "blink" ? ` ${blinkWords()}` : ""}`);
    render();
  }

  const blinkWords = () => (rate ? words("blinking", { rate: Bench.rate(rate) }) : words("still"));

  // One more layer: the next light of the same page if there is one, else the next picture.
  function more(picture = null) {
    if (layers.length >= MOST) return false;
    const base = layers[0]?.picture;
    const free = data.pictures.filter((each) => !layers.some((own) => own.picture === each));
    const next = picture || free.find((each) => base && samePage(each, base)) || free[0];
    if (!next) return false;
    layers.push(layer(next));
    if (layers.length > 1) lay(layers[layers.length - 1], true);
    return true;
  }

  function change(number, picture) {
    if (!picture) return;
    const own = layers[number];
    own.picture = picture;
    own.found = null;
    if (number === 0) layers.slice(1).forEach((each) => { each.found = null; });
    Bench.align.forget();
    (number === 0 ? layers.slice(1) : [own]).forEach((each) => lay(each, true));
    note();
    choose(number);
  }

  async function lay(own, byItself = false) {
    const fixed = layers[0].picture;
    const moving = own.picture;
    if (own === layers[0]) return;
    if (byItself && !samePage(fixed, moving)) {
      say(fixed.specimen || moving.specimen ? words("onlySpecimen") : words("unaligned", { moving: moving.name, fixed: fixed.name }));
      return;
    }
    const found = await Bench.align.lay(fixed, moving);
    if (layers[0]?.picture === fixed && own.picture === moving && layers.includes(own)) laid(own, found);
  }

  function front(number) {
    layers.unshift(...layers.splice(number, 1));
    layers.forEach((each) => { each.found = null; });
    choose(1, true);
  }

  function laid(own, found) {
    own.found = Bench.align.usable(found) ? found : null;
    render();
  }

  // --- the specimen ----------------------------------------------------------------------------------------

  const TWINS = { data: ["data"], other: ["back", "inner", "last", "cover", "inside-cover"], detail: ["detail", "data"] };

  function likeliest(picture) {
    const pages = TWINS[picture.page] || ["data"];
    const fit = (each) => (pages.includes(each.page) ? 2 : 0) + (each.light === picture.light ? 1 : 0);
    const best = Math.max(...data.specimens.map(fit));
    return data.specimens.find((each) => fit(each) === best);
  }

  function specimen() {
    const there = layers.findIndex((each) => each.picture.specimen);
    if (there >= 0) {
      drop(there);
      if (layers.length < 2) setMode("single", true);
      say(layers[0].picture.name);
    } else if (!data.specimens.length) say(words("noSpecimen"));
    else {
      const base = layers.find((each) => !each.picture.specimen) || layers[0];
      const found = likeliest(base.picture);
      while (layers.length > 1) layers.pop();
      chosen = 0;
      layers[0] = base;
      base.found = null;
      layers.push(layer(found));
      setMode("beside", true);
      say(found.light === base.picture.light ? found.name : `${words("otherLight", { light: found.lightWords })} ${found.name}`);
    }
    Bench.pressed("specimen", layers.some((each) => each.picture.specimen));
    note();
  }

  // What was laid beside which specimen is offered to the opinion.
  function note() {
    if (!data.send.compare || layers.length < 2) return;
    const item = layers.find((each) => !each.picture.specimen)?.picture;
    layers.filter((each) => each.picture.specimen).forEach(({ picture }) => {
      const pair = `${item?.id} ${picture.id}`;
      if (!item || compared.has(pair)) return;
      compared.add(pair);
      Bench.post("compare", { item: item.id, specimen: picture.id }).catch(() => compared.delete(pair));
    });
  }

  function light() {
    const own = layers[chosen].picture.specimen ? layers.find((each) => !each.picture.specimen) : layers[chosen];
    if (!own) return;
    const lights = data.pictures.filter((each) => samePage(each, own.picture) || each === own.picture);
    if (lights.length < 2) {
      say(words("noLight"));
      return;
    }
    const next = lights[(lights.indexOf(own.picture) + 1) % lights.length];
    const beside = layers.find((each) => each.picture.specimen);
    if (beside) beside.picture = likeliest(next);
    change(layers.indexOf(own), next);
    say([next.name, beside && (beside.picture.light === next.light ? beside.picture.name : words("otherLight", { light: beside.picture.lightWords }))].filter(Boolean).join(" · "));
  }

  function step(by) {
    const own = layers[chosen];
    const from = own.picture.specimen ? data.specimens : data.pictures;
    change(chosen, from[(from.indexOf(own.picture) + by + from.length) % from.length]);
  }

  function view() {
    const own = layers[chosen];
    const names = Object.keys(data.views);
    own.view = names[(names.indexOf(own.view) + 1) % names.length];
    choose(chosen);
  }

  function drop(number) {
    layers.splice(number, 1);
    if (number === 0) layers.slice(1).forEach((each) => { each.found = null; lay(each, true); });
    layers[0].found = null;
    chosen = Math.min(chosen, layers.length - 1);
    if (layers.length < 2) setMode("single", true);
    else render();
  }

  // --- what the page shows of it -----------------------------------------------------------------------------

  function showList() { Bench.tell("listed", { list, layers, chosen, drop, choose, change, byId }); }

  function showAmount() {
    const [name, output] = [amount.querySelector("span"), amount.querySelector("output")];
    const range = amount.querySelector("input");
    amount.hidden = !["overlay", "swipe", "blink"].includes(mode);
    if (amount.hidden) return;
    name.textContent = words({ overlay: "amountOpacity", swipe: "amountSwipe", blink: "amountBlink" }[mode]);
    [range.max, range.step] = mode === "blink" ? [3, 0.5] : [100, 5];
    range.value = mode === "blink" ? rate : Math.round(100 * (mode === "swipe" ? swipe : layers[Math.max(1, chosen)].opacity));
    output.textContent = mode === "blink" ? Bench.rate(rate) : `${range.value} %`;
  }

  function setAmount(value) {
    if (mode === "overlay") layers[Math.max(1, chosen)].opacity = Math.min(1, Math.max(0, value / 100));
    else if (mode === "swipe") swipe = Math.min(1, Math.max(0, value / 100));
    else rate = Math.min(3, Math.max(0, value)); // never more than three changes a second (WCAG 2.3.1)
    render();
    if (mode === "blink") say(blinkWords());
  }

  amount.querySelector("input").addEventListener("input", (event) => setAmount(Number(event.target.value)));
  Bench.root.addEventListener("change", (event) => { if (event.target.name === "mode") setMode(event.target.value); });
  Bench.on("entered", (pane) => { if (mode === "beside" && pane.number !== chosen) choose(pane.number, true); });

  function nudge(by) {
    if (amount.hidden) return;
    if (mode === "blink" && !rate && by > 0 && Bench.calm) turn();
    else setAmount(Number(amount.querySelector("input").value) + by * (mode === "blink" ? 0.5 : 5));
  }

  Object.assign(Bench.deeds, {
    specimen,
    light,
    view,
    next: () => step(1),
    previous: () => step(-1),
    add() {
      if (!more()) say(words("only"));
      else if (mode === "single") setMode("beside");
      else render();
    },
    drop() { if (layers.length > 1) drop(layers.length - 1); },
    less: () => nudge(-1),
    more: () => nudge(1),
  });
  ["beside", "overlay", "swipe", "blink", "difference"].forEach((name) => { Bench.deeds[`mode-${name}`] = () => setMode(mode === name ? "single" : name); });
  [1, 2, 3, 4].forEach((number) => { Bench.deeds[`layer-${number}`] = () => choose(number - 1); });

  Bench.layers = {
    all: () => layers,
    mode: () => mode,
    chosen: () => chosen,
    swipe: () => swipe,
    current: () => layers[chosen],
    setMode,
    choose,
    render,
    lay,
    laid,
    front,
    start() {
      layers.push(layer(data.pictures[0]));
      render();
    },
  };
})();
