/* The seats' pages, live. Without this script every form works too; with it
 *  - the page is renewed in place, and what has the focus or holds unsent words is never touched;
 *  - what is typed is kept on this device, and what is sent waits in an outbox until it has arrived, once.
 * No library, nothing loaded from elsewhere, no text ever read as script. */
"use strict";
(() => {
  const {
    OURS, page, $, all, random, mine, kept, touched, fields, value, aboutPoint, FORMS, hidden, identity, draftKey, isBegun,
    snapshot, fits, lastKept, keepDraft, draftOf, restoreDrafts, restore, reset, takeUpOldDrafts, hint, unhint, follow,
    tooLong, count, wrong, unwrong, PLACELESS, formOf, putBack,
  } = panelForms;

  /* ---- Time: the server's, in this place's hours ---- */

  let ahead = page.now ? Number(page.now) - Date.now() : 0;
  const now = () => Date.now() + ahead;
  const hours = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  const two = (number) => String(number).padStart(2, "0");
  function figures(left) {
    const whole = left > -1 ? Math.max(0, Math.ceil(left)) : Math.floor(-left);
    return `${left > -1 ? "" : "+"}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
  }
  function behind(seconds) {
    const minutes = Math.round(Math.abs(seconds) / 60);
    return minutes === 0 ? "on time" : `${minutes} min ${seconds > 0 ? "behind" : "ahead"}`;
  }
  function localise(root) {
    for (const time of all("time[data-local]", root)) put(time, hours(time.dateTime));
  }
  function tick() {
    for (const clock of all("[data-ends]")) {
      const left = (Number(clock.dataset.ends) - now()) / 1000;
      const long = Number(clock.dataset.long);
      put(clock.querySelector("b"), figures(left));
      put(clock.querySelector("span"), left <= -1 ? "over" : "left");
      const warning = left <= 0 ? "zero" : left <= 60 && long > 60 ? "one" : left <= 300 && long > 300 ? "five" : "";
      for (const name of ["five", "one", "zero"]) clock.classList.toggle(name, name === warning);
    }
    for (const wall of all("[data-wall]")) put(wall, hours(now()));
    for (const day of all("[data-behind]")) {
      const from = Math.max(Number(day.dataset.at), Number(day.dataset.from || 0));
      put(day, behind(Number(day.dataset.behind) + Math.max(0, now() - from) / 1000));
    }
    for (const until of all("[data-until]")) {
      const left = Math.ceil((Number(until.dataset.until) - now()) / 1000);
      put(until, left > 0 ? `in ${left} s` : "now");
    }
  }

  /* ---- Said aloud: few things, not often ---- */

  const toSay = [];
  let spoken = 0;
  function say(text) {
    if (!text || !$("said")) return;
    if (!toSay.includes(text)) toSay.push(text);
    const wait = Math.max(100, spoken + 3000 - Date.now());
    if (toSay.length === 1) setTimeout(() => {
      spoken = Date.now();
      const more = toSay.length > 3 ? ` And ${toSay.length - 3} more: see the page.` : "";
      $("said").textContent = toSay.splice(0).slice(0, 3).join(" ") + more;
    }, wait);
  }
  let known = null;
  function sayWhatHappened() {
    const happened = new Map(all("#r-happened [data-key]").map((one) => [one.dataset.key, one.textContent.trim()]));
    if (known) for (const [key, text] of happened) if (known.get(key) !== text) say(text);
    known = happened;
  }

  /* ---- Renewing the page in place ---- */

  const holdsWords = (node) => fields(node).some((field) => field.matches("[data-draft]") && touched(field));
  const holds = (node) => node.contains(document.activeElement) || fields(node).some(touched);

  function key(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const id = node.getAttribute("id");  // not node.id: a form's field of that name stands before it
    if (id) return `#${id}`;
    if (node.matches("form[data-do]")) return `form ${node.dataset.do} ${aboutPoint(node)} ${value(node, "round")} ${value(node, "id")}`;
    if (node.matches("details")) {
      const form = node.querySelector("form[data-do]");
      return `details ${form ? key(form) : node.querySelector("summary")?.firstChild?.textContent.trim()}`;
    }
    return null;
  }
  const alike = (one, other) => one.nodeName === other.nodeName && one.className === other.className;

  /* Makes `old`'s children what `fresh`'s are, keeping every node that is still wanted where it stands. */
  function merge(old, fresh) {
    const named = new Map([...old.childNodes].map((node) => [key(node), node]).filter(([name]) => name));
    let at = old.firstChild;
    for (const want of [...fresh.childNodes]) {
      const name = key(want);
      let found = name ? named.get(name) : null;
      for (let look = at; !name && look && !found; look = look.nextSibling) {
        if (key(look)) { if (holds(look)) continue; break; }
        if (alike(look, want)) found = look;
      }
      if (found && found.nodeName === want.nodeName) {
        while (at && at !== found && !holdsWords(at) && !(key(at) && fresh.querySelector?.(`[id="${at.getAttribute("id")}"]`))) {
          const gone = at;
          at = at.nextSibling;
          gone.remove();
        }
        if (at === found) at = at.nextSibling;
        else if (!holds(found)) old.insertBefore(found, at);
        match(found, want);
      } else {
        old.insertBefore(want, at);
      }
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      if (!holdsWords(gone)) gone.remove();
      else for (const form of all("form[data-do]", gone.parentElement)) if (gone.contains(form)) hint(form, "left", "This cannot be sent here now. What you wrote stays in the box and on this device.");
    }
  }
  /* The form that is renewed: to check one of its radios unchecks another, which nobody has touched for that. */
  let renewed = null;
  function match(old, want) {
    if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== want.data) old.data = want.data; return; }
    if (old.isEqualNode(want) || (old.name === "sent" && old.type === "hidden")) return;
    /* A form that somebody has begun is one thing: none of its choices may change under the words. */
    if (old.matches("form[data-do]")) {
      if (isBegun(old)) { unhint(old, "left"); return; }
      renewed = old;
    }
    const same = renewed?.contains(old) || !touched(old) || !old.matches("input, select, textarea");
    const chosen = old.matches("select") && !same ? old.value : null;
    const ours = old.matches("input, textarea") ? ["value", "checked", "aria-invalid", "aria-describedby"] : ["open", "hidden"];
    for (const { name } of [...old.attributes]) if (!want.hasAttribute(name) && !ours.includes(name)) old.removeAttribute(name);
    for (const { name, value } of [...want.attributes]) if (!ours.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    if (old.matches("textarea")) {
      if (same) old.value = old.defaultValue = want.defaultValue;
    } else if (old.matches("input[type=radio], input[type=checkbox]")) {
      if (same) old.checked = old.defaultChecked = want.defaultChecked;
    } else if (old.matches("input")) {
      if (same) old.value = old.defaultValue = want.defaultValue;
    } else {
      merge(old, want);
      if (chosen !== null) old.value = chosen;
    }
  }

  let typedAt = 0;
  const isWriting = () => Date.now() - typedAt < 5000 || all(FORMS).some(isBegun);
  function renew(regions) {
    const fresh = new Map();
    for (const [id, html] of Object.entries(regions)) {
      const made = document.createElement("template");
      made.innerHTML = html;
      localise(made.content);
      fresh.set(id, made.content);
    }
    const place = fresh.get("happened")?.querySelector("[data-place]")?.dataset.place;
    const here = document.querySelector("#r-happened [data-place]")?.dataset.place;
    const moves = page.kind === "seat" && place !== undefined && here !== undefined && place !== here;
    if (moves && !looking && isWriting()) { stayAt(here); return; }
    const held = document.activeElement === document.body ? null : document.activeElement;
    const stays = held && inView(held) ? held : scrollY > 0 && !moves ? document.elementFromPoint(innerWidth / 3, innerHeight / 4) : null;
    const top = stays?.getBoundingClientRect().top;
    const inside = held?.closest("[data-region]");
    const begun = held?.form?.dataset.do && !hidden(held.form, "id") ? { what: held.form.dataset.do, name: held.name } : null;
    for (const [id, content] of fresh) if ($(`r-${id}`)) merge($(`r-${id}`), content);
    let now = stays;
    if (held && !held.isConnected && inside) {
      /* Nothing was written in it: the form is now that of the point above it, and the caret goes there. */
      const form = begun && all(`form[data-do="${begun.what}"]`, inside)[0];
      const next = form && fields(form).find((field) => field.name === begun.name && field.type !== "hidden");
      if (next) {
        const details = next.closest("details");
        if (details) details.open = true;
        next.focus({ preventScroll: true });
        if (stays === held) now = next;
      } else focusHeading(inside);
    }
    if (now?.isConnected) scrollBy(0, now.getBoundingClientRect().top - top);
    else if (moves) scrollTo(0, 0);
    restoreDrafts();
    showPending();
    showDrafts();
    tick();
    sayWhatHappened();
  }
  function focusHeading(region) {
    const heading = region.querySelector("h1, h2, h3, summary") || $("main");
    if (!heading.matches("summary")) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  const inView = (node) => { const box = node.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };

  /* ---- Drafts that were left behind: marked in the list of points, and listed at the close ---- */

  const placeHere = () => document.querySelector("#r-happened [data-place]")?.dataset.place || "all";
  function showDrafts() {
    const drafts = kept.under(`${mine}form:`).map(draftOf).filter(Boolean);
    const places = new Set(drafts.map((draft) => draft.at));
    for (const mark of all("[data-waits]")) mark.hidden = !places.has(mark.dataset.waits);
    const section = $("drafts");
    if (!section) return;
    const closing = document.querySelector("#r-happened [data-stage]")?.dataset.stage === "close";
    const listed = drafts.map((draft) => ({ ...draft, ...whereIs(draft) })).filter((draft) => closing || draft.lost);
    section.hidden = listed.length === 0;
    const drawn = JSON.stringify(listed);
    if (section.dataset.drawn === drawn) return;
    section.dataset.drawn = drawn;
    section.querySelector("ol").replaceChildren(...listed.map(drawDraft));
  }
  function whereIs(draft) {
    const form = all(FORMS).find((one) => draftKey(one) === draft.name);
    if (form && fits(form, draft.filled)) return { here: true, lost: false };
    return { here: false, lost: page.kind !== "seat" || !draft.at || draft.at === placeHere() };
  }
  function drawDraft(draft) {
    const item = document.createElement("li");
    const label = document.createElement("b");
    const about = draft.point || (draft.at === "all" ? "the service as a whole" : draft.at);
    label.textContent = `${WHAT[draft.what] || "Form"}${about ? ` on ${about}` : ""}${draft.filled.private ? ", private" : ""}: `;
    const words = ["text", "title", "url", "reason", "remark"].map((name) => draft.filled[name]).filter(Boolean).join(" ");
    const text = document.createElement("span");
    text.className = "prose";
    text.dir = "auto";
    text.textContent = words || "a choice";
    item.append(label, text, document.createElement("br"));
    if (draft.here) item.append("It is in its form on this page.");
    else if (draft.lost) item.append("Its form is not open now. ", button("Let it go", () => { kept.drop(draft.name); showDrafts(); }));
    else {
      const link = document.createElement("a");
      link.href = `/?point=${encodeURIComponent(draft.at)}`;
      link.textContent = "Go to it, to send it or to clear it";
      item.append(link);
    }
    return item;
  }

  let pinged = 0;
  document.addEventListener("input", ({ target }) => {
    typedAt = Date.now();
    const form = target.form;
    if (!form?.dataset.do) return;
    unhint(form, "old");
    say(count(target));
    keepDraft(form);
    showDrafts();
    if (form.querySelector("[aria-invalid]")) unwrong(form);
    if (target.matches("[data-typing]") && connected && Date.now() - pinged > 5000) {
      pinged = Date.now();
      fetch("/do/typing", { method: "POST", headers: JSON_PLEASE, body: new URLSearchParams({ point: aboutPoint(form) }) }).catch(() => 0);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("form[data-do] textarea")) event.target.form.requestSubmit();
  });

  /* ---- The outbox: in order, each under a mark by which it counts once ---- */

  const JSON_PLEASE = { Accept: "application/json" };
  const box = `${mine}outbox`;
  const waiting = () => { try { return JSON.parse(kept.get(box) || "[]"); } catch { return []; } };
  const hold = (items) => { kept.set(box, JSON.stringify(items)); showOutbox(); };
  const change = (mark, changes) => hold(waiting().flatMap((one) => (one.mark !== mark ? [one] : changes ? [{ ...one, ...changes }] : [])));
  const WHAT = {
    note: "Note", reword: "Change of a note", withdraw: "Taking back", score: "Score", evidence: "Evidence", dissent: "Dissent",
    ask: "Question", sign: "Signature", conflict: "Conflict of interest", mark: "Mark", place: "Point of evidence",
    check: "Check of last time", own: "Our own view", remark: "Remark of a signature",
  };
  /* Forms that replace what was sent before: each waits until the page shows what it did. */
  const REPLACES = new Set(["sign", "remark", "score", "dissent", "own", "check", "mark", "reword"]);
  const settling = new Map();
  const isPending = (form) => REPLACES.has(form.dataset.do) && (settling.has(identity(form)) || waiting().some((one) => one.form === identity(form) && !one.refused));
  function showPending() {
    for (const [form, event] of settling) if (Number(n) >= event) settling.delete(form);
    for (const line of all(".pending")) {
      const form = line.nextElementSibling;
      if (!form?.matches(FORMS)) continue;
      const pending = isPending(form);
      if (line.hidden === !pending) continue;
      const focused = form.contains(document.activeElement) || line === document.activeElement;
      line.hidden = !pending;
      form.hidden = pending;
      if (focused && pending) line.focus({ preventScroll: true });
      else if (focused) focusHeading(line.closest("[data-region]"));
    }
  }
  let sending = false;
  let outTimer = 0;
  let failures = 0;

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.do || !page.session) return;
    event.preventDefault();
    if (isPending(form)) return;
    const long = all("[data-most]", form).find(tooLong);
    if (long) { wrong(form, `${form.querySelector(`label[for="${long.id}"]`)?.textContent.trim() || "The text"}: ${tooLong(long)}`, long); return; }
    const said = Object.fromEntries(new FormData(form, event.submitter));
    said.sent = random(18);
    delete said.back;
    const level = form.querySelector("[name=level]:checked")?.closest("label").textContent.trim();
    const words = level || said.text || said.title || said.reason || said.remark || said.id || "";
    const label = `${WHAT[form.dataset.do]}${aboutPoint(form) ? ` on ${aboutPoint(form)}` : ""}${said.private ? ", private" : ""}`;
    hold([...waiting(), { mark: said.sent, what: form.dataset.do, form: identity(form), place: said.at, fields: said, label, words, at: Date.now() }]);
    empty(form);
    send();
    setTimeout(showOutbox, 1600);
  });
  function empty(form) {
    /* A page that came with a refused form has its words as what the fields begin with. */
    if (["note", "ask", "evidence", "conflict"].includes(form.dataset.do)) {
      for (const field of all("[data-draft]", form)) field.defaultValue = "";
      for (const field of all("[type=checkbox]", form)) field.defaultChecked = false;
    }
    reset(form);
    keepDraft(form);
    showDrafts();
    typedAt = 0;
    const details = form.closest("details");
    if (details) { details.open = false; details.querySelector("summary").focus(); }
    else form.querySelector("textarea")?.focus();
    showPending();
  }

  async function send() {
    if (sending || out) return;
    sending = true;
    clearTimeout(outTimer);
    let again = false;
    for (let next = waiting().find((one) => !one.refused); next && !again; next = waiting().find((one) => !one.refused)) {
      again = !(await sendOne(next));
    }
    sending = false;
    if (again && !out) {
      failures += 1;
      outTimer = setTimeout(send, pause(failures));
    } else failures = 0;
    showOutbox();
  }
  async function sendOne(item) {
    let answer, told;
    try {
      const limit = AbortSignal.timeout?.(20000);
      answer = await fetch(`/do/${item.what}`, { method: "POST", headers: JSON_PLEASE, body: new URLSearchParams(item.fields), signal: limit });
      told = await answer.json();
    } catch { return false; }
    if (answer.ok) {
      if (item.form && Number(told.n) > Number(n)) settling.set(item.form, Number(told.n));
      change(item.mark, null);
    }
    else if (answer.status === 401 || answer.status === 403) { goOut(told.refused, true); return false; }
    else if (told.again || answer.status === 429 || answer.status >= 500) return false;
    else refuse(item, told.refused || "This was not taken.");
    return true;
  }
  function refuse(item, sentence) {
    say(`Not done. ${sentence}`);
    const form = all(FORMS).find((one) => identity(one) === formOf(item));
    if (!form?.querySelector("[data-draft]") || !putBack(form, item)) { change(item.mark, { refused: sentence }); return; }
    change(item.mark, null);
    wrong(form, sentence);
    showDrafts();
  }
  function showOutbox() {
    showPending();
    const section = $("outbox");
    if (!section) return;
    const shown = waiting().filter((one) => one.refused || !connected || Date.now() - one.at > 1500);
    section.hidden = shown.length === 0;
    const list = section.querySelector("ol");
    const drawn = shown.map((one) => `${one.mark} ${out} ${one.refused || ""}`).join("|");
    if (list.dataset.drawn === drawn) return;
    list.dataset.drawn = drawn;
    list.replaceChildren(...shown.map(drawWaiting));
  }
  function drawWaiting(one) {
    const item = document.createElement("li");
    const label = document.createElement("b");
    label.textContent = `${one.label}: `;
    item.append(label, one.words, document.createElement("br"));
    const state = document.createElement("span");
    state.className = one.refused ? "poor" : "soft";
    state.textContent = one.refused ? `! Not taken: ${one.refused} ` : out ? "waits: press the button above to go on here " : "waits until the connection is back ";
    item.append(state);
    const form = () => all(FORMS).find((open) => identity(open) === formOf(one));
    const there = one.place && one.place !== placeHere() && page.kind === "seat";
    if (one.refused && (form()?.querySelector("[data-draft]") || there)) item.append(button("Put it back into its form", () => {
      const open = form();
      if (open && putBack(open, one)) {
        change(one.mark, null);
        showDrafts();
        (open.querySelector("[data-draft]") || open).focus();
      } else if (!open && there && !kept.get(`${mine}form:${formOf(one)}`)) {
        const filled = { ...one.fields };
        for (const name of ["sent", "at", "id", "round", ...(PLACELESS.includes(one.what) ? [] : ["point"])]) delete filled[name];
        if (one.what === "note") filled.private ??= "";
        kept.set(`${mine}form:${formOf(one)}`, JSON.stringify({ what: one.what, point: one.fields.point || "", at: one.place, filled }));
        change(one.mark, null);
        location.assign(`/?point=${encodeURIComponent(one.place)}`);
      } else put(state, "! Its form holds other words. Send or clear those first. ");
    }));
    if (one.refused) item.append(button("Let it go", () => change(one.mark, null)));
    return item;
  }
  function button(words, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "plain";
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  }

  /* ---- The stream: read with fetch, so that silence and refusals are seen; resumed by event number ---- */

  let looking = page.looking || "";
  let n = page.n || "";
  let connected = false;
  let out = false;
  let tries = 0;
  let stop = null;
  let retry = 0;
  let lostTimer = 0;
  const pause = (count) => Math.min(15000, 400 * 2 ** Math.min(count, 6)) * (0.75 + Math.random() / 2);

  let tab = (() => {
    try {
      const had = sessionStorage.getItem(`${OURS}tab`) || random(12);
      sessionStorage.setItem(`${OURS}tab`, had);
      return had;
    } catch { return random(12); }
  })();
  /* A tab that was duplicated has its twin's id; each is one connection, so the second takes a new id. */
  const alone = () => new Promise((ready) => {
    if (!navigator.locks) { ready(); return; }
    navigator.locks.request(`${OURS}${tab}`, { ifAvailable: true }, (lock) => {
      if (!lock) {
        tab = random(12);
        try { sessionStorage.setItem(`${OURS}tab`, tab); } catch { /* it is kept for this page only */ }
      }
      ready();
      return lock ? new Promise(() => 0) : undefined;
    }).catch(ready);
  });

  async function connect() {
    clearTimeout(retry);
    stop?.abort();
    if (out) return;
    const mineToStop = (stop = new AbortController());
    const asked = new URLSearchParams({ tab, ...(looking ? { point: looking } : {}), ...(n ? { from: n } : {}) });
    let silence = 0;
    const alive = () => { clearTimeout(silence); silence = setTimeout(() => mineToStop.abort(), 45000); };
    try {
      alive();
      const answer = await fetch(`/stream?${asked}`, { headers: { Accept: "text/event-stream" }, signal: mineToStop.signal, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) { goOut("", true); return; }
      if (!answer.ok || !answer.body) throw new Error("no stream");
      live();
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = "", part = await reader.read(); !part.done; part = await reader.read()) {
        alive();
        text = (text + part.value).replace(/\r\n/g, "\n");
        const events = text.split("\n\n");
        text = events.pop();
        for (const one of events) hear(one);
      }
    } catch { /* it has ended; below it is tried again */ }
    clearTimeout(silence);
    if (stop === mineToStop && !out) { lost(); retry = setTimeout(connect, pause(tries++)); }
  }
  function hear(text) {
    let name = "message", id = "", data = "";
    for (const line of text.split("\n")) {
      const [, field, rest] = /^([a-z]*): ?(.*)$/.exec(line) || [];
      if (field === "event") name = rest;
      else if (field === "id") id = rest;
      else if (field === "data") data += rest;
    }
    if (!data) return;
    const told = JSON.parse(data);
    if (name === "regions") {
      if (told.now) ahead = (typeof told.now === "number" ? told.now * (told.now < 1e12 ? 1000 : 1) : Date.parse(told.now)) - Date.now();
      renew(told.regions);
      if (id) n = id;
      showPending();
    } else if (name === "nudge" && $("nudge")) {
      put($("nudge").querySelector("p"), told.text);
      $("nudge").hidden = false;
      say(told.text);
    } else if (name === "out") goOut(told.text, false);
  }
  function live() {
    clearTimeout(lostTimer);
    tries = 0;
    if (!connected && !$("connection").hidden) say("The connection is back.");
    connected = true;
    strip("");
    send();
  }
  function lost() {
    connected = false;
    clearTimeout(lostTimer);
    lostTimer = setTimeout(() => {
      const writes = $("outbox") ? (kept.lasts ? "keep writing, it is kept on this device and sent when it is back." : "keep writing and keep this page open: this browser keeps nothing, what you write is sent when it is back.") : "this page goes on by itself when it is back.";
      strip(`Connection lost – ${writes}`);
      say(`Connection lost – ${writes}`);
      showOutbox();
    }, navigator.onLine === false ? 0 : 1500);
  }
  function strip(text, ...more) {
    const line = $("connection");
    if (!line) return;
    line.hidden = !text;
    line.className = "strip lost";
    line.replaceChildren(text, " ", ...more);
  }
  function goOut(sentence, shut) {
    out = true;
    connected = false;
    stop?.abort();
    clearTimeout(lostTimer);
    const link = "Open your link again, or ask the lead for a new one. What you typed stays on this device and is sent then.";
    const text = shut ? `${sentence || "This device is no longer let in."} ${link}` : `${sentence} What is typed here stays on this device.`;
    const back = shut ? button("Try again", () => { out = false; connect(); }) : button("Go on here", () => { out = false; connect(); });
    strip(text, back);
    say(text);
    showOutbox();
  }
  /* The room has moved and words here are not sent: this page stays, and says where the room is. */
  function stayAt(place) {
    looking = place || "all";
    n = "";
    history.replaceState(null, "", `/?point=${encodeURIComponent(looking)}`);
    for (const back of all("input[name=back]")) back.value = looking;
    connect();
  }

  /* ---- Buttons, the lobby, and the beginning ---- */

  document.addEventListener("click", ({ target }) => {
    if (target.matches("[data-dismiss]")) target.parentElement.hidden = true;
    if (target.matches("[data-forget]")) {
      const many = kept.words().length;
      if (many && !target.dataset.sure) {
        target.dataset.sure = "yes";
        target.textContent = "Clear it for good: what was not sent is lost";
        return;
      }
      kept.clear();
      for (const form of all(FORMS)) { reset(form); lastKept.set(form, snapshot(form)); }
      showOutbox(); showDrafts();
      target.textContent = "Cleared";
    }
  });

  async function wait() {
    try {
      const { state } = await (await fetch("/waiting/state", { headers: JSON_PLEASE, cache: "no-store" })).json();
      if (state === "admitted") { $("enter").hidden = false; $("enter").submit(); return; }
      if (state === "refused") { location.reload(); return; }
    } catch { /* asked again */ }
    setTimeout(wait, 2000);
  }

  for (const part of all(".needs-script")) part.hidden = part.matches("[data-kept]") && kept.words().length === 0;
  localise(document);
  tick();
  setInterval(tick, 250);
  if (page.kind === "waiting" && page.state === "waiting") wait();
  if (page.session) {
    document.documentElement.classList.add("scripted");
    takeUpOldDrafts();
    restoreDrafts();
    sayWhatHappened();
    showOutbox();
    showDrafts();
    addEventListener("storage", (event) => {
      if (event.key === box && connected) send();
      if (event.key?.startsWith(`${mine}form:`)) follow(event.key);
      showOutbox(); showDrafts();
    });
    alone().then(connect);
    addEventListener("offline", () => { stop?.abort(); });
    addEventListener("online", () => { tries = 0; if (!connected) connect(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && !connected && !out) { tries = 0; connect(); } });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      for (const form of all(FORMS)) { reset(form); restore(form); }
      showOutbox(); showDrafts();
      connect();
    });
  }
})();
