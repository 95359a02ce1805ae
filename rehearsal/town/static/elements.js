// Making elements: text goes in as text, never as HTML.

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function badge(node, count) {
  node.hidden = count === 0;
  node.textContent = count > 99 ? "99+" : String(count);
}
