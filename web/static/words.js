// The words that scripts say, in the reader's language.
const words = JSON.parse(document.body.dataset.words || "{}");

export const prefix = document.body.dataset.prefix || "";

export function say(text, values = {}) {
  const of = (count, one, many) => (String(values[count]) === "1" ? one : many);
  return (words[text] || text).replace(/\{(\w+)\|([^{}|]*)\|([^{}|]*)\}/g, (whole, ...plural) => of(...plural)).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

// What later reports say is right instead of figures of a paragraph, where it stands beside it.
export const remarkOf = (place) => [...place.querySelectorAll(".corrected")].map((note) => note.textContent.trim()).join("；");

// An input method is at work: no key of ours may act, and its Enter is not ours.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
