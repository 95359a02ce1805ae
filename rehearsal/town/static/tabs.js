// On a narrow screen one pane is shown at a time; on a wide one all are.

import { badge } from "./elements.js";

const narrow = window.matchMedia("(max-width: 900px)");
const buttons = [...document.querySelectorAll("[data-tab]")];
let current = "unit";
let onChange = () => {};

export const isShown = (key) => !narrow.matches || key === current;

export function whenChanged(act) {
  onChange = act;
  narrow.addEventListener("change", act);
}

export function showTab(key) {
  current = key;
  for (const button of buttons) {
    if (button.dataset.tab === key) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  for (const pane of document.querySelectorAll(".pane")) pane.classList.toggle("shown", pane.id === `pane-${key}`);
  onChange();
}

export function markTab(key, count) {
  const button = buttons.find((one) => one.dataset.tab === key);
  badge(button.querySelector(".badge"), isShown(key) && key === "side" ? 0 : count);
}

for (const button of buttons) button.addEventListener("click", () => showTab(button.dataset.tab));
