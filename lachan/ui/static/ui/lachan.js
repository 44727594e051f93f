// What the browser adds to pages that already work without it. No inline code, no eval, no storage of
// personal numbers: drafts skip files, passwords, hidden fields and everything marked data-personal.
(() => {
  "use strict";
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const reader = document.body.dataset.reader || "";
  const DRAFT = "lachan.draft.";
  const keep = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };
  const make = (tag, css, text) => Object.assign(document.createElement(tag), { className: css || "", textContent: text || "" });

  // Tables: one wider than its frame is a region that the keyboard reaches and scrolls, one that fits is none.
  const frames = new ResizeObserver((seen) => {
    new Set(seen.map((one) => one.target.closest(".table-scroll"))).forEach((frame) => {
      const table = frame.querySelector("table");
      const fits = table.offsetWidth <= frame.clientWidth;
      frame.classList.toggle("fits", fits);
      frame.dataset.label ||= frame.getAttribute("aria-label") || table.caption?.textContent.trim() || "Bảng";
      ["role", "tabindex", "aria-label"].forEach((name) => frame.removeAttribute(name));
      if (fits) return;
      Object.entries({ role: "region", tabindex: "0", "aria-label": frame.dataset.label }).forEach((pair) => frame.setAttribute(...pair));
    });
  });

  // Tables: arrows move between rows, Space chooses.
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".table tbody tr");
    if (!row || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const box = row.querySelector('input[name="selected"]');
    if (step) {
      const rows = $$("tbody tr", row.closest("table"));
      const next = rows[rows.indexOf(row) + step];
      const target = next && (event.target.type === "checkbox" ? next.querySelector('input[name="selected"]') : next.querySelector(".row-link, a, input"));
      if (target) { target.focus(); event.preventDefault(); }
    } else if (event.key === " " && box && event.target !== box) { box.click(); event.preventDefault(); }
  });

  // Choosing rows: all, ranges with Shift, and a count that is read aloud.
  let lastBox = null;
  const count = (box) => {
    const frame = box.closest(".table-box");
    const chosen = $$('input[name="selected"]:checked', frame).length;
    const all = $$('input[name="selected"]', frame).length;
    const bar = frame.querySelector(".bulk-count");
    if (bar) {
      bar.textContent = chosen ? `Đã chọn ${chosen} dòng` : "Chọn dòng để làm cùng lúc";
      bar.parentElement.classList.toggle("has-chosen", chosen > 0);
    }
    const head = frame.querySelector("[data-pick-all]");
    if (head) { head.checked = chosen === all && all > 0; head.indeterminate = chosen > 0 && chosen < all; }
  };
  const prepare = (root) => {
    $$(".table-scroll", root).forEach((frame) => { frames.observe(frame); frames.observe(frame.firstElementChild); });
    $$("[data-pick-all]", root).forEach((head) => { head.hidden = false; });
    $$("details.columns", root).forEach(prepareColumns);
    $$("form[data-draft]", root).forEach(offerDraft);
  };
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches?.("[data-pick-all]")) {
      $$('input[name="selected"]', box.closest(".table-box")).forEach((one) => { one.checked = box.checked; });
      count(box);
    } else if (box.matches?.('input[name="selected"]')) {
      const boxes = $$('input[name="selected"]', box.closest(".table-box"));
      const [a, b] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((x, y) => x - y);
      if (event.shiftKey && a >= 0) boxes.slice(a, b + 1).forEach((one) => { one.checked = box.checked; });
      lastBox = box;
      count(box);
    }
  });

  // Columns that the reader hid stay hidden in this browser.
  function prepareColumns(menu) {
    const frame = menu.closest(".table-box");
    const key = `lachan.columns.${frame.dataset.table}`;
    const show = () => {
      const hidden = keep.get(key) || [];
      $$("[data-column]", menu).forEach((box) => { box.checked = !hidden.includes(box.dataset.column); });
      $$("[data-col]", frame).forEach((cell) => { cell.hidden = hidden.includes(cell.dataset.col); });
    };
    menu.hidden = false;
    menu.addEventListener("change", () => {
      keep.set(key, $$("[data-column]", menu).filter((box) => !box.checked).map((box) => box.dataset.column));
      show();
    });
    show();
  }

  // Drafts: kept while typing, offered when the form comes again empty, gone once another page of ours answered.
  const keyOf = (form) => `${DRAFT}${reader}.${form.dataset.draft}`;
  const keptFields = (form) => [...form.elements].filter((field) => field.name && !field.closest("[data-personal]")
    && !["hidden", "file", "password", "submit", "button"].includes(field.type));
  const write = (form) => {
    const values = keptFields(form).map((field) => [field.name, field.value, ["checkbox", "radio"].includes(field.type) ? field.checked : null]);
    keep.set(keyOf(form), { at: Date.now(), values });
  };
  function offerDraft(form) {
    const draft = keep.get(keyOf(form));
    if (!draft || "filled" in form.dataset || form.querySelector(".error-summary")) return;
    const note = make("p", "notice draft-note");
    const back = make("button", "btn-plain btn-small", "Lấy lại");
    const drop = make("button", "btn-plain btn-small", "Bỏ");
    back.type = drop.type = "button";
    const at = new Date(draft.at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
    note.append(`Có bản đang viết dở lúc ${at}, giữ trong máy này. `, back, drop);
    back.addEventListener("click", () => { fill(form, draft.values); note.remove(); });
    drop.addEventListener("click", () => { keep.drop(keyOf(form)); note.remove(); });
    form.prepend(note);
  }
  function fill(form, values) {
    const fields = keptFields(form);
    values.forEach(([name, value, checked]) => {
      const field = fields.find((one) => one.name === name && (checked === null || one.value === value));
      if (field && checked === null) field.value = value; else if (field) field.checked = checked;
    });
  }
  document.addEventListener("input", (event) => { const form = event.target.form; if (form?.dataset.draft) write(form); });
  keep.keys().filter((key) => key.startsWith(DRAFT)).forEach((key) => {
    const draft = keep.get(key);
    const mine = key.startsWith(`${DRAFT}${reader}.`);
    const here = $$("form[data-draft]").some((form) => keyOf(form) === key);
    const done = draft?.sent && (!here || document.querySelector(".message-success"));
    if ((reader && !mine) || done) keep.drop(key);
  });

  // A day typed without its year is written out at once: the last one not after the page's day.
  document.addEventListener("change", ({ target }) => {
    const today = target.dataset?.today, typed = today && /^\s*(\d{1,2})[/.-](\d{1,2})\s*$/.exec(target.value);
    if (!typed) return;
    const tail = `-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}`;
    const year = Number(today.slice(0, 4));
    const found = [year, year - 1].map((one) => `${one}${tail}`).find((one) => one <= today && new Date(one).toJSON()?.startsWith(one));
    if (found) target.value = found.split("-").reverse().join("/");
  });

  // One submit a form, a question before the dangerous ones, and drafts that end with their form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) { event.preventDefault(); ask(form, event.submitter); return; }
    if ("clearDrafts" in form.dataset) keep.keys().filter((key) => key.startsWith(DRAFT)).forEach(keep.drop);
    if (form.dataset.draft) { const draft = keep.get(keyOf(form)); if (draft) keep.set(keyOf(form), { ...draft, sent: true }); }
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    setTimeout(() => locked(form, true), 0);
    setTimeout(() => locked(form, false), 10000); // an answer that is a file leaves the page where it was
  });
  const locked = (form, yes) => {
    if (!yes) { delete form.dataset.sending; delete form.dataset.confirmed; }
    $$("button", form).forEach((button) => { button.disabled = yes; });
  };
  function ask(form, submitter) {
    const dialog = make("dialog", "lc-dialog");
    const row = make("p", "row");
    const yes = make("button", "btn", submitter?.textContent.trim() || "Đồng ý");
    const no = make("button", "btn-plain", "Thôi");
    row.append(no, yes);
    dialog.append(make("p", "", form.dataset.confirm), row);
    dialog.setAttribute("aria-label", form.dataset.confirm);
    yes.addEventListener("click", () => { form.dataset.confirmed = "1"; dialog.close(); form.requestSubmit(submitter || undefined); });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  // Back brings the list where it was; a page from the browser's memory can be sent again.
  const place = `lachan.scroll.${location.pathname}${location.search}`;
  const leave = () => { try { sessionStorage.setItem(place, String(scrollY)); } catch { /* forbidden */ } };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    $$("form[data-sending]").forEach((form) => locked(form, false));
    const came = performance.getEntriesByType("navigation")[0]?.type;
    let top = null;
    try { top = sessionStorage.getItem(place); } catch { /* forbidden */ }
    if (!event.persisted && came === "back_forward" && top) scrollTo(0, Number(top));
  });

  // The line.
  const banner = make("p", "offline-banner", "Máy đang mất mạng. Những gì đang gõ được giữ trong máy này; gửi lại khi có mạng.");
  banner.setAttribute("role", "status");
  const line = () => { if (navigator.onLine) banner.remove(); else document.body.prepend(banner); };
  addEventListener("online", line);
  addEventListener("offline", line);
  line();

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") $$("details.who[open], details.columns[open]").forEach((one) => { one.open = false; }); });
  document.addEventListener("click", (event) => { $$("details.who[open], details.columns[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; }); });
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) prepare(event.detail.elt); });
  prepare(document);
  document.querySelector(":not([data-sample]) > form > .error-summary")?.focus();
})();
