// What the bot did by itself and why; the newest stands on top, and what belongs together in one line.

import { element } from "./elements.js";
import { lookAt } from "./phones.js";
import { keepRead, readOf } from "./reading.js";
import { isShown, markTab } from "./tabs.js";

const list = document.getElementById("log");
const empty = document.getElementById("log-empty");
let newest = null; // { group, day, node }
let told = 0; // lines, since the page was loaded
let read = readOf("log").lines ?? 0;

export function tell(entries) {
  for (const entry of entries) {
    if (entry.group && newest && newest.group === entry.group && newest.day === entry.day) {
      newest.node.querySelector(".hearers").append(...entry.hearers.map(hearer));
      continue;
    }
    const node = line(entry);
    list.prepend(node);
    newest = { group: entry.group, day: entry.day, node };
    told += 1;
  }
  if (entries.length) list.scrollTop = 0;
  empty.hidden = list.childElementCount > 0;
  count();
}

export function count() {
  if (isShown("side") && told > read) {
    read = told;
    keepRead("log", { lines: read });
  }
  markTab("side", Math.max(0, told - read));
}

function line(entry) {
  const made = element("li", entry.kind);
  const at = element("span", "at", entry.hour);
  at.title = entry.day;
  made.append(at, element("span", "what", entry.words));
  if (entry.why) made.append(element("span", "why", entry.why));
  if (entry.hearers.length) {
    const hearers = element("div", "hearers");
    hearers.append(...entry.hearers.map(hearer));
    made.append(hearers);
  }
  return made;
}

function hearer({ userid, name }) {
  const button = element("button", "", name);
  button.type = "button";
  button.title = "看收到了什么";
  button.addEventListener("click", () => lookAt(userid));
  return button;
}
