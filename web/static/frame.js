// Tells the page around our frame how high it should be; only the listed origins are told.
import { startCopying } from "./copy.js";

document.documentElement.classList.add("scripted");
startCopying();

const parents = (document.body.dataset.parents || "").split(" ").filter(Boolean);
let told = 0;

function tell() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  if (parent === window || height === told) return;
  told = height;
  const message = { type: "qianshao:height", height };
  const known = around();
  for (const origin of known ? [known] : parents) parent.postMessage(message, origin);
}

function around() {
  const origins = [...(location.ancestorOrigins || [])].slice(0, 1);
  try {
    if (document.referrer) origins.push(new URL(document.referrer).origin);
  } catch { /* no referrer: every listed origin is addressed, the others never see it */ }
  return origins.find((origin) => parents.includes(origin));
}

if ("ResizeObserver" in window) new ResizeObserver(tell).observe(document.documentElement);
addEventListener("load", tell);

const input = document.getElementById("q");
let isTyping = false;
input.addEventListener("compositionstart", () => { isTyping = true; });
input.addEventListener("compositionend", () => { isTyping = false; });
input.form.addEventListener("submit", (event) => { if (isTyping) event.preventDefault(); });
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
});
