// The rules of the place: another 办法 is put into force, and who received what is shown.

import { element } from "./elements.js";
import { lookAt } from "./phones.js";
import * as server from "./server.js";

const select = document.getElementById("policy");
const sheet = document.getElementById("received");
const rows = sheet.querySelector("tbody");

export function whenChosen(act) {
  select.addEventListener("change", () => act(select.value));
}

export async function count() {
  if (!sheet.open) return;
  const told = await server.received();
  rows.replaceChildren(...told.rows.map(row));
}

sheet.addEventListener("toggle", count);

function row({ userid, name, unit, messages, papers, words }) {
  const made = element("tr");
  const who = element("button", "", name);
  who.type = "button";
  who.title = `${unit},看收到了什么`;
  who.addEventListener("click", () => lookAt(userid));
  const cell = element("td");
  cell.append(who);
  made.append(cell, element("td", "count", papers ? `${messages}(公文${papers})` : String(messages)), element("td", "", words));
  return made;
}
