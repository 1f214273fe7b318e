// The keyboard: one table of keys, silent while an input method composes or a field has the focus.
import { copyCitation, tick } from "./copy.js";
import { closePreview, preview, step } from "./reading.js";
import { isComposing } from "./words.js";

const places = () => [...document.querySelectorAll(document.body.classList.contains("reading") ? ".para" : ".hit[data-id]")];
let current = null;

export function startKeys() {
  document.addEventListener("keydown", press);
  document.addEventListener("focusin", (event) => {
    const place = event.target.closest && event.target.closest(".hit[data-id], .para");
    if (place) mark(place);
  });
  document.addEventListener("click", (event) => {
    const hit = event.target.closest && event.target.closest(".results .hit[data-id]");
    if (!hit || event.target.closest("a, button, input, summary, label, .sheet") || String(getSelection())) return;
    mark(hit);
    preview(hit);
  });
  document.addEventListener("qianshao:results", () => { current = null; });
}

const actions = {
  "/": () => { const q = document.getElementById("q"); q.focus(); q.select(); return true; },
  j: () => move(1),
  k: () => move(-1),
  o: () => { const link = current && current.querySelector(".head a"); if (link) link.click(); return Boolean(link); },
  n: () => step(1),
  p: () => step(-1),
  x: () => { tick(current); return Boolean(current); },
  c: () => { copyCitation(current); return Boolean(current); },
  "[": () => turn("prev"),
  "]": () => turn("next"),
  "?": () => { const table = document.getElementById("keys"); if (!table.showModal) return false; table.showModal(); return true; },
};

function press(event) {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.target;
  if (event.key === "Escape") return leave(target);
  if (document.querySelector("dialog[open]")) return;
  if (target.matches("input:not([type='checkbox']):not([type='radio']), textarea, select, [contenteditable]")) return;
  if (event.key === "Enter") {
    if (target === current && current.matches(".results .hit")) {
      preview(current);
      event.preventDefault();
    }
    return;
  }
  const action = Object.prototype.hasOwnProperty.call(actions, event.key) && actions[event.key];
  if (action && action()) event.preventDefault();
}

function leave(target) {
  if (closePreview()) return;
  if (target.matches("input")) target.blur();
}

function mark(place) {
  if (current) current.classList.remove("at");
  current = place;
  place.classList.add("at");
}

function move(by) {
  const all = places();
  if (!all.length) return false;
  const here = current ? all.indexOf(current) : -1;
  const next = all[Math.min(all.length - 1, Math.max(0, here + by))];
  mark(next);
  const folded = next.closest("details:not([open])");
  if (folded) folded.open = true;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  const pane = document.getElementById("preview");
  if (pane && pane.querySelector(".preview-body") && getComputedStyle(pane).display !== "none") preview(next);
  return true;
}

function turn(rel) {
  const link = document.querySelector(`.pages a[rel="${rel}"]`);
  if (link) link.click();
  return Boolean(link);
}
