// What was read in this town stays read when the page is loaded anew; another town begins unread.

const place = (what) => `duban:${document.body.dataset.town}:${what}`;

export function readOf(what) {
  try {
    return JSON.parse(sessionStorage.getItem(place(what))) ?? {};
  } catch {
    return {};
  }
}

export function keepRead(what, read) {
  try {
    sessionStorage.setItem(place(what), JSON.stringify(read));
  } catch {
    // A browser that keeps nothing shows it as unread again.
  }
}
