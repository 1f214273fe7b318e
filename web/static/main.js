// Puts life into whatever page this is. Everything here also works without it, more slowly.
import { startBasket } from "./basket.js";
import { startCopying } from "./copy.js";
import { startFacets } from "./facets.js";
import { startKeys } from "./keys.js";
import { startReading } from "./reading.js";
import { startResults } from "./results.js";
import { startSuggestions } from "./suggest.js";

const root = document.documentElement;
const button = document.getElementById("theme");
if (button) {
  button.addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const now = root.dataset.theme || system;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("qianshao-theme", root.dataset.theme);
    } catch { /* not kept: the next page follows the system again */ }
  });
}

const language = document.querySelector("a.switch"); // its own language is the one that it leads to
if (language) {
  language.addEventListener("click", () => {
    try {
      localStorage.setItem("qianshao-lang", language.lang === "en" ? "en" : "zh");
    } catch { /* not kept: addresses carry the language all the same */ }
  });
}

startSuggestions();
startResults();
startFacets();
startReading();
startCopying();
startBasket();
startKeys();

// Where there is a keyboard one may type at once; a screen's keyboard would cover the page.
if (document.body.classList.contains("start") && !location.hash && matchMedia("(hover: hover) and (pointer: fine)").matches) {
  document.getElementById("q").focus({ preventScroll: true });
}

// An open sheet closes when the reader turns elsewhere.
document.addEventListener("click", (event) => {
  for (const sheet of document.querySelectorAll(".more[open], .files[open]")) {
    if (!sheet.contains(event.target)) sheet.open = false;
  }
});
