// The page of the basket: baskets by name, order by hand, keyboard or theme, undo, export.
import { called, current, empty, read, write } from "./basket.js";
import { announce, prefix, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const list = $("items");
let undone = null; // the state before the last removal
let renaming = "";
let states = new Map(); // what a check said, by id; until then what the page said that it was taken from

function draw() {
  const state = read();
  const basket = current(state);
  $("baskets").replaceChildren(...state.baskets.map((b) => new Option(called(b.name) + say("（{u}）", { u: b.items.length }), b.name, false, b === basket)));
  $("baskets").value = basket.name;
  $("basket-count").textContent = say("{n} 段", { n: basket.items.length });
  $("empty").hidden = basket.items.length > 0;
  $("export").hidden = !basket.items.length;
  const seen = new Map();
  list.replaceChildren(...basket.items.map((item, n) => {
    const twin = seen.get(item.text);
    if (item.text && twin === undefined) seen.set(item.text, n + 1);
    return row(item, n, twin, basket.items.length);
  }));
}

// A kept fact in the reader's language: 2020 年, 2022 年发布, 第 2 段, a genre or theme with its English.
const names = JSON.parse($("basket").dataset.names);
function worded(fact) {
  const [, year, published] = fact.match(/^(\d{4}) 年(发布)?$/) || [];
  const [, n] = fact.match(/^第 (\d+) 段$/) || [];
  if (published) return say("{n} 年发布", { n: year });
  if (year) return say("{n} 年", { n: year });
  if (n) return say("第 {n} 段", { n });
  return names[fact] ? `${fact} (${names[fact]})` : fact;
}

function row(item, n, twin, count) {
  const li = $("item").content.firstElementChild.cloneNode(true);
  li.dataset.id = item.id;
  li.querySelector(".place").textContent = `${n + 1}.`;
  const link = li.querySelector("a");
  link.textContent = item.title;
  if (item.href && item.href.startsWith("/")) link.href = item.href;
  li.querySelector(".facts").textContent = [...(item.facts || []), ...(item.themes || [])].map(worded).join(" · ");
  li.querySelector(".text").textContent = item.text;
  li.querySelector(".cited").textContent = item.reference;
  const told = [twin && say("与第 {n} 条文字相同", { n: twin }), states.get(item.id) ?? item.remark].filter(Boolean);
  li.querySelector(".notes").textContent = told.join("；");
  li.querySelector(".notes").hidden = !told.length;
  const own = li.querySelector(".own textarea");
  own.value = item.note || "";
  own.setAttribute("aria-label", say("第 {n} 条的批注", { n: n + 1 }));
  for (const button of li.querySelectorAll("[data-move]")) {
    const by = Number(button.dataset.move);
    button.disabled = n + by < 0 || n + by >= count;
    button.setAttribute("aria-label", say(by < 0 ? "第 {n} 条上移" : "第 {n} 条下移", { n: n + 1 }));
  }
  li.querySelector('[data-do="remove"]').setAttribute("aria-label", say("移除第 {n} 条", { n: n + 1 }));
  return li;
}

function change(alter) {
  const state = read();
  alter(state, current(state));
  write(state);
}

function move(from, to) {
  change((state, basket) => {
    if (to < 0 || to >= basket.items.length) return;
    basket.items.splice(to, 0, ...basket.items.splice(from, 1));
  });
  $("order").value = "";
  announce(say("移到第 {n} 条", { n: to + 1 }));
}

function remember(words) {
  undone = JSON.stringify(read());
  $("undo").hidden = false;
  $("undo").querySelector("span").textContent = words;
  announce(words);
}

const placeOf = (li) => [...list.children].indexOf(li);
const keys = {
  theme: (item) => (item.themes || [])[0] || "\uffff",
  source: (item) => (item.facts || [])[0] || "\uffff",
  year: (item) => (item.facts || []).find((f) => /\d{4}/.test(f)) || "\uffff",
};

function ask(name) {
  renaming = name;
  $("rename").hidden = false;
  const input = $("rename").elements.name;
  input.value = called(name);
  input.focus();
}

const actions = {
  add: () => ask(""),
  rename: () => ask(current(read()).name),
  cancel: () => { $("rename").hidden = true; },
  delete: () => {
    remember(say("已删除「{name}」", { name: called(current(read()).name) }));
    change((state, basket) => {
      state.baskets = state.baskets.filter((b) => b !== basket);
      if (!state.baskets.length) state.baskets = [empty()];
      state.current = state.baskets[0].name;
    });
  },
  remove: (button) => {
    const at = placeOf(button.closest("li"));
    remember(say("已移除第 {n} 条", { n: at + 1 }));
    change((state, basket) => { basket.items.splice(at, 1); });
    (list.children[Math.min(at, list.children.length - 1)] || $("undo").querySelector("button")).focus();
  },
  undo: () => {
    if (undone) write(JSON.parse(undone));
    undone = null;
    $("undo").hidden = true;
    announce(say("已撤销"));
  },
  check: async () => {
    const form = new FormData();
    form.set("items", lines());
    try {
      const response = await fetch(`${prefix}/basket.json`, { method: "POST", body: form });
      if (!response.ok) throw new Error(String(response.status));
      const found = await response.json();
      states = new Map(found.map((f) => [f.id, f.remark]));
      const bad = found.filter((f) => f.state !== "same").length;
      const corrected = found.filter((f) => f.state === "same" && f.remark).length;
      const told = [
        bad ? say("{n} 段已有变动", { n: bad }) : say("全部与原文一致"),
        corrected ? say("其中 {n} 段有数字后来更正", { n: corrected }) : "",
      ].filter(Boolean).join(say("；"));
      announce(told);
      $("undo").hidden = false;
      $("undo").querySelector("span").textContent = told;
      $("undo").querySelector("button").hidden = !undone;
    } catch {
      announce(say("没有核对成，请稍后再试"));
    }
    draw();
  },
};

// A line for each paragraph, with the reader's own note behind a tab.
const inLine = (text) => (text || "").replace(/\s+/g, " ").trim();
const lines = () => current(read()).items.map((item) => [`${item.hash} ${item.id}`.trim(), inLine(item.note)].filter(Boolean).join("\t")).join("\n");

document.addEventListener("click", (event) => {
  const button = event.target.closest("#basket button");
  if (!button) return;
  if (button.dataset.do) {
    if (button.dataset.do !== "check") $("undo").querySelector("button").hidden = false;
    actions[button.dataset.do](button);
  } else if (button.dataset.move) {
    const at = placeOf(button.closest("li"));
    const to = at + Number(button.dataset.move);
    move(at, to);
    const again = list.children[to].querySelector(`[data-move="${button.dataset.move}"]`);
    (again.disabled ? list.children[to] : again).focus();
  }
});
$("baskets").addEventListener("change", (event) => change((state) => { state.current = event.target.value; }));
$("order").addEventListener("change", (event) => {
  const key = keys[event.target.value];
  if (!key) return;
  change((state, basket) => { basket.items = basket.items.map((item, n) => [key(item), n, item]).sort((a, b) => a[0].localeCompare(b[0], "zh-CN") || a[1] - b[1]).map((x) => x[2]); });
  announce(say("已重新排列"));
});
$("rename").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = $("rename").elements.name.value.trim();
  const name = typed === called(renaming) ? renaming : typed;
  const taken = read().baskets.some((b) => [b.name, called(b.name)].includes(name) && b.name !== renaming);
  if (!name || taken) return announce(say("已经有同名的篮"));
  change((state, basket) => {
    if (renaming) basket.name = name;
    else state.baskets.push({ name, items: [] });
    state.current = name;
  });
  $("rename").hidden = true;
});
$("export").addEventListener("submit", () => {
  $("export").elements.items.value = lines();
  $("export").elements.name.value = called(current(read()).name);
});
list.addEventListener("keydown", (event) => {
  const li = event.target.closest("li");
  if (!li || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const at = placeOf(li);
  const to = at + (event.key === "ArrowUp" ? -1 : 1);
  if (to < 0 || to >= list.children.length) return;
  move(at, to);
  list.children[to].focus();
});
list.addEventListener("input", (event) => {
  const field = event.target.closest(".own textarea");
  if (!field) return;
  const state = read();
  const item = current(state).items.find((one) => one.id === field.closest("li").dataset.id);
  if (!item) return;
  item.note = field.value;
  write(state, true);
});
// What is typed or marked in a note is no dragging of its paragraph.
for (const [name, can] of [["focusin", false], ["focusout", true]]) {
  list.addEventListener(name, (event) => {
    if (event.target.matches(".own textarea")) event.target.closest("li").draggable = can;
  });
}
let dragged = null;
list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.id);
});
list.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
list.addEventListener("drop", (event) => {
  event.preventDefault();
  const over = event.target.closest("li");
  if (dragged && over && over !== dragged) move(placeOf(dragged), placeOf(over));
  dragged = null;
});
document.addEventListener("qianshao:basket", draw);
draw();
