// Narrows long lists while typing, and draws a range of years over the chart.
import { address, load } from "./results.js";
import { announce, isComposing, say } from "./words.js";

let pause = 0;

export function startFacets() {
  document.addEventListener("input", (event) => {
    if (event.target.id === "narrow") narrow(event.target, event);
    else if (event.target.matches(".within") && !isComposing(event)) findValues(event.target);
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.matches(".within[name]")) findValues(event.target);
  });
  document.addEventListener("pointerdown", draw);
}

// At once by the letters of the names on the page; what the server finds, by sound too, follows.
function narrow(input, event) {
  const words = input.value.trim().toLowerCase();
  for (const row of document.querySelectorAll(".names li")) row.hidden = Boolean(words) && !(row.dataset.words || row.textContent).toLowerCase().includes(words);
  for (const rest of document.querySelectorAll(".rest")) rest.open = Boolean(words);
  for (const kind of document.querySelectorAll(".kind")) kind.hidden = !kind.querySelector("li:not([hidden])");
  clearTimeout(pause);
  if (isComposing(event)) return;
  pause = setTimeout(async () => {
    const pairs = new URLSearchParams([...new FormData(input.form)].filter(([, value]) => value));
    try {
      const answer = await fetch(`${input.form.action}?${pairs}`, { headers: { Accept: "text/html" } });
      if (!answer.ok || input.value.trim() !== (pairs.get("q") || "").trim()) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["#index-list", ".index-ways"]) document.querySelector(part).replaceWith(page.querySelector(part));
      announce(say("{n} 项", { n: document.querySelectorAll(".names li").length }));
    } catch { /* away: what the page has is narrowed already */ }
  }, 250);
}

// Values that hold what is typed, out of all that the library has: the page knows only the first.
let asking = null;
function findValues(input) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    if (asking) asking.abort();
    const request = (asking = new AbortController());
    try {
      const answer = await fetch(address(), { signal: request.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const facet = input.closest(".facet");
      const fresh = page.querySelector(`.facet[data-field="${facet.dataset.field}"]`);
      if (!fresh) return;
      for (const old of facet.querySelectorAll("ul, details")) old.remove();
      facet.append(...fresh.querySelectorAll(":scope > ul, :scope > details"));
      announce(say("{n} 项", { n: facet.querySelectorAll("input[type=checkbox]").length }));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }, 200);
}

// From the year where the pointer went down to the one where it comes up; one year is a click.
function draw(start) {
  const first = start.target.closest && start.target.closest(".bars li");
  if (!first || start.button) return;
  const bars = [...first.parentNode.children];
  let from = bars.indexOf(first);
  let to = from;
  const range = () => [Math.min(from, to), Math.max(from, to)];
  const move = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const bar = under && under.closest && under.closest(".bars li");
    if (bar && bar.parentNode === first.parentNode) to = bars.indexOf(bar);
    const [low, high] = range();
    bars.forEach((b, i) => b.classList.toggle("drawn", low !== high && i >= low && i <= high));
  };
  const end = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    const [low, high] = range();
    if (low === high) return;
    addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => choose(bars[low].dataset.year, bars[high].dataset.year), 0);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

function choose(from, to) {
  const form = document.getElementById("search");
  form.elements.year_from.value = from;
  form.elements.year_to.value = to;
  announce(say("{a} 至 {b} 年", { a: from, b: to }));
  load(address(), { push: true });
}
