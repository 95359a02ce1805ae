// The phones and the group: who is looked at, what stands on the screen, what has not been read.

import { badge, element } from "./elements.js";
import { keepRead, readOf } from "./reading.js";
import { isShown, markTab, showTab } from "./tabs.js";

const GROUP = "";
const chats = new Map(); // userid, or GROUP → messages
const unread = new Map();
const hasRead = readOf("chats"); // userid, or GROUP → how many messages of the chat were read, before a reload too
let onPress = () => {};
const phones = [...document.querySelectorAll("[data-phone]")].map((pane) => ({
  key: pane.dataset.phone,
  pane,
  select: pane.querySelector("select"),
  screen: pane.querySelector(".screen"),
  input: pane.querySelector("textarea"),
  others: pane.querySelector(".others"),
  labels: new Map(),
}));
const group = document.querySelector(".group .screen");

export const everyPhone = phones;
export const phoneOf = (userid) => phones.find((phone) => phone.labels.has(userid));

for (const phone of phones) {
  for (const option of phone.select.options) phone.labels.set(option.value, option.textContent.trim());
  phone.select.addEventListener("change", () => draw(phone));
}

export function whenPressed(act) {
  onPress = act;
}

export function change(messages) {
  for (const { to, card } of messages) {
    const shown = chats.get(to)?.find((one) => one.card?.task === card.task);
    if (shown) shown.card = card;
  }
}

export function receive(messages, first, past) {
  messages.forEach((message, place) => {
    const isPast = first + place < past;
    if (!chats.has(message.to)) chats.set(message.to, []);
    const chat = chats.get(message.to);
    const isNew = !isPast && chat.length >= (hasRead[message.to] ?? 0);
    chat.push({ ...message, isFresh: isNew });
    if (isNew && !message.mine) unread.set(message.to, (unread.get(message.to) ?? 0) + 1);
  });
  drawAll();
}

export function drawAll() {
  phones.forEach(draw);
  fill(group, chats.get(GROUP) ?? []);
  if (isShown("group")) markRead(GROUP);
  markTab("group", unread.get(GROUP) ?? 0);
}

export function lookAt(userid) {
  if (userid === GROUP) return showTab("group");
  const phone = phoneOf(userid);
  if (!phone) return undefined;
  phone.select.value = userid;
  showTab(phone.key);
  draw(phone);
  phone.pane.scrollIntoView({ block: "nearest" });
  return phone;
}

export function write(userid, text) {
  const phone = lookAt(userid);
  put(phone, text);
  return phone;
}

export function put(phone, text) {
  phone.input.value = text;
  phone.input.classList.add("filled");
  phone.input.focus();
}

function draw(phone) {
  const who = phone.select.value;
  if (isShown(phone.key)) markRead(who);
  fill(phone.screen, chats.get(who) ?? []);
  let elsewhere = 0;
  for (const option of phone.select.options) {
    const count = unread.get(option.value) ?? 0;
    const label = phone.labels.get(option.value) + (count ? ` (${count})` : "");
    if (option.textContent !== label) option.textContent = label;
    if (option.value !== who) elsewhere += count;
  }
  badge(phone.others, elsewhere);
  phone.others.title = `别人的手机上有${elsewhere}条新消息,在左边换人看`;
  markTab(phone.key, elsewhere + (unread.get(who) ?? 0));
}

function markRead(who) {
  unread.delete(who);
  hasRead[who] = chats.get(who)?.length ?? 0;
  keepRead("chats", hasRead);
}

function fill(screen, messages) {
  const made = [];
  let day = "";
  for (const message of messages) {
    if (message.day !== day) made.push(element("p", "date", message.day));
    day = message.day;
    made.push(bubble(message));
  }
  screen.replaceChildren(...(made.length ? made : [element("p", "none", "还没有消息。点下面的话试试,或自己写一句。")]));
  screen.scrollTop = screen.scrollHeight;
}

function bubble(message) {
  const made = element("div", `message${message.mine ? " mine" : ""}${message.isFresh ? " fresh" : ""}`);
  made.append(element("span", "stamp", message.mine ? message.hour : `${message.sender} ${message.hour}`));
  made.append(message.card ? drawnCard(message) : element("div", "bubble", message.text));
  return made;
}

function drawnCard({ to, card }) {
  const made = element("div", "bubble card");
  made.append(element("b", "title", card.title));
  if (card.body) made.append(element("p", "", card.body));
  const row = element("div", "row");
  for (const { text, key } of card.buttons) {
    const button = element("button", "", text);
    button.type = "button";
    button.addEventListener("click", () => onPress(to, card.task, key));
    row.append(button);
  }
  if (card.caption) row.append(element("span", "caption", card.caption));
  made.append(row);
  return made;
}
