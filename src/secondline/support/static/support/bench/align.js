"use strict";
// Laying one picture of the case over another: by the software, or by pairs of points; always with a word on how good it is.
(() => {
  if (!window.Bench) return;
  const known = new Map(); // "fixed moving" -> what the server says
  let pairs = [];
  const key = (fixed, moving) => `${fixed.id} ${moving.id}`;
  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  async function ask(fixed, moving, points) {
    const body = new FormData();
    body.set("fixed", fixed.id);
    body.set("moving", moving.id);
    if (points) body.set("points", JSON.stringify(points));
    body.set("csrfmiddlewaretoken", Bench.token());
    const [start, look] = fixed.specimen ? [Bench.data.specimenAlign, Bench.data.specimenAlignment] : [Bench.data.align, Bench.data.alignment];
    let answer = await fetch(start, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.redirected || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
    let found = await answer.json();
    for (let tried = 0; found.state === "waiting" && tried < 90; tried += 1) {
      await wait(Math.min(500 + 250 * tried, 3000));
      answer = await fetch(look.replace("00000000-0000-0000-0000-000000000000", found.id), { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      found = await answer.json();
    }
    return found;
  }

  const usable = (found) => Boolean(found && found.matrix);
  const reasons = (found) => found.message || (found.words || []).join(" ");

  async function lay(fixed, moving, points = null) {
    const names = { fixed: fixed.name, moving: moving.name };
    if (!points && known.has(key(fixed, moving))) return known.get(key(fixed, moving));
    tellOf(Bench.words("aligning", names));
    try {
      const found = await ask(fixed, moving, points);
      if (found.id) known.set(key(fixed, moving), found);
      tellOf(`${Bench.words(usable(found) ? "aligned" : "failed", names)} ${reasons(found)}`.trim());
      return found;
    } catch {
      tellOf(Bench.words("failed", names));
      return null;
    }
  }

  function tellOf(words) {
    document.getElementById("align-said").textContent = words;
    Bench.say(words);
  }

  // Nine numbers, row by row: from shares of the moving picture to shares of the fixed one.
  function through(m, [x, y]) {
    const w = m[6] * x + m[7] * y + m[8] || 1e-9;
    return [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w];
  }

  function inverse([a, b, c, d, e, f, g, h, i]) {
    return [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d];
  }

  function showPairs() {
    const whole = pairs.filter((pair) => pair.length === 2).length;
    if (pairs.length) document.getElementById("align-said").textContent = Bench.words("pairs", { number: whole });
    Bench.root.querySelector("[data-deed=align-pairs]").disabled = whole < 2;
    Bench.root.querySelector("[data-deed=forget-pairs]").disabled = !pairs.length;
    Bench.tell("redraw");
  }

  Object.assign(Bench.deeds, {
    async align() {
      // What lies still is the first layer; a specimen always does.
      const specimen = Bench.layers.all().findIndex((layer) => layer.picture.specimen);
      if (specimen > 0) Bench.layers.front(specimen);
      const moving = Bench.layers.all().slice(1).filter((layer) => !layer.picture.specimen);
      if (!moving.length) {
        Bench.say(Bench.words("pairsTwo"));
        return;
      }
      for (const layer of moving) await Bench.layers.lay(layer);
    },
    async "align-pairs"() {
      const [first, second] = Bench.layers.all();
      const found = await lay(first.picture, second.picture, pairs.filter((pair) => pair.length === 2));
      if (usable(found)) {
        pairs = [];
        Bench.layers.laid(second, found);
        showPairs();
      }
    },
    "forget-pairs"() {
      pairs = [];
      showPairs();
    },
  });

  Bench.align = {
    lay,
    usable,
    project: (found, point) => through(found.matrix, point),
    unproject: (found, point) => through(inverse(found.matrix), point),
    pairs: () => pairs,
    // The next point belongs to the first or the second layer, in turn.
    next: () => (pairs.length && pairs[pairs.length - 1].length === 1 ? 1 : 0),
    add(point) {
      if (Bench.align.next() === 1) pairs[pairs.length - 1].push(point);
      else pairs.push([point]);
      showPairs();
      Bench.say(Bench.align.next() === 1 ? Bench.words("pairSecond") : Bench.words("pairs", { number: pairs.length }));
    },
    forget() {
      pairs = [];
      showPairs();
    },
  };
})();
