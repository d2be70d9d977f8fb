/* What is typed is never lost: kept in this tab at each keystroke and on the server a moment later; brought back
   after a reload, a dropped line or a new log-in; thrown away when the server says that it was taken.
   The tab's storage is used, not the browser's: it ends with the tab, and names the person it belongs to. */
(() => {
  "use strict";
  const MARK = "draft:";
  const HOURS = 24;

  function taken() { // the server's word that a form arrived
    const found = document.cookie.match(/(?:^|; )draft-sent=([^;]*)/);
    if (!found) return;
    const form = decodeURIComponent(found[1]).replace(/^"|"$/g, "");
    Object.keys(sessionStorage).filter((key) => key.startsWith(MARK) && key.endsWith(`|${form}`)).forEach((key) => sessionStorage.removeItem(key));
    document.cookie = "draft-sent=; max-age=0; path=/; samesite=strict";
  }

  const key = (form) => `${MARK}${form.dataset.person}|${form.dataset.draft}`;

  function fields(form) {
    const skip = new Set(["csrfmiddlewaretoken", "draft", "refer", "next"]);
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skip.has(name) && !name.startsWith("delivery-"));
  }

  function keep(form) {
    try {
      sessionStorage.setItem(key(form), JSON.stringify({ at: Date.now(), fields: fields(form) }));
    } catch { /* a full or forbidden storage: the server still keeps it */ }
  }

  function restore(form) {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(key(form)));
    } catch { return; }
    if (!kept || Date.now() - kept.at > HOURS * 3600e3) return;
    const values = new Map();
    kept.fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    const run = form.elements.run; // findings of another run of the software have other places
    const moved = run && values.has("run") && values.get("run")[0] !== run.value;
    let changed = false;
    for (const control of form.elements) {
      if (!control.name || control.type === "file" || control.type === "hidden" || !("value" in control) || control.tagName === "BUTTON") continue;
      if (moved && /^(judge|why)-f/.test(control.name)) continue;
      const given = values.get(control.name) || [];
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.checked !== given.includes(control.value)) { control.checked = given.includes(control.value); changed = true; }
      } else if (values.has(control.name) && control.value !== given[0]) {
        control.value = given[0];
        changed = true;
      }
      if (given.length && given[0]) for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open ||= control.tagName === "TEXTAREA" || control.type === "text";
    }
    if (changed) say(form, form.dataset.draftBack);
  }

  function say(form, words) {
    let note = form.querySelector(".draft-note");
    if (!note) {
      note = document.createElement("p");
      note.className = "notice warning draft-note";
      note.setAttribute("role", "status");
      form.prepend(note);
    }
    note.textContent = words || "";
  }

  const waiting = new WeakMap();
  async function send(form) {
    const body = new URLSearchParams(fields(form));
    body.set("draft", form.dataset.draft);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.draftTo, { method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < 60000 });
      if (answer.redirected || answer.status === 401 || answer.status === 403) say(form, form.dataset.draftOut);
      else form.querySelector(".draft-note[data-out]")?.remove();
    } catch { /* the line is down: the tab has it */ }
  }

  taken();
  document.querySelectorAll("form[data-draft]").forEach(restore);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    keep(form);
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => send(form), 1000));
  });
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    clearTimeout(waiting.get(event.target));
    if (event.target.matches("[data-log-out]")) sessionStorage.clear(); // who leaves takes it along
  });
})();
