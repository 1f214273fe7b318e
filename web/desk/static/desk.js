// Keys for the desk: every one presses a button or moves to a place that the page has anyway.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const form = document.getElementById("edit");

  function show(element) {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
  }

  function near(list, step, at) {
    if (!list.length) return null;
    if (at < 0) return list[step > 0 ? 0 : list.length - 1];
    return list[(at + step + list.length) % list.length];
  }

  function stepDoubt(step) {
    const doubts = all(".doubt[id]:not(.done)");
    const active = document.activeElement;
    let at = doubts.indexOf(active);
    if (at < 0 && active && active !== document.body) {
      const after = doubts.findIndex((d) => active.compareDocumentPosition(d) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (after >= 0) at = step > 0 ? after - 1 : after;
    }
    const next = near(doubts, step, at);
    if (next) show(next);
  }

  function stepBlock(step) {
    const blocks = all(".block");
    const inside = document.activeElement && document.activeElement.closest(".block");
    const at = blocks.indexOf(inside);
    const next = at < 0 ? near(blocks, step, -1) : blocks[Math.min(blocks.length - 1, Math.max(0, at + step))];
    if (next) show(next);
  }

  function press(selector, from = document) {
    const button = from && from.querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  }

  function isTyping(target) {
    return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const block = document.activeElement && document.activeElement.closest(".block");
    const actions = {
      n: () => stepDoubt(1), p: () => stepDoubt(-1), j: () => stepBlock(1), k: () => stepBlock(-1),
      d: () => press('[data-key="d"]', block), h: () => press('[data-key="h"]', block), m: () => press('[data-key="m"]', block), e: () => press('[data-key="e"]', block),
      x: () => press(".doubt:not(.done) button[value^='done:'], .doubt[id] button", document.activeElement.closest(".doubt") ? document.activeElement : block),
      a: () => press('.decide [data-key="a"]'), s: () => press('.decide [data-key="s"]'), u: () => press("#undo"),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Enter that ends the composition of an input method never sends the form; nor does Enter in a
  // field, which a clerk presses to go on to the next one.
  if (form) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      if (event.isComposing || event.keyCode === 229) return;
      const inputs = all(".fields input", form);
      const next = inputs[inputs.indexOf(event.target) + 1];
      if (next) next.focus();
    });
    let isChanged = false;
    form.addEventListener("input", () => { isChanged = true; });
    form.addEventListener("submit", () => { isChanged = false; });
    window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
    const anchor = location.hash && document.getElementById(location.hash.slice(1));
    if (anchor) show(anchor.querySelector("textarea") || anchor);
  }

  for (const button of all("[data-step]")) button.addEventListener("click", () => stepDoubt(Number(button.dataset.step)));
  for (const button of all("[data-fill]")) {
    button.addEventListener("click", () => {
      const input = document.getElementById(button.dataset.fill);
      input.value = button.dataset.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  }

  for (const input of all("[data-send]")) {
    input.addEventListener("change", () => { if (input.files.length) input.form.requestSubmit(); });
  }

  const progress = document.getElementById("progress");
  if (progress && progress.dataset.phase === "running") {
    const ask = async () => {
      try {
        const told = await (await fetch(progress.dataset.ask)).json();
        if (told.phase !== "running") { location.reload(); return; }
        progress.querySelector(".sentence").textContent = told.sentence;
        const bar = progress.querySelector("progress");
        if (told.share === null) bar.removeAttribute("value"); else bar.value = told.share;
      } catch { /* the next try may reach it */ }
      setTimeout(ask, 500);
    };
    setTimeout(ask, 300);
  }
})();
