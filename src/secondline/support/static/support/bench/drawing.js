"use strict";
// Tools: points set by mouse, finger, pen, or with a crosshair moved by the arrow keys; and all that is drawn over a picture.
(() => {
  if (!window.Bench) return;
  const SVG = "http://www.w3.org/2000/svg";
  // How many points end a tool by themselves; 0: until it is finished.
  const ENDS = { box: 2, ellipse: 2, line: 2, arrow: 2, freehand: 0, text: 1, distance: 2, angle: 3, scale: 2, pairs: 1 };
  const DRAWN_AS = { distance: "line", scale: "line", angle: "freehand", pairs: "text" };
  const MOST_POINTS = 400;
  let tool = "";
  let points = [];
  let cross = null; // in pixels of the pane
  let pressed = false;
  let dragged = false;

  const layerOf = (pane) => {
    if (tool === "pairs") return Bench.layers.all()[Bench.align.next()];
    return Bench.layers.mode() === "beside" ? Bench.layers.all()[pane.number] : Bench.layers.current();
  };
  const paneNow = () => (tool === "pairs" ? Bench.viewer.panes[Bench.align.next()] : Bench.viewer.current());
  const within = (value) => Math.min(1, Math.max(0, value));

  function take(next) {
    if (next === "pairs" && tool !== "pairs") {
      if (Bench.layers.mode() !== "beside") Bench.layers.setMode("beside", true);
      const own = Bench.layers.all().slice(0, 2);
      if (own.length < 2 || own[1].picture.specimen) {
        Bench.say(Bench.words("pairsTwo"));
        return;
      }
    }
    tool = tool === next ? "" : next;
    points = [];
    cross = null;
    Object.keys(ENDS).forEach((name) => Bench.pressed(`tool-${name}`, name === tool));
    Bench.viewer.panes.forEach(prepare);
    if (tool) {
      const pane = paneNow();
      cross = [pane.element.clientWidth / 2, pane.element.clientHeight / 2];
      pane.element.focus({ preventScroll: false });
      const label = Bench.root.querySelector(`[data-deed="tool-${tool}"]`)?.textContent || tool;
      Bench.say(tool === "pairs" ? Bench.words("pairFirst", { number: Bench.align.pairs().length + 1 }) : Bench.words("tool", { tool: label }));
      Bench.tell("took", tool);
    } else Bench.say(Bench.words("noTool"));
    redraw();
  }

  function prepare(pane) {
    pane.element.classList.toggle("drawing", Boolean(tool));
    if (pane.listens) return;
    pane.listens = true;
    const at = (event) => {
      const frame = pane.svg.getBoundingClientRect();
      return [event.clientX - frame.left, event.clientY - frame.top];
    };
    pane.svg.addEventListener("pointerdown", (event) => {
      if (!tool || event.button > 0 || (tool === "pairs" && pane !== paneNow())) return;
      event.preventDefault();
      event.stopPropagation();
      pane.element.focus({ preventScroll: true });
      pane.svg.setPointerCapture(event.pointerId);
      cross = at(event);
      pressed = true;
      dragged = false;
      set(pane, cross);
    });
    pane.svg.addEventListener("pointermove", (event) => {
      if (!tool) return;
      const here = at(event);
      if (pressed && Math.hypot(here[0] - cross[0], here[1] - cross[1]) > 4) dragged = true;
      if (pressed && !dragged) return;
      cross = here;
      if (pressed && tool === "freehand") set(pane, cross, true);
      redraw();
    });
    // A drag sets both ends; so do two presses, for who can't drag.
    pane.svg.addEventListener("pointerup", (event) => {
      if (!tool || !pressed) return;
      pressed = false;
      cross = at(event);
      if (dragged && tool === "freehand") finish(pane);
      else if (dragged && points.length) set(pane, cross);
    });
    pane.svg.addEventListener("dblclick", () => { if (tool === "freehand") finish(pane); });
    pane.svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      Bench.do(event.deltaY < 0 ? "nearer" : "farther");
    }, { passive: false });
  }

  function set(pane, pixel, quiet = false) {
    const layer = layerOf(pane);
    if (!layer || points.length >= MOST_POINTS) return;
    const [x, y] = Bench.viewer.toShare(pane, layer, pixel).map(within);
    points.push([x, y]);
    if (!quiet && tool !== "pairs") Bench.say(Bench.words("point", { number: points.length, x: Bench.one(100 * x), y: Bench.one(100 * y) }));
    if (ENDS[tool] && points.length >= ENDS[tool]) finish(pane);
    redraw();
  }

  function finish(pane) {
    const layer = layerOf(pane);
    const made = points;
    points = [];
    if (!made.length || (tool === "freehand" && made.length < 2)) return;
    Bench.tell("drawn", { tool, layer, points: made, pane });
    if (tool === "pairs" && cross) {
      paneNow().element.focus({ preventScroll: true });
      cross = [paneNow().element.clientWidth / 2, paneNow().element.clientHeight / 2];
    }
    redraw();
  }

  // --- drawing ---------------------------------------------------------------------------------------------

  const put = (parent, name, attributes) => {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    parent.append(made);
    return made;
  };

  function path(shape, at) {
    const [first, last] = [at[0], at[at.length - 1]];
    const line = `M${at.map((each) => each.map((value) => value.toFixed(1)).join(" ")).join("L")}`;
    if (shape === "arrow" && at.length > 1) {
      const tail = at[at.length - 2];
      const length = Math.hypot(last[0] - tail[0], last[1] - tail[1]) || 1;
      const [ux, uy] = [(14 * (last[0] - tail[0])) / length, (14 * (last[1] - tail[1])) / length];
      const [a, b] = [[last[0] - ux - uy / 2, last[1] - uy + ux / 2], [last[0] - ux + uy / 2, last[1] - uy - ux / 2]];
      return `${line}M${a.join(" ")}L${last.join(" ")}L${b.join(" ")}`;
    }
    if (shape !== "ellipse" || at.length < 2) return line;
    const [rx, ry] = [Math.abs(last[0] - first[0]) / 2, Math.abs(last[1] - first[1]) / 2];
    const middle = (first[1] + last[1]) / 2;
    const arc = `A${rx} ${ry} 0 1 0`;
    return `M${Math.min(first[0], last[0])} ${middle}${arc} ${Math.max(first[0], last[0])} ${middle}${arc} ${Math.min(first[0], last[0])} ${middle}Z`;
  }

  // A box seen through a warp is no box any more: its four corners are taken along.
  const corners = (shape, own) => (shape === "box" && own.length > 1 ? [own[0], [own[1][0], own[0][1]], own[1], [own[0][0], own[1][1]], own[0]] : own);

  function draw(pane, layer, shape, own, label, kind) {
    const at = corners(shape, own).map((point) => Bench.viewer.toPixel(pane, layer, point));
    if (shape !== "text" && at.length > 1) {
      const d = path(shape, at);
      put(pane.svg, "path", { d, class: "under" });
      put(pane.svg, "path", { d, class: `shape ${kind}` });
    } else at.forEach(([cx, cy]) => put(pane.svg, "circle", { cx, cy, r: 4, class: `shape ${kind}` }));
    if (label) put(pane.svg, "text", { x: Math.min(...at.map((each) => each[0])), y: Math.min(...at.map((each) => each[1])) - 6 }).textContent = label;
  }

  function crosshair(pane) {
    const [x, y] = cross;
    const d = `M${x - 16} ${y}H${x - 4}M${x + 4} ${y}H${x + 16}M${x} ${y - 16}V${y - 4}M${x} ${y + 4}V${y + 16}`;
    put(pane.svg, "path", { d, class: "cross-under" });
    put(pane.svg, "path", { d, class: "cross" });
  }

  function redrawPane(pane) {
    if (!pane.items?.length || !pane.layers.length || !pane.viewer.world.getItemCount()) return;
    pane.svg.replaceChildren();
    const shown = Bench.layers.mode() === "single" ? [Bench.layers.current()] : pane.layers;
    Bench.tell("drawing", (layer, shape, own, label, kind = "") => { if (shown.includes(layer)) draw(pane, layer, shape, own, label, kind); }, shown);
    Bench.align.pairs().forEach((pair, number) => pair.forEach((point, which) => {
      const layer = Bench.layers.all()[which];
      if (layer && shown.includes(layer)) draw(pane, layer, "text", [point], String(number + 1), "measure");
    }));
    if (Bench.layers.mode() === "swipe") {
      const [x] = Bench.viewer.toPixel(pane, Bench.layers.all()[0], [Bench.layers.swipe(), 0]);
      put(pane.svg, "path", { d: `M${x} 0V${pane.element.clientHeight}`, class: "edge" });
    }
    if (!tool || pane !== paneNow()) return;
    const layer = layerOf(pane);
    if (points.length && layer) draw(pane, layer, DRAWN_AS[tool] || tool, [...points, ...(cross ? [Bench.viewer.toShare(pane, layer, cross).map(within)] : [])], "", "new");
    if (cross) crosshair(pane);
  }

  let due = false;
  function redraw() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      Bench.viewer.panes.forEach((pane) => { prepare(pane); redrawPane(pane); });
    });
  }
  Bench.on("redraw", redraw);

  function go(dx, dy, event) {
    if (!tool || !cross) {
      Bench.viewer.move(dx, dy);
      return;
    }
    const pane = paneNow();
    const step = event?.shiftKey ? 1 : 12;
    const [wide, high] = [pane.element.clientWidth, pane.element.clientHeight];
    cross = [cross[0] + dx * step, cross[1] + dy * step];
    if (cross[0] < 8 || cross[1] < 8 || cross[0] > wide - 8 || cross[1] > high - 8) Bench.viewer.move(dx, dy);
    cross = [Math.min(wide - 8, Math.max(8, cross[0])), Math.min(high - 8, Math.max(8, cross[1]))];
    redraw();
  }

  Object.assign(Bench.deeds, {
    left: (event) => go(-1, 0, event),
    right: (event) => go(1, 0, event),
    up: (event) => go(0, -1, event),
    down: (event) => go(0, 1, event),
    point(event) {
      if (!tool || !cross) return;
      const pane = paneNow();
      set(pane, cross);
      if (event?.shiftKey && tool === "freehand") finish(pane);
    },
    leave() {
      if (points.length) {
        points = [];
        redraw();
      } else if (tool) take(tool);
    },
  });
  Object.keys(ENDS).forEach((name) => { Bench.deeds[`tool-${name}`] = () => take(name); });
  Bench.drawing = { redraw, tool: () => tool };
})();
