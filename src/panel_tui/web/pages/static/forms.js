/* The forms of the seats' pages, and what is kept of them on this device. Used by seat.js, which is loaded after it.
 * A form is one thing: its text, kind, privacy, point and choice are kept, restored, sent and cleared together. */
"use strict";
const panelForms = (() => {
  const page = document.body.dataset;
  const $ = (id) => document.getElementById(id);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const random = (bytes) =>
    btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes)))).replace(/\+/g, "-").replace(/\//g, "_");

  /* ---- What is kept on this device: localStorage, or where that is forbidden, this page's memory ---- */

  const OURS = "panel-tui:";
  const mine = `${OURS}${page.session || ""}:${page.seat || ""}:`;
  const kept = (() => {
    const memory = new Map();
    let works = true;
    const attempt = (what, otherwise) => {
      try { return what(); } catch { works = false; return otherwise(); }
    };
    const keys = () => attempt(() => Object.keys(localStorage), () => [...memory.keys()]).filter((key) => key.startsWith(OURS));
    return {
      get lasts() { attempt(() => localStorage.setItem(`${OURS}try`, "1") ?? localStorage.removeItem(`${OURS}try`), () => 0); return works; },
      get: (key) => memory.get(key) ?? attempt(() => localStorage.getItem(key), () => null),
      set: (key, text) => attempt(() => { localStorage.setItem(key, text); memory.delete(key); }, () => memory.set(key, text)),
      drop: (key) => { memory.delete(key); attempt(() => localStorage.removeItem(key), () => 0); },
      under: (start) => [...new Set([...keys(), ...memory.keys()])].filter((key) => key.startsWith(start)),
      words: () => kept.under(OURS).filter((key) => /:(draft|form):/.test(key) || (key.endsWith(":outbox") && kept.get(key) !== "[]")),
      clear: () => { for (const key of keys()) kept.drop(key); memory.clear(); },
    };
  })();

  /* ---- The fields of a form ---- */

  const touched = (field) => {
    if (field.matches("input[type=hidden]")) return false;
    if (field.matches("input[type=radio], input[type=checkbox]")) return field.checked !== field.defaultChecked;
    if (field.matches("select")) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return field.value !== field.defaultValue;
  };
  const fields = (root) => (root.matches?.("input, select, textarea") ? [root] : root.querySelectorAll ? all("input, select, textarea", root) : []);
  const value = (form, name) => form.elements.namedItem(name)?.value || "";
  const aboutPoint = (form) => (form.elements.namedItem("point")?.type === "hidden" ? value(form, "point") : "");

  /* ---- A form is one thing: its text, kind, privacy, point and choice are kept, restored, sent and cleared together ---- */

  const FORMS = "form[data-do]";
  const hidden = (form, name) => { const field = form.elements.namedItem(name); return field?.type === "hidden" ? field.value : ""; };
  const identity = (form) => [form.dataset.do, aboutPoint(form), hidden(form, "id") || hidden(form, "round")].join(":");
  const draftKey = (form) => `${mine}form:${identity(form)}`;
  const entries = (form) => fields(form).filter((field) => field.name && field.type !== "hidden");
  const isBegun = (form) => fields(form).some(touched);
  function contents(form) {
    const filled = {};
    for (const field of entries(form)) {
      if (field.matches("[type=radio], [type=checkbox]")) { if (field.checked) filled[field.name] = field.value; else filled[field.name] ??= ""; }
      else filled[field.name] = field.value;
    }
    return filled;
  }
  const snapshot = (form) => JSON.stringify(contents(form));
  /* Whether a form can take all of this. If one choice is not offered any more, it is given nothing. */
  function fits(form, filled) {
    return Object.entries(filled).every(([name, text]) => {
      const named = entries(form).filter((field) => field.name === name);
      if (named.some((field) => field.matches("select"))) return [...named[0].options].some((option) => option.value === text);
      if (named.some((field) => field.matches("[type=radio], [type=checkbox]"))) return text === "" || named.some((field) => field.value === text);
      return named.length > 0 || text === "";
    });
  }
  function fill(form, filled) {
    for (const field of entries(form)) {
      if (!(field.name in filled)) continue;
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = field.value === filled[field.name];
      else field.value = filled[field.name];
    }
    const details = form.closest("details");
    if (details && isBegun(form)) details.open = true;
    countAll(form);
  }
  const lastKept = new WeakMap();
  function keepDraft(form) {
    if (isBegun(form)) {
      const draft = { what: form.dataset.do, point: aboutPoint(form), at: hidden(form, "at"), filled: contents(form) };
      kept.set(draftKey(form), JSON.stringify(draft));
    } else kept.drop(draftKey(form));
    lastKept.set(form, snapshot(form));
  }
  function draftOf(name) {
    try {
      const draft = JSON.parse(kept.get(name));
      return draft && typeof draft.filled === "object" ? { ...draft, name } : null;
    } catch { return null; }
  }
  const restored = new WeakSet();
  function restoreDrafts() {
    for (const form of all(FORMS)) {
      if (restored.has(form)) continue;
      restored.add(form);
      if (isBegun(form) || form.querySelector(".why")) continue;
      restore(form);
    }
  }
  function restore(form) {
    const draft = draftOf(draftKey(form));
    if (draft && fits(form, draft.filled)) {
      fill(form, draft.filled);
      if (draft.old) hint(form, "old", draft.what === "note" ? "An earlier version of this page kept these words, and not whether they were private. The note is ticked as private: check it and its kind before you keep it." : "An earlier version of this page kept these words without the choices below. Check them before you send it.");
    }
    lastKept.set(form, snapshot(form));
  }
  function reset(form) {
    form.reset();
    unwrong(form);
    for (const name of ["old", "left"]) unhint(form, name);
    countAll(form);
  }
  /* An earlier version kept the words of each field alone. Whether a note was private is not known: then it is. */
  function takeUpOldDrafts() {
    for (const name of kept.under(`${mine}draft:`)) {
      const [, point, what, field, id] = /^(.*):([a-z]+):([a-z]+):([^:]*)$/.exec(name.slice(`${mine}draft:`.length)) || [];
      const text = kept.get(name);
      if (what && text) {
        const key = `${mine}form:${[what, point, id].join(":")}`;
        const draft = draftOf(key) || { what, point, at: ["ask", "mark", "check", "conflict", "place", "sign"].includes(what) ? "" : point || "all", old: true, filled: {} };
        if (draft.old) {
          draft.filled[field] = text;
          if (what === "note") draft.filled.private = "yes";
          delete draft.name;
          kept.set(key, JSON.stringify(draft));
        }
      }
      kept.drop(name);
    }
  }
  function hint(form, name, sentence) {
    if (form.querySelector(`.${name}`)) return;
    const line = document.createElement("p");
    line.className = `hint ${name}`;
    line.textContent = sentence;
    form.prepend(line);
  }
  const unhint = (form, name) => { for (const line of all(`.${name}`, form)) line.remove(); };

  /* Another tab of this seat has kept or sent what stands here. Words of this tab's own are not touched. */
  function follow(name) {
    for (const form of all(FORMS)) {
      if (draftKey(form) !== name) continue;
      if (!isBegun(form) || snapshot(form) === lastKept.get(form)) { reset(form); restore(form); } else keepDraft(form);
    }
  }

  function wrong(form, sentence, at = null) {
    const active = document.activeElement;
    const elsewhere = active && !form.contains(active) && active.matches("input, textarea, select");
    unwrong(form);
    const why = document.createElement("p");
    why.className = "why";
    why.id = `why-${form.dataset.do}${value(form, "id")}`;
    why.textContent = `! ${sentence}`;
    form.prepend(why);
    const field = at || form.querySelector("[data-draft], fieldset");
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", `${field.id === "note-text" ? "note-hint " : ""}${why.id}`);
    if (!elsewhere) field?.focus();
  }
  function unwrong(form) {
    for (const why of all(".why", form)) why.remove();
    for (const field of all("[aria-invalid]", form)) {
      field.removeAttribute("aria-invalid");
      if (field.id === "note-text") field.setAttribute("aria-describedby", "note-hint"); else field.removeAttribute("aria-describedby");
    }
  }

  /* ---- What was sent and refused goes back into its own form ---- */

  const PLACELESS = ["ask", "conflict", "place", "mark", "check", "sign", "remark"];
  const formOf = (item) => item.form || [item.what, PLACELESS.includes(item.what) ? "" : item.fields.point || "", item.fields.id || item.fields.round || ""].join(":");
  const filledOf = (item, form) => Object.fromEntries(entries(form).map(({ name }) => [name, item.fields[name] ?? ""]));
  /* All of it or nothing; not into a form that holds other words. */
  function putBack(form, item) {
    const filled = filledOf(item, form);
    if (isBegun(form) || !fits(form, filled)) return false;
    fill(form, filled);
    keepDraft(form);
    return true;
  }

  /* ---- Nothing is cut: what is too long stays, and is counted as the server counts it ---- */

  function lengthOf(field) {
    let text = field.value.replace(/\r\n?|[\u2028\u2029\x0b\x0c\x85]/g, "\n").replace(/\t/g, "    ")
      .replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g, "").normalize("NFC");
    if (!field.matches("textarea")) text = text.split(/\s+/).join(" ");
    let length = 0;
    for (const _ of text.trim()) length += 1;
    return length;
  }
  const characters = (number) => `${number.toLocaleString("en-GB")} character${number === 1 ? "" : "s"}`;
  function tooLong(field) {
    const most = Number(field.dataset.most);
    const over = field.dataset.most && field.value.length > most ? lengthOf(field) - most : 0;
    return over > 0 ? `${characters(over)} too many: ${most.toLocaleString("en-GB")} are kept. Shorten it, or send it as several.` : "";
  }
  function count(field) {
    const line = $(`${field.id}-count`);
    if (!line) return "";
    const most = Number(field.dataset.most);
    const sentence = tooLong(field);
    const left = field.value.length > most * 0.9 ? most - lengthOf(field) : most;
    const news = sentence && !line.classList.contains("poor") ? sentence : "";
    line.classList.toggle("poor", sentence !== "");
    line.textContent = sentence || (left <= most * 0.1 ? `${characters(left)} left` : "");
    line.hidden = line.textContent === "";
    return news;
  }
  const countAll = (form) => { for (const field of all("[data-most]", form)) count(field); };

  /* ---- Leaving the seat: what was not sent is lost, which is asked first ---- */

  document.addEventListener("submit", (event) => {
    const leaving = event.target.matches("[data-leave]") && event.target.querySelector("button");
    if (!leaving || leaving.dataset.sure || !kept.words().length) return;
    event.preventDefault();
    leaving.dataset.sure = "yes";
    leaving.textContent = "Leave for good: what was not sent is lost";
  }, true);

  if (page.kind === "left") kept.clear();

  return {
    OURS, page, $, all, random, mine, kept, touched, fields, value, aboutPoint, FORMS, hidden, identity,
    draftKey, isBegun, snapshot, fits, lastKept, keepDraft, draftOf, restoreDrafts, restore, reset,
    takeUpOldDrafts, hint, unhint, follow, tooLong, count, wrong, unwrong, PLACELESS, formOf, putBack,
  };
})();
