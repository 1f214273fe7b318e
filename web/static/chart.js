// Saves a chart as PNG: the browser draws the SVG file, at twice its size, on a canvas.
import { announce, say } from "./words.js";

const SCALE = 2;

async function picture(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(button) {
  try {
    const address = URL.createObjectURL(await picture(button.dataset.png));
    const link = document.createElement("a");
    link.href = address;
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch {
    announce(say("没有画成 PNG，请用 SVG"));
  }
}

for (const button of document.querySelectorAll("[data-png]")) {
  button.addEventListener("click", () => save(button));
}
