// What is remembered from one visit to the next. Where the browser keeps nothing, it lasts as long as the page.
const byId = (id) => document.getElementById(id);
const passing = new Map();

function recall(key) {
  if (passing.has(key)) return passing.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, value) {
  passing.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // refused or full: the page still knows
  }
}
