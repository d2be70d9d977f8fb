"use strict";
// Where a layer's pixels come from: tiles in its view, tiles laid on another picture, or the smaller copy until there are tiles.
(() => {
  if (!window.Bench) return;
  const NIL = "00000000-0000-0000-0000-000000000000";
  const asked = new Map(); // picture -> what the server says about its tiles
  let rounds = 0;

  async function tilesOf(picture) {
    if (!asked.get(picture.id)?.ready) {
      const answer = await fetch(picture.layers, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      asked.set(picture.id, await answer.json());
    }
    return asked.get(picture.id);
  }

  const small = (picture) => ({ type: "image", url: picture.url, buildPyramid: true });

  function tiled(info, address) {
    return {
      width: info.width,
      height: info.height,
      tileSize: info.tile,
      tileOverlap: info.overlap,
      minLevel: 0,
      maxLevel: info.levels - 1,
      getTileUrl: (level, x, y) => address.replace("/0/0_0.", `/${level}/${x}_${y}.`),
    };
  }

  async function source(layer) {
    try {
      const info = await tilesOf(layer.picture);
      if (info.trouble) {
        Bench.say(info.trouble);
        return small(layer.picture);
      }
      if (!info.ready) {
        again(layer);
        return small(layer.picture);
      }
      if (!layer.found) return tiled(info, layer.picture.tiles.replace("/plain/", `/${layer.view}/`));
      const onto = (layer.frame.specimen ? layer.frame : layer.picture).onto.replace(NIL, layer.found.id).replace("/plain/", `/${layer.view}/`);
      return tiled(await tilesOf(layer.frame), onto);
    } catch {
      Bench.say(Bench.words("noTiles"));
      return small(layer.picture);
    }
  }

  // The tiles are being made in the background: look again, and then show them.
  function again(layer) {
    Bench.say(Bench.words("tiles"));
    if (rounds > 60) return;
    rounds += 1;
    setTimeout(async () => {
      const info = await tilesOf(layer.picture).catch(() => null);
      if (info?.ready) {
        Bench.viewer.panes.forEach((pane) => { pane.wanted = ""; });
        Bench.layers.render();
      } else if (info) again(layer);
    }, 2000);
  }

  function add(pane, tileSource) {
    return new Promise((done) => {
      pane.viewer.addTiledImage({ tileSource, x: 0, y: 0, width: 1, success: (event) => done(event.item), error: () => done(null) });
    });
  }

  async function fill(pane, layers, wanted, then) {
    pane.wanted = wanted;
    const sources = await Promise.all(layers.map(source));
    if (pane.wanted !== wanted || !pane.element.isConnected) return;
    const old = pane.items || [];
    const like = old.length ? pane : Bench.viewer.panes[0];
    const place = like.kept || like.last;
    const items = [];
    for (const tileSource of sources) items.push(await add(pane, tileSource));
    if (pane.wanted !== wanted || !pane.element.isConnected) {
      items.filter(Boolean).forEach((item) => pane.viewer.world.removeItem(item));
      return;
    }
    old.forEach(({ item }) => pane.viewer.world.removeItem(item));
    if (items.includes(null)) Bench.say(Bench.words("gone"));
    pane.items = items.map((item, number) => ({ item, layer: layers[number] })).filter((each) => each.item);
    if (place) Bench.viewer.show(pane, place, true);
    else pane.viewer.viewport.goHome(true);
    pane.last = place || Bench.viewer.seen(pane);
    then();
  }

  Bench.sources = {
    fill,
    name: (layer) => [layer.picture.id, layer.view, layer.found?.id, asked.get(layer.picture.id)?.ready].join(" "),
  };
})();
