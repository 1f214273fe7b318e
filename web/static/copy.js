// Puts a paragraph and its reference on the clipboard, rich and plain, over plain HTTP too.
import { announce, remarkOf, say } from "./words.js";

export function startCopying() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    if (button.dataset.copy === "block") return put([{ text: button.previousElementSibling.textContent }], button);
    if (button.dataset.copy === "record") return put([{ text: document.querySelector(".record").textContent.trim() }], button);
    if (button.dataset.copy === "link") return put([{ text: new URL(button.parentNode.querySelector(".permanent").href, location.href).href }], button, isLocal ? say("已复制；这个链接只有本机打得开") : "");
    const places = button.dataset.copy === "picked" ? picked() : [button.closest(".hit, .para, .quotable")];
    put(places.map(quotation), button);
  });
}

export function copyCitation(place) {
  const reference = place && place.querySelector(".reference");
  if (reference) put([{ reference: reference.textContent }], place.querySelector(".tools > [data-copy]") || place);
}

export function tick(place) {
  const box = place && place.querySelector(".tick input");
  if (!box) return;
  box.click();
}

const picked = () => [...document.querySelectorAll(".tick input:checked")].map((box) => box.closest(".hit, .para"));

// The whole paragraph, as printed, what of it was corrected later, and its reference in the current
// edition of the standard.
function quotation(place) {
  const whole = place.querySelector(".whole .text") || place.querySelector(".text, .sentence");
  const reference = place.querySelector(".reference");
  const remark = remarkOf(place);
  const text = whole.textContent.trim() + (remark && `\n〔${remark}〕`);
  return { text, reference: reference ? reference.textContent : "" };
}

// An address of this machine: it leads nobody else here.
const isLocal = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);

async function put(quotations, from, told = "") {
  const plain = quotations.map((q) => [q.text, q.reference].filter(Boolean).join("\n")).join("\n\n");
  const rich = quotations.map((q) => (q.text ? `<p>${escaped(q.text)}</p>` : "") + (q.reference ? `<p><small>${escaped(q.reference)}</small></p>` : "")).join("");
  const done = (await modern(plain, rich)) || old(plain, rich);
  const words = done ? (quotations.length > 1 ? say("已复制 {n} 段", { n: quotations.length }) : told || say("已复制")) : say("复制失败，请手动选择");
  announce(words);
  if (from && from.matches("button")) flash(from, words, told ? 4000 : 1600);
}

async function modern(plain, rich) {
  if (!navigator.clipboard || !navigator.clipboard.write || typeof ClipboardItem === "undefined") return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({
      "text/plain": new Blob([plain], { type: "text/plain" }),
      "text/html": new Blob([rich], { type: "text/html" }),
    })]);
    return true;
  } catch {
    return false;
  }
}

// Where the page is served over plain HTTP there is no navigator.clipboard.
function old(plain, rich) {
  let done = false;
  const fill = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", plain);
    event.clipboardData.setData("text/html", rich);
    done = true;
  };
  document.addEventListener("copy", fill, { once: true, capture: true });
  try {
    document.execCommand("copy");
  } catch { /* done stays false */ }
  document.removeEventListener("copy", fill, { capture: true });
  return done;
}

function flash(button, words, ms) {
  const before = button.dataset.label || button.textContent;
  button.dataset.label = before;
  button.textContent = words;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => { button.textContent = before; }, ms);
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>");
}
