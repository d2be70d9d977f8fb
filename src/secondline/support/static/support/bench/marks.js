"use strict";
// Marks: each is sent as soon as it is drawn, and again until it is kept; undo takes the last one away or brings it back.
(() => {
  if (!window.Bench) return;
  const { data, words, say } = Bench;
  const SHAPES = ["box", "ellipse", "line", "arrow", "freehand", "text"];
  const table = document.querySelector("#marks tbody");
  const form = document.querySelector("#by-numbers form");
  const finding = document.getElementById("tie-finding");
  const text = document.getElementById("tie-text");
  const KEPT = `marks:${Bench.root.dataset.person}|${data.send.mark || ""}`;
  const marks = [...data.marks];
  const undone = [];
  let waiting = []; // what is not kept yet, in the order of drawing
  let sending = false;
  let place = null; // of a text that has no words yet

  // After a new log-in in another window the cookie has the token that counts.
  Bench.token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || document.querySelector("input[name=csrfmiddlewaretoken]").value;
  Bench.post = async (where, fields) => {
    const body = new FormData();
    Object.entries(fields).forEach(([name, value]) => body.set(name, value));
    body.set("csrfmiddlewaretoken", Bench.token());
    const answer = await fetch(data.send[where], { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: true });
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error(words("loggedOut"));
    const said = await answer.json().catch(() => ({}));
    if (answer.status >= 500) throw new Error(words("lineDown"));
    return { ok: answer.ok, message: said.message || "" };
  };

  const percent = (points) => points.map(([x, y]) => `${(100 * x).toFixed(4)} ${(100 * y).toFixed(4)}`).join(" ");
  const number = () => Math.max(0, ...marks.map((each) => each.number)) + 1;

  function make(shape, layer, points, said = null) {
    if (!data.send.mark) {
      say(words("notYours"));
      return;
    }
    if (layer.picture.specimen) {
      say(words("marksOnCase"));
      return;
    }
    const mark = { id: Bench.id(), number: number(), item: layer.picture.id, shape, points, text: said ?? text.value.trim(), finding: finding.value, run: form.elements.run.value };
    if (said === null) text.value = "";
    undone.length = 0;
    add(mark);
  }

  function add(mark) {
    marks.push({ ...mark, unsaved: true });
    waiting.push({ deed: "mark", mark });
    show();
    say(words("saving"));
    send();
  }

  function takeAway(mark) {
    marks.splice(marks.indexOf(mark), 1);
    waiting.push({ deed: "unmark", mark });
    show();
    send();
  }

  async function send() {
    keep();
    if (sending) return;
    sending = true;
    for (let tried = 0; waiting.length; ) {
      const { deed, mark } = waiting[0];
      try {
        const sent = deed === "mark" ? { id: mark.id, item: mark.item, shape: mark.shape, points: percent(mark.points), text: mark.text, finding: mark.finding, run: mark.run } : { mark: mark.id };
        const answer = await Bench.post(deed, sent);
        waiting.shift();
        tried = 0;
        arrived(deed, mark, answer);
      } catch (error) {
        tried += 1;
        Bench.warn(words("unsaved", { why: error instanceof TypeError ? words("lineDown") : error.message }));
        await new Promise((done) => { // or as soon as the line is back
          setTimeout(done, Math.min(1000 * 2 ** tried, 20000));
          addEventListener("online", done, { once: true });
        });
      }
      keep();
    }
    sending = false;
  }

  function arrived(deed, mark, answer) {
    const shown = marks.find((each) => each.id === mark.id);
    if (answer.ok) {
      Bench.warn("");
      if (shown) shown.unsaved = false;
      say(deed === "mark" ? words("saved", { number: mark.number }) : words("removed"));
    } else {
      if (shown && deed === "mark") marks.splice(marks.indexOf(shown), 1);
      Bench.warn(words("refused", { why: answer.message }));
    }
    show();
  }

  // A reload in the middle loses nothing: what is not kept yet lies in this tab until it is.
  function keep() {
    try {
      if (waiting.length) sessionStorage.setItem(KEPT, JSON.stringify(waiting));
      else sessionStorage.removeItem(KEPT);
    } catch { /* a forbidden storage: leaving is warned of below */ }
  }

  function bringBack() {
    if (!data.send.mark) return;
    try {
      waiting = JSON.parse(sessionStorage.getItem(KEPT)) || [];
    } catch { waiting = []; }
    waiting.filter((each) => each.deed === "mark" && !marks.some((mark) => mark.id === each.mark.id)).forEach((each) => marks.push({ ...each.mark, unsaved: true }));
    if (waiting.length) send();
  }

  window.addEventListener("beforeunload", (event) => {
    if (waiting.length) event.preventDefault();
  });

  // --- the table -------------------------------------------------------------------------------------------

  const labelOf = (select, value) => [...(select?.options || [])].find((option) => option.value === value)?.textContent || "";

  function show() {
    Bench.drawing?.redraw();
    if (!table || !data.send.mark) return;
    const shapes = form.elements.shape;
    marks.forEach((mark) => {
      const old = table.querySelector(`[data-mark="${mark.id}"]`);
      if (old) {
        old.classList.toggle("unsaved", Boolean(mark.unsaved));
        return;
      }
      const line = document.createElement("tr");
      line.dataset.mark = mark.id;
      const picture = data.pictures.find((each) => each.id === mark.item);
      [mark.number, picture?.name, labelOf(shapes, mark.shape), labelOf(finding, mark.finding), mark.text].forEach((words_) => {
        line.append(Object.assign(document.createElement("td"), { textContent: words_ ?? "" }));
      });
      const cell = document.createElement("td");
      const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: words("remove") });
      button.setAttribute("aria-label", `${words("remove")} ${mark.number}`);
      button.addEventListener("click", () => remove(mark.id));
      cell.append(button);
      line.append(cell);
      table.append(line);
    });
    [...table.querySelectorAll("[data-mark]")].filter((line) => !marks.some((mark) => mark.id === line.dataset.mark)).forEach((line) => line.remove());
    document.getElementById("marks").hidden = !marks.length;
  }

  function remove(id) {
    const mark = marks.find((each) => each.id === id);
    if (!mark || mark.frozen) return;
    undone.push({ ...mark, id: "" });
    takeAway(mark);
    Bench.viewer.current().element.focus();
  }

  table?.addEventListener("submit", (event) => {
    event.preventDefault();
    remove(event.target.elements.mark.value);
  });

  Bench.deeds.undo = () => {
    if (!data.send.mark) return;
    const back = undone.pop();
    if (back) {
      add({ ...back, id: Bench.id(), number: number(), run: form.elements.run.value });
      return;
    }
    const last = [...marks].reverse().find((each) => !each.frozen);
    if (last) {
      undone.push({ ...last, id: "" });
      takeAway(last);
    } else say(words("nothing"));
  };

  Bench.on("drawn", ({ tool, layer, points }) => {
    if (!SHAPES.includes(tool)) return;
    if (tool === "text" && !text?.value.trim()) {
      place = { layer, points };
      text?.focus();
      say(words("typeText"));
      return;
    }
    make(tool, layer, points);
  });

  text?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (place && text.value.trim()) {
      make("text", place.layer, place.points);
      place = null;
    }
    Bench.viewer.current().element.focus();
  });

  Bench.on("drawing", (draw, shown) => {
    shown.forEach((layer) => marks.filter((mark) => mark.item === layer.picture.id).forEach((mark) => {
      draw(layer, mark.shape, mark.points, mark.shape === "text" ? `${mark.number} ${mark.text}` : String(mark.number), mark.unsaved ? "unsaved" : "");
    }));
    if (place && shown.includes(place.layer)) draw(place.layer, "text", place.points, "", "new");
  });

  Bench.marks = { make, bringBack };
})();
