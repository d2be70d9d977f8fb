/* Files are sent one by one as soon as they are chosen, each under an id made here, so that a line that drops
   costs one file and a re-send is never a second one. Without this script the form sends the files itself. */
(() => {
  "use strict";
  const NIL = "00000000-0000-0000-0000-000000000000"; // stands in data-upload where the id goes
  const QUIET = 45000; // milliseconds without progress after which a line counts as dropped
  const LONGEST_WAIT = 30000;
  const pending = new Set();

  function newId() { // UUIDv7 (RFC 9562, 5.7): milliseconds, then chance
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now();
    for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (40 - 8 * i)) % 256;
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function element(name, words, parent) {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    parent.append(made);
    return made;
  }

  function row(part, file) {
    const line = element("li", "", part.querySelector(".uploads"));
    const text = element("span", `${file.name} `, line);
    const state = element("span", part.dataset.wordsSending, text);
    state.className = "soft";
    const bar = element("progress", "", line);
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const remove = element("button", part.dataset.wordsRemove, line);
    remove.type = "button";
    remove.setAttribute("aria-label", `${part.dataset.wordsRemove}: ${file.name}`);
    return { line, state, bar, remove };
  }

  function put(address, token, file, kind, onProgress) { // resolves to {status, answer}; status 0: the line dropped
    return new Promise((resolve) => {
      const call = new XMLHttpRequest();
      let watch = 0;
      const awake = () => { clearTimeout(watch); watch = setTimeout(() => call.abort(), QUIET); };
      const done = (status) => {
        clearTimeout(watch);
        let answer = null;
        try { answer = JSON.parse(call.responseText); } catch { answer = null; }
        resolve({ status, answer });
      };
      call.open("PUT", address);
      call.setRequestHeader("X-CSRFToken", token);
      call.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      if (kind) call.setRequestHeader("X-File-Kind", kind);
      call.setRequestHeader("Content-Type", "application/octet-stream");
      call.upload.onprogress = (event) => { awake(); onProgress(event.loaded); };
      call.onload = () => done(call.status);
      call.onerror = call.onabort = () => done(0);
      awake();
      call.send(file);
    });
  }

  function pause(attempt) { // longer each time, cut short when the network comes back
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(1000 * 2 ** attempt, LONGEST_WAIT) * (0.75 + Math.random() / 2));
      window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }

  async function send(input, form, file) {
    const part = input.closest("[data-upload-part]");
    const words = part.dataset;
    const seen = row(part, file);
    const id = newId();
    const job = { cancelled: false };
    pending.add(job);
    seen.remove.addEventListener("click", () => {
      job.cancelled = true;
      pending.delete(job);
      seen.line.remove();
      input.focus();
      settle(form);
    });
    for (let attempt = 0; !job.cancelled; attempt += 1) {
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const { status, answer } = await put(input.dataset.upload.replace(NIL, id), token, file, input.dataset.uploadKind, (sent) => { seen.bar.value = sent; });
      if (job.cancelled) break;
      if ((status === 200 || status === 201) && answer && answer.id === id) {
        const field = element("input", "", seen.line);
        field.type = "hidden";
        field.name = input.dataset.deliveryName || "delivery";
        field.value = id;
        seen.state.textContent = words.wordsSealed;
        seen.bar.remove();
        break;
      }
      const refused = status >= 400 && status < 500 && status !== 408 && status !== 429 && !(answer && answer.error === "incomplete");
      if (refused || status === 507 || (status === 200 && !answer)) {
        const why = answer ? answer.message : status === 200 || status === 401 || status === 403 ? words.wordsLogin : words.wordsFailed;
        seen.state.textContent = why;
        seen.state.className = "fault";
        seen.bar.remove();
        break;
      }
      seen.state.textContent = words.wordsAgain;
      await pause(attempt);
    }
    pending.delete(job);
    settle(form);
  }

  let waiting = null; // the form (and its button) that was pressed while files were still on their way

  function settle(form) {
    if (waiting && waiting.form === form && pending.size === 0) {
      const { button } = waiting;
      waiting.note.remove();
      waiting = null;
      form.requestSubmit(button);
    }
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.matches("input[type=file][data-upload]")) return;
    if (!input.form || !input.closest("[data-upload-part]") || !window.crypto) return;
    const files = Array.from(input.files);
    input.value = ""; // from here on the form sends only ids
    files.forEach((file) => send(input, input.form, file));
  });

  // Files and folders dropped on a part of the form; of a folder what lies directly in it, as a reader writes it.
  const MOST_IN_FOLDER = 200;

  function part(event) {
    const found = event.target instanceof Element && event.target.closest("[data-upload-part]");
    return found && window.crypto && event.dataTransfer && event.dataTransfer.types.includes("Files") ? found : null;
  }

  function fileOf(entry) {
    return new Promise((resolve) => { entry.file(resolve, () => resolve(null)); });
  }

  async function inFolder(entry) {
    const reader = entry.createReader();
    const found = [];
    for (;;) { // a reader gives its entries in portions, and an empty one at the end
      const some = await new Promise((resolve) => { reader.readEntries(resolve, () => resolve([])); });
      if (some.length === 0 || found.length > MOST_IN_FOLDER) break;
      found.push(...some.filter((each) => each.isFile));
    }
    return Promise.all(found.slice(0, MOST_IN_FOLDER).map(fileOf));
  }

  ["dragenter", "dragover"].forEach((name) => document.addEventListener(name, (event) => {
    const over = part(event);
    if (!over) return;
    event.preventDefault();
    over.classList.add("over");
  }));
  document.addEventListener("dragleave", (event) => {
    const left = part(event);
    if (left && !left.contains(event.relatedTarget)) left.classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    const over = part(event);
    const input = over && over.querySelector("input[type=file][data-upload]");
    if (!input || !input.form) return;
    event.preventDefault();
    over.classList.remove("over");
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const plain = Array.from(event.dataTransfer.files);
    const found = entries.length ? (await Promise.all(entries.map((each) => (each.isDirectory ? inFolder(each) : [fileOf(each)])))).flat() : plain;
    (await Promise.all(found)).filter(Boolean).forEach((file) => send(input, input.form, file));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (pending.size === 0 || !form.querySelector("input[data-upload]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    const part = form.querySelector("[data-upload-part]");
    const note = element("p", part.dataset.wordsWaiting, part);
    note.className = "busy";
    note.setAttribute("role", "status");
    waiting = { form, button: event.submitter, note };
  }, true);
})();
