// What the page asks of the town. Every answer brings what is new since the last one.

const seen = { screens: 0, log: 0 };

async function answered(request) {
  const response = await request;
  if (!response.ok) throw new Error(String(response.status));
  const news = await response.json();
  seen.screens = news.screens;
  seen.log = news.log;
  return news;
}

function post(path, told) {
  const body = JSON.stringify({ ...told, ...seen });
  return answered(fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

export const news = () => answered(fetch(`/api/news?screens=${seen.screens}&log=${seen.log}`));
export const say = (who, text) => post("/api/say", { who, text });
export const press = (who, task, key) => post("/api/press", { who, task, key });
export const stride = (to) => post("/api/walk", { to });
export const policy = (name) => post("/api/policy", { name });
export const received = async () => (await fetch("/api/received")).json();
export const away = () => post("/api/away", {});
