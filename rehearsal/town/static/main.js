// The page: one thing at a time, like the town itself.

import * as clock from "./clock.js";
import * as guide from "./guide.js";
import * as log from "./log.js";
import * as phones from "./phones.js";
import * as policy from "./policy.js";
import * as server from "./server.js";
import { showTab, whenChanged } from "./tabs.js";

const trouble = document.getElementById("trouble");
const locked = [...document.querySelectorAll(".clock button, #policy, .composer button, .step")];
let known = 0;

function take(news) {
  phones.change(news.changed);
  phones.receive(news.messages, known, news.past);
  known = news.screens;
  log.tell(news.entries);
  clock.show(news);
  guide.tick(news.sights);
  return news;
}

async function during(act) {
  if (document.body.classList.contains("busy")) return;
  document.body.classList.add("busy");
  for (const one of locked) one.disabled = true;
  trouble.hidden = true;
  try {
    await act();
    await policy.count();
  } catch {
    trouble.textContent = "小城没有回应。请看一下运行它的终端窗口,必要时重新运行。";
    trouble.hidden = false;
  } finally {
    for (const one of locked) one.disabled = false;
    document.body.classList.remove("busy");
  }
}

const walk = (goal) =>
  during(async () => {
    let hasArrived = false;
    while (!hasArrived) hasArrived = take(await server.stride(goal.toISOString())).arrived;
  });

function send(phone) {
  const text = phone.input.value;
  if (!text.trim()) return phone.input.focus();
  return during(async () => {
    take(await server.say(phone.select.value, text));
    phone.input.value = "";
    phone.input.classList.remove("filled");
  }).then(() => phone.input.focus());
}

for (const phone of phones.everyPhone) {
  phone.pane.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(phone);
  });
  phone.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(phone);
  });
  phone.input.addEventListener("input", () => phone.input.classList.remove("filled"));
  for (const chip of phone.pane.querySelectorAll(".chip")) {
    chip.addEventListener("click", () => phones.put(phone, chip.dataset.say));
  }
}

for (const button of document.querySelectorAll("[data-walk-hours]")) {
  button.addEventListener("click", () => walk(clock.afterHours(Number(button.dataset.walkHours))));
}
document.querySelector("[data-walk-next]").addEventListener("click", () => {
  if (clock.nextDue()) walk(clock.nextDue());
});
document.querySelector("[data-away]").addEventListener("click", () => during(async () => take(await server.away())));

phones.whenPressed((who, task, key) => during(async () => take(await server.press(who, task, key))));
policy.whenChosen((name) => during(async () => take(await server.policy(name))));
guide.follow((hour) => walk(clock.nextAt(hour)));
whenChanged(() => {
  phones.drawAll();
  log.count();
});
showTab("unit");
during(async () => take(await server.news()));
