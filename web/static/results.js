// Swaps results in place: same addresses, same pages, no flash, no lost scroll position.
import { announce, isComposing, prefix, say } from "./words.js";

const PAUSE_MS = 250;
const KEPT = 20;
const pages = new Map(); // address → the page's text, so that going back is instant
const form = document.getElementById("search");
let shown = location.href.split("#")[0]; // the address whose results are on the page
let running = null;
let timer = 0;
let isTyping = false;

export const onResults = () => document.body.classList.contains("results");

export function startResults() {
  addEventListener("beforeprint", () => showWhole(true));
  addEventListener("afterprint", () => showWhole(false));
  if (!form) return;
  form.addEventListener("submit", submit);
  if (!onResults()) return;
  history.scrollRestoration = "manual";
  pages.set(shown, document.documentElement.outerHTML);
  form.q.addEventListener("input", (event) => {
    if (!event.isComposing) later();
  });
  form.q.addEventListener("compositionend", later);
  form.q.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isComposing(event)) event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    if (event.target !== form.q) load(address(), { push: true });
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches('#facets input[type="checkbox"]')) load(address(), { push: true });
  });
  document.addEventListener("click", follow);
  addEventListener("popstate", () => {
    const target = location.href.split("#")[0];
    if (target !== shown) load(target, { isBack: true }); // else a jump inside the page
  });
  addEventListener("pagehide", remember);
}

// Paper holds whole paragraphs and what was also searched: what is folded is opened for it, and folded again.
function showWhole(on) {
  for (const folded of document.querySelectorAll(on ? ".why:not([open]), .clamp:not([open]), .rest:not([open])" : ".why.printed, .clamp.printed, .rest.printed")) {
    folded.open = on;
    folded.classList.toggle("printed", on);
  }
  for (const whole of document.querySelectorAll(on ? ".hit .whole:not([open])" : ".hit.printed .whole")) {
    whole.open = on;
    whole.closest(".hit").classList.toggle("printed", on);
  }
}

// The address of the form as it stands: empty and default values left out, the years as one range.
export function address() {
  const pairs = new URLSearchParams();
  const defaults = { mode: "smart", field: "all", size: "10" };
  const data = new FormData(form);
  let from = (data.get("year_from") || "").trim();
  let to = (data.get("year_to") || "").trim();
  if (from && to && from > to) [from, to] = [to, from];
  for (const [name, value] of data) {
    if (!value || defaults[name] === value || name.startsWith("year")) continue;
    pairs.append(name, value);
  }
  if (!/^\d*$/.test(from + to)) { // 二〇二三: the server reads it
    if (from) pairs.append("year_from", from);
    if (to) pairs.append("year_to", to);
  } else if (from || to) pairs.append("year", from === to ? from : `${from}..${to}`);
  else for (const year of data.getAll("year")) pairs.append("year", year);
  const query = pairs.toString().replace(/\+/g, "%20");
  return `${location.origin}${prefix}/search${query ? `?${query}` : ""}`;
}

export async function load(target, { push = false, replace = false, isBack = false, top = false } = {}) {
  clearTimeout(timer);
  if (running) running.abort();
  const request = (running = new AbortController());
  document.body.classList.add("busy");
  try {
    const text = (isBack && pages.get(target)) || (await fetchPage(target, request.signal));
    if (running !== request) return;
    const scroll = (isBack && history.state && history.state.scroll) || 0;
    if (push) {
      remember();
      history.pushState({}, "", target);
    } else if (replace) history.replaceState({}, "", target);
    shown = target;
    show(new DOMParser().parseFromString(text, "text/html"), isBack);
    if (isBack) scrollTo(0, scroll);
    else if (top) scrollTo(0, 0);
  } catch (error) {
    if (error.name === "AbortError") return;
    announce(say("连接中断，显示的是上一次的结果"));
    notice(say("连接中断，显示的是上一次的结果"));
  } finally {
    if (running === request) {
      running = null;
      document.body.classList.remove("busy");
    }
  }
}

async function fetchPage(target, signal) {
  const response = await fetch(target, { signal, headers: { Accept: "text/html" } });
  const text = await response.text();
  if (response.ok) {
    pages.set(target, text);
    if (pages.size > KEPT) pages.delete(pages.keys().next().value);
  }
  return text;
}

function submit(event) {
  if (isTyping) {
    event.preventDefault();
    return;
  }
  if (!onResults() || (event.submitter && event.submitter.hasAttribute("formaction"))) return;
  event.preventDefault();
  load(address(), { push: address() !== location.href });
}

form?.q?.addEventListener("compositionstart", () => { isTyping = true; });
form?.q?.addEventListener("compositionend", () => { isTyping = false; });

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const target = address();
    if (target === location.href) return;
    const typed = history.state && history.state.typed;
    load(target, { push: !typed, replace: typed }).then(() => {
      history.replaceState({ ...history.state, typed: true }, "");
    });
  }, PAUSE_MS);
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || "plain" in link.dataset || link.origin !== location.origin) return;
  if (link.pathname !== `${prefix}/search` || link.hash || link.classList.contains("switch")) return;
  event.preventDefault();
  // A phone's sheet of filters closes.
  const isSheet = link.closest(".chips") && document.querySelector("#facets:target");
  load(link.href, { push: true, top: Boolean(link.closest(".pages")) }).then(() => isSheet && location.replace("#found"));
}

function remember() {
  history.replaceState({ ...history.state, scroll: scrollY }, "");
}

function show(page, isBack) {
  const fresh = page.getElementById("content");
  const content = document.getElementById("content");
  document.title = page.title;
  const heading = document.querySelector("h1.unseen");
  if (heading) heading.textContent = page.querySelector("h1.unseen")?.textContent || "";
  const desk = document.getElementById("desk");
  if (!desk || !page.getElementById("desk")) {
    content.replaceChildren(...fresh.childNodes);
  } else {
    const focused = marker(document.activeElement);
    const height = heightInSheet(document.activeElement);
    desk.className = page.getElementById("desk").className;
    for (const id of ["facets", "found"]) swap(document.getElementById(id), page.getElementById(id));
    const again = refocus(focused);
    // What was tapped stays under the finger, though values above it have gone.
    if (height !== null && heightInSheet(again) !== null) scrollBy(0, heightInSheet(again) - height);
  }
  const other = page.getElementById("search");
  if (other) {
    if (isBack || document.activeElement !== form.q) form.q.value = other.q.value;
    form.mode.value = other.mode.value;
    form.field.value = other.field.value;
  }
  const count = page.querySelector("[data-total]");
  if (count) announce(say("结果已更新：{n} 段", { n: count.dataset.total }));
  document.dispatchEvent(new CustomEvent("qianshao:results"));
}

// New children for an old region: its scroll position and what was folded open stay.
function swap(old, fresh) {
  const top = old.scrollTop;
  const open = [...old.querySelectorAll(".facet")].filter((f) => f.querySelector("details[open]")).map((f) => f.dataset.field);
  old.replaceChildren(...fresh.childNodes);
  old.hidden = fresh.hidden;
  for (const facet of old.querySelectorAll(".facet")) {
    const details = facet.querySelector("details");
    if (details && open.includes(facet.dataset.field)) details.open = true;
  }
  old.scrollTop = top;
}

// Where a facet's value is on the screen of a phone, whose facets are no column that scrolls by itself.
function heightInSheet(element) {
  const isThere = element && element.closest("#facets") && matchMedia("(max-width: 48rem)").matches;
  return isThere ? element.getBoundingClientRect().top : null;
}

function marker(element) {
  if (!element || !element.closest || !element.closest("#facets, #found")) return null;
  if (element.name && element.form) return { name: element.name, value: element.value };
  return element.href ? { text: element.textContent.trim() } : null;
}

function refocus(wanted) {
  if (!wanted) return null;
  const found = [...document.querySelectorAll("#desk input, #desk a[href]")].find((e) =>
    wanted.name ? e.name === wanted.name && e.value === wanted.value : e.textContent.trim() === wanted.text);
  (found || document.getElementById("found")).focus({ preventScroll: true });
  return found || null;
}

function notice(text) {
  const said = document.querySelector(".said");
  if (!said || said.querySelector(".offline")) return;
  const line = document.createElement("p");
  line.className = "notes offline";
  line.textContent = text;
  said.prepend(line);
}
