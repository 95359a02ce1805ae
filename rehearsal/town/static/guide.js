// 一分钟看懂: a click puts the sentence into the right phone, or lets the clock walk; what was seen is ticked off.

import { write } from "./phones.js";
import { showTab } from "./tabs.js";

const steps = [...document.querySelectorAll(".step")];
const hint = document.getElementById("hint");
let isOver = false;

export function follow(walkTo) {
  for (const step of steps) {
    step.addEventListener("click", () => {
      explain(step);
      if (step.dataset.walk) {
        showTab("side");
        walkTo(step.dataset.walk);
      } else {
        write(step.dataset.who, step.dataset.say);
      }
    });
  }
}

export function tick(sights) {
  let next = null;
  for (const step of steps) {
    const isDone = sights.includes(step.dataset.sight);
    step.classList.toggle("done", isDone);
    step.querySelector(".seen").hidden = !isDone;
    step.querySelector(".mark").textContent = isDone ? "✓" : String(steps.indexOf(step) + 1);
    if (!isDone && !next) next = step;
  }
  for (const step of steps) step.classList.toggle("next", step === next);
  if (next) explain(next);
  else finish();
}

function explain(step) {
  const number = document.createElement("b");
  number.textContent = `第${steps.indexOf(step) + 1}步 ${step.querySelector(".name").textContent}:`;
  const how = step.dataset.walk ? "点一下,钟就走。" : "点一下,话会填进手机,再按“发送”。";
  hint.replaceChildren(number, `${step.dataset.hint} ${how}`);
  const row = step.closest("ol");
  row.scrollTo({ left: step.offsetLeft - row.offsetLeft - 12 });
}

function finish() {
  if (isOver) return;
  isOver = true;
  hint.textContent = "七步都看过了。还可以:按“停机三天”看它怎么自己发现并暂缓;换一个人说话;让领导问“奥瑞金到哪了”。";
}
