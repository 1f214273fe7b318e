// Offers names from the library while the reader types; never while an input method composes.
import { announce, isComposing, prefix, say } from "./words.js";
import { address, load, onResults } from "./results.js";

const PAUSE_MS = 120;
const KINDS = { initiative: "举措", source: "来源", theme: "主题", title: "标题", phrase: "词组", pinyin: "拼音" };

export function startSuggestions() {
  const form = document.getElementById("search");
  const list = document.getElementById("suggestions");
  if (!form || !list) return;
  const input = form.q;
  let timer = 0;
  let asking = null;
  let chosen = -1;
  let last = "";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", "suggestions");
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const rows = [...list.children];
    chosen = rows.length ? (index + rows.length + 1) % (rows.length + 1) : -1;
    if (chosen === rows.length) chosen = -1;
    rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", rows[chosen].id);
      rows[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const take = (row) => {
    input.value = row.dataset.text;
    close();
    if (onResults()) load(address(), { push: true });
    else form.requestSubmit ? form.requestSubmit() : form.submit();
  };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map((s, i) => {
      const row = document.createElement("li");
      row.id = `suggestion-${i}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.text = s.text;
      const text = document.createElement("b");
      text.textContent = s.text;
      const kind = document.createElement("small");
      kind.textContent = `${say(KINDS[s.kind] || s.kind)} · ${say("{n} 段", { n: s.count })}`;
      row.append(text, kind);
      return row;
    }));
    chosen = -1;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (suggestions.length) announce(say("找到 {n} 条建议", { n: suggestions.length }));
  };

  const ask = async () => {
    const text = input.value.trim();
    if (asking) asking.abort();
    if (!text || text.length > 40) return close();
    last = text;
    asking = new AbortController();
    try {
      const response = await fetch(`${prefix}/api/v1/suggest?limit=8&q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (!response.ok) return close();
      const body = await response.json();
      if (text === last && document.activeElement === input) show(body.suggestions);
    } catch { /* aborted or away: the box works without suggestions */ }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  };
  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      clearTimeout(timer);
      close();
    } else if (list.hidden) {
      if (event.key === "Enter") clearTimeout(timer);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      clearTimeout(timer);
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("li");
    event.preventDefault();
    if (row) take(row);
  });
}
