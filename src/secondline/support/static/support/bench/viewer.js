"use strict";
// The panes: each an OpenSeadragon viewer with a drawing over it. Tied together they show the same place.
(() => {
  if (!window.Bench) return;
  const stage = document.getElementById("stage");
  const SIZES = ["one", "one", "two", "three", "four"];
  const panes = [];
  let tied = true;
  let following = false;

  // OpenSeadragon would put a style sheet of its own into the page, which our policy forbids; it looks first whether one
  // is there. An element of this name, but of no namespace, is none that a browser applies.
  const none = document.createElementNS(null, "style");
  none.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(none);

  function make(number) {
    const element = document.createElement("div");
    element.className = "pane";
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    element.setAttribute("aria-describedby", "bench-help");
    const holder = document.createElement("div");
    holder.className = "holder";
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("aria-hidden", "true");
    const tag = document.createElement("p");
    tag.className = "tag";
    tag.setAttribute("aria-hidden", "true");
    element.append(holder, svg, tag);
    stage.append(element);
    const viewer = OpenSeadragon({
      element: holder,
      drawer: "canvas",
      tabIndex: -1,
      showNavigationControl: false,
      keyboardNavEnabled: false,
      animationTime: Bench.calm ? 0 : 0.4,
      immediateRender: true,
      visibilityRatio: 0.2,
      minZoomImageRatio: 0.4,
      maxZoomPixelRatio: 12,
      autoResize: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: false },
      gestureSettingsPen: { clickToZoom: false, dblClickToZoom: false },
    });
    const pane = { number, element, svg, tag, viewer, shift: { x: 0, y: 0, k: 1 }, layers: [] };
    viewer.addHandler("pan", () => follow(pane));
    viewer.addHandler("zoom", () => follow(pane));
    // A pane that changes its size goes on showing the same place; what it shows meanwhile leads no other.
    let size = `${element.clientWidth} ${element.clientHeight}`;
    pane.watch = new ResizeObserver(() => {
      const now = `${element.clientWidth} ${element.clientHeight}`;
      if (now === size) return;
      size = now;
      pane.kept ||= pane.last;
      pane.sizing = true;
      viewer.forceResize();
    });
    // The viewer puts its own idea of the place in force right after it says that it has the new size.
    viewer.addHandler("after-resize", () => setTimeout(() => {
      const place = pane.kept || pane.last;
      pane.kept = null;
      pane.sizing = false;
      if (place && element.isConnected) show(pane, place, true);
    }));
    pane.watch.observe(element);
    ["update-viewport", "animation", "resize", "open"].forEach((name) => viewer.addHandler(name, () => Bench.tell("redraw", pane)));
    element.addEventListener("pointerdown", () => element.focus({ preventScroll: true }), true);
    element.addEventListener("focus", () => Bench.tell("entered", pane));
    return pane;
  }

  // Tied panes move in shares of their pictures, and nearer by how much nearer than the whole: so the same place of two
  // pictures of another size meets.
  const shape = (pane) => (pane.layers[0] ? pane.layers[0].frame.height / pane.layers[0].frame.width : 1);

  function seen(pane) {
    const middle = pane.viewer.viewport.getCenter(false);
    const k = pane.viewer.viewport.getZoom(false) / pane.viewer.viewport.getHomeZoom() / pane.shift.k;
    return { x: middle.x - pane.shift.x, y: middle.y / shape(pane) - pane.shift.y, k };
  }

  function show(pane, place, at_once = false) {
    const view = pane.viewer.viewport;
    view.zoomTo(place.k * pane.shift.k * view.getHomeZoom(), null, at_once);
    view.panTo(new OpenSeadragon.Point(place.x + pane.shift.x, (place.y + pane.shift.y) * shape(pane)), at_once);
  }

  function follow(leader) {
    if (following || leader.sizing || !leader.items?.length) return;
    const place = seen(leader);
    leader.last = place;
    if (!tied) return;
    following = true;
    panes.filter((pane) => pane !== leader && pane.items?.length).forEach((pane) => {
      show(pane, place);
      keep(pane, place);
    });
    following = false;
  }

  // A pane that is taking a new size shows afterwards what was asked of it meanwhile.
  function keep(pane, place) {
    pane.last = place;
    if (pane.kept) pane.kept = place;
  }

  function meanwhile(pane, change) {
    if (!pane.kept) return;
    const place = { ...pane.kept, ...change(pane.kept) };
    (tied ? panes : [pane]).forEach((each) => keep(each, place));
  }

  function tie(is) {
    tied = is;
    if (is && panes.length > 1) {
      // What each has been moved against the first one stays.
      panes.forEach((pane) => { pane.shift = { x: 0, y: 0, k: 1 }; });
      const first = seen(panes[0]);
      panes.slice(1).forEach((pane) => {
        const own = seen(pane);
        pane.shift = { x: own.x - first.x, y: own.y - first.y, k: own.k / first.k };
      });
    }
    Bench.pressed("lock", tied);
  }

  function straighten() {
    panes.forEach((pane) => { pane.shift = { x: 0, y: 0, k: 1 }; });
  }

  function arrange(count) {
    stage.className = `stage ${SIZES[count]}`;
    while (panes.length > count) {
      const pane = panes.pop();
      pane.watch.disconnect();
      pane.viewer.destroy();
      pane.element.remove();
    }
    while (panes.length < count) panes.push(make(panes.length));
    straighten();
  }

  const current = () => panes[Math.min(Bench.layers.mode() === "beside" ? Bench.layers.chosen() : 0, panes.length - 1)];

  function move(x, y) {
    const pane = current();
    const step = 0.12 / pane.viewer.viewport.getZoom(true);
    meanwhile(pane, (place) => ({ x: place.x + x * step, y: place.y + y * step / shape(pane) }));
    pane.viewer.viewport.panBy(new OpenSeadragon.Point(x * step, y * step));
    pane.viewer.viewport.applyConstraints();
  }

  function zoom(by) {
    const pane = current();
    const view = pane.viewer.viewport;
    meanwhile(pane, (place) => ({ k: place.k * by }));
    view.zoomBy(by);
    view.applyConstraints();
  }

  Object.assign(Bench.deeds, {
    nearer: () => zoom(1.5),
    farther: () => zoom(1 / 1.5),
    whole() {
      straighten();
      panes.forEach((pane) => pane.viewer.viewport.goHome(Bench.calm));
    },
    lock() {
      tie(!tied);
      Bench.say(Bench.words(tied ? "locked" : "unlocked"));
    },
  });

  Bench.viewer = {
    panes,
    arrange,
    move,
    current,
    seen,
    show,
    // Where on the screen a place of a layer is, in pixels of its pane, and the other way round.
    toPixel(pane, layer, [x, y]) {
      const point = pane.viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(...layer.project([x, y])), true);
      return [point.x, point.y];
    },
    toShare(pane, layer, [px, py]) {
      const point = pane.viewer.viewport.pointFromPixel(new OpenSeadragon.Point(px, py), true);
      return layer.unproject([point.x, point.y]);
    },
  };
})();
