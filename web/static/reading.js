// Steps from hit to hit, in the reading view and in the preview, and follows moved paragraphs.
import { prefix, say } from "./words.js";

let at = -1;

export function startReading() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
    if (event.target.closest && event.target.closest("[data-close]")) closePreview();
    fold(event);
  });
  if (document.body.classList.contains("reading")) {
    followPart();
    followMoved();
    const meant = location.hash && document.getElementById(location.hash.slice(1));
    if (meant) at = marks().findIndex((mark) => meant.contains(mark));
    if (at >= 0) show(false);
    else if (meant) toAsked(meant);
  }
}

// On a phone the contents lie folded behind their link in the bar; elsewhere it is not shown.
function fold(event) {
  const link = document.getElementById("to-contents");
  if (!link) return;
  const isLink = link.contains(event.target);
  if (isLink) event.preventDefault();
  const contents = document.getElementById("contents");
  const opens = isLink && !contents.classList.contains("open");
  if (!opens && !isLink && contents.contains(event.target) && !event.target.closest("a")) return;
  contents.classList.toggle("open", opens);
  link.setAttribute("aria-expanded", String(opens));
  if (opens) contents.querySelector("li a")?.focus({ preventScroll: true });
}

// The marks that n and p walk through, the open preview's or the whole document's; lone words of
// the query (.part) are passed over where all of it stands. Of a table its rows (or head) are hits.
const HITS = [...[".text", "h2", "h3", "h4"].map((where) => `${where} mark:not(.part)`), ".answers", ".rows .meant:not(.answers)"].join();
function marks() {
  const preview = document.querySelector("#preview .preview-body");
  const region = preview || document.querySelector(".report");
  return region ? [...region.querySelectorAll(HITS)] : [];
}

export function step(by) {
  const all = marks();
  if (!all.length) return false;
  at = at < 0 && by < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + by));
  show(true);
  return true;
}

function show(scrolls) {
  const all = marks();
  all.forEach((mark, i) => mark.classList.toggle("at", i === at));
  for (const where of document.querySelectorAll(".where")) where.textContent = say("第 {a} 处，共 {b} 处", { a: at + 1, b: all.length });
  for (const button of document.querySelectorAll("[data-step]")) button.disabled = !all[at + Number(button.dataset.step)];
  document.getElementById("hitbar")?.classList.add("at");
  if (scrolls) all[at].scrollIntoView({ block: "center" });
  toAsked(all[at].closest("tr"));
}

// Brings the column that is asked for into view, in a table wider than the window.
function toAsked(row) {
  row?.querySelector(".asked")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// An address without `from` that means a paragraph of a later part of a long document.
function followPart() {
  const n = Number((location.hash.match(/^#p(\d+)$/) || [])[1]);
  const address = new URL(location.href);
  if (!n || document.getElementById(`p${n}`) || address.searchParams.has("from")) return;
  if (!document.querySelector("a[rel=next]")) return;
  address.searchParams.set("from", String(Math.max(1, n - 10)));
  location.replace(address);
}

// `?h=` names the text: if the ordinal now holds another one, go where that text is.
function followMoved() {
  const wanted = new URLSearchParams(location.search).get("h");
  const moved = document.getElementById("moved");
  if (!wanted) return;
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.dataset.hash === wanted.toLowerCase()) {
    if (moved) moved.hidden = true;
  } else if (moved) {
    const n = moved.dataset.ordinal;
    location.replace(`#p${n}`);
    if (target) moved.textContent = say("链接所指的段落已移到这里（第 {n} 段）", { n });
    else moved.hidden = true;
  }
}

let asking = null;

export async function preview(hit) {
  const pane = document.getElementById("preview");
  if (!pane || !hit) return;
  const here = new URLSearchParams(location.search);
  const pairs = new URLSearchParams({ id: hit.dataset.id });
  for (const name of ["q", "mode", "expand", "entities", "within", "lang"]) {
    for (const value of here.getAll(name)) if (value) pairs.append(name, value);
  }
  if (asking) asking.abort();
  asking = new AbortController();
  try {
    const response = await fetch(`${prefix}/preview?${pairs}`, { signal: asking.signal });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    pane.replaceChildren(...page.body.childNodes);
    const there = hit.querySelector("h2 a, h3 a"); // it leads back to this very list
    if (there) for (const link of pane.querySelectorAll(".preview-head a, .preview-foot a")) link.href = there.href;
    pane.classList.add("open");
    const first = marks().findIndex((mark) => mark.closest(".here"));
    at = first;
    if (first >= 0) show(false);
    const text = pane.querySelector(".here");
    if (text) pane.scrollTop = Math.max(0, text.offsetTop - 60);
  } catch { /* superseded by the next one, or the server is away: the list stays */ }
}

export function closePreview() {
  if (document.querySelector(".contents.open")) {
    document.getElementById("to-contents").click();
    return true;
  }
  const pane = document.getElementById("preview");
  if (!pane || !pane.classList.contains("open")) return false;
  pane.classList.remove("open");
  return matchMedia("(max-width: 80rem)").matches;
}
