// The clock on the right. It is moved by the town alone; here it is shown, and asked to walk.

const now = document.getElementById("now");
const day = document.getElementById("day");
const next = document.getElementById("next");
const WEEKDAYS = "日一二三四五六";
const HOUR = 3600 * 1000;
const SHANGHAI = 8 * HOUR;

let moment = new Date(document.body.dataset.start);
let due = null;

export function show(news) {
  moment = new Date(news.now);
  due = news.next ? new Date(news.next) : null;
  const local = new Date(moment.getTime() + SHANGHAI); // its UTC fields are Shanghai's
  now.textContent = local.toISOString().slice(11, 16);
  now.dateTime = news.now;
  day.textContent = `${local.getUTCMonth() + 1}月${local.getUTCDate()}日 周${WEEKDAYS[local.getUTCDay()]}`;
  next.textContent = news.next_words ? `下一件到点的事:${news.next_words}` : "没有到点的事在等";
}

export const afterHours = (hours) => new Date(moment.getTime() + hours * HOUR);
export const nextDue = () => due;

export function nextAt(hour) {
  const local = new Date(moment.getTime() + SHANGHAI);
  const goal = new Date(`${local.toISOString().slice(0, 10)}T${hour}:00+08:00`);
  return goal > moment ? goal : new Date(goal.getTime() + 24 * HOUR);
}
