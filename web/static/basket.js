// The baskets of this browser: what was ticked, by name, kept across pages, queries and restarts.
import { announce, remarkOf, say } from "./words.js";

const KEY = "qianshao-baskets";
const MOST = 1000; // what one export takes
let memory = null; // where the browser keeps nothing, at least this page does

const FIRST = "摘编篮"; // kept by this name in every language
export const empty = () => ({ name: FIRST, items: [] });
const fresh = () => ({ current: FIRST, baskets: [empty()] });
export const called = (name) => (name === FIRST ? say(FIRST) : name);

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && Array.isArray(kept.baskets) && kept.baskets.length) return kept;
  } catch { /* unreadable or forbidden: begin anew */ }
  return memory || fresh();
}

// `isQuiet`: what is typed is kept, and nothing is drawn anew under the reader's hands.
export function write(state, isQuiet = false) {
  memory = state;
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    announce(say("浏览器没有地方存摘编篮了；请先导出，再移除一些段落"));
  }
  if (!isQuiet) document.dispatchEvent(new CustomEvent("qianshao:basket"));
}

export const current = (state) => state.baskets.find((b) => b.name === state.current) || state.baskets[0];

// A fact as it is kept, whatever language the page is in.
const worded = (s) => s.dataset.zh || s.textContent;

// What a hit or a paragraph of the reading view says of itself.
function itemOf(place) {
  const link = place.querySelector(".permanent");
  const text = place.querySelector(".whole .text") || place.querySelector(".text");
  const title = place.querySelector(".head a") || document.querySelector(".report h1");
  const facts = [...place.querySelectorAll(".facts span")].map(worded);
  const about = facts.length ? facts : [...document.querySelectorAll(".report .about [data-fact]")].map(worded);
  const address = link ? new URL(link.href) : null;
  return {
    id: place.dataset.id,
    hash: place.dataset.hash || (address && address.searchParams.get("h")) || "",
    title: title ? title.textContent.trim() : place.dataset.id,
    facts: about,
    themes: (place.dataset.themes || "").split("|").filter(Boolean),
    href: address ? address.pathname + address.search + address.hash : "",
    text: text ? text.textContent.trim() : "",
    remark: remarkOf(place),
    reference: (place.querySelector(".reference") || { textContent: "" }).textContent,
  };
}

export function put(place, wanted) {
  const state = read();
  const basket = current(state);
  const id = place.dataset.id;
  const at = basket.items.findIndex((item) => item.id === id);
  if (wanted && at < 0) {
    if (basket.items.length >= MOST) {
      announce(say("一个篮最多 {n} 段；请先导出，或新建一个篮", { n: MOST }));
      return false;
    }
    basket.items.push(itemOf(place));
  } else if (!wanted && at >= 0) basket.items.splice(at, 1);
  write(state);
  announce(say(wanted ? "已收入「{name}」，共 {n} 段" : "已移出「{name}」，还有 {n} 段", { name: called(basket.name), n: basket.items.length }));
  return true;
}

export function startBasket() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest(".tick input");
    if (box && !put(box.closest(".hit, .para"), box.checked)) box.checked = false;
  });
  document.addEventListener("qianshao:results", show);
  document.addEventListener("qianshao:basket", show);
  addEventListener("storage", (event) => { if (event.key === KEY) document.dispatchEvent(new CustomEvent("qianshao:basket")); });
  addEventListener("pageshow", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-clear]")) return;
    for (const box of document.querySelectorAll(".tick input:checked")) put(box.closest(".hit, .para"), false);
  });
  show();
}

// The ticks of this page and the counts say what is in the basket.
function show() {
  const basket = current(read());
  const ids = new Set(basket.items.map((item) => item.id));
  for (const box of document.querySelectorAll(".tick input")) box.checked = ids.has(box.value);
  const ticked = document.querySelectorAll(".tick input:checked").length;
  const count = document.getElementById("in-basket");
  if (count) count.textContent = basket.items.length ? ` ${basket.items.length}` : "";
  const bar = document.getElementById("picks");
  if (!bar) return;
  bar.classList.toggle("on", ticked > 0);
  document.documentElement.classList.toggle("picking", ticked > 0);
  const told = matchMedia("(max-width: 48rem)").matches ? "「{name}」{n} 段" : "「{name}」{n} 段，去整理、导出";
  bar.querySelector("[data-basket]").textContent = say(told, { name: called(basket.name), n: basket.items.length });
}
