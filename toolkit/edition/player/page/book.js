// The text as elements and times. What is looked for at a time is found by halving: a book may have 100,000 sentences.
const known = JSON.parse(byId("data").textContent);
const text = byId("text");

class Lane {
  constructor(elements, times) {
    this.elements = elements;
    this.times = times;
    this.order = elements.map((_, k) => k);
    if (elements.some((_, k) => k && this.start(k) < this.start(k - 1))) this.order.sort((a, b) => this.start(a) - this.start(b) || a - b);
    let reach = 0;
    this.reach = this.order.map((k) => reach = Math.max(reach, this.end(k))); // the latest end so far
  }

  start(k) { return this.times[2 * k]; }
  end(k) { return this.times[2 * k + 1]; }

  // Those that are heard at a time: one, or several where people talk at once.
  heard(ms) {
    const found = [];
    for (let i = lastBegun(this, this.order, ms); i >= 0 && this.reach[i] > ms; i--) {
      if (this.end(this.order[i]) > ms) found.unshift(this.order[i]);
    }
    return found;
  }

  // When that may change next.
  next(ms, now) {
    const after = this.order[lastBegun(this, this.order, ms) + 1];
    return Math.min(after === undefined ? Infinity : this.start(after), ...now.map((k) => this.end(k)).filter((end) => end > ms));
  }
}

// The last place in a list of elements, by start, whose element has begun; -1 before the first.
function lastBegun(lane, list, ms) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane.start(list[middle]) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const units = new Lane([...text.querySelectorAll(".s")], known.units);
const words = new Lane([...text.querySelectorAll(".w")], known.words);
const numbers = new Map(units.elements.map((element, k) => [element, k]));
const wordNumbers = new Map(words.elements.map((element, k) => [element, k]));

// The first element that is heard of every turn or chapter, by start.
function firsts(selector) {
  const first = new Map();
  for (const k of units.order) {
    const group = units.elements[k].closest(selector);
    if (group && !first.has(group)) first.set(group, k);
  }
  return [...first.values()];
}
const turns = firsts(".turn, h2"), chapters = firsts(".chapter");

// As it is read, without the readings above it.
function plain(element) {
  if (!element.querySelector("rt")) return element.textContent;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("rt").forEach((reading) => reading.remove());
  return copy.textContent;
}

const speakerOf = (k) => units.elements[k].closest(".turn")?.querySelector("h3 bdi")?.textContent ?? "";

function stamp(ms) {
  const seconds = Math.floor(ms / 1000), hours = Math.floor(seconds / 3600);
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function inWords(ms) {
  const seconds = Math.floor(ms / 1000), hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours} 時間 ` : ""}${Math.floor(seconds / 60) % 60} 分 ${seconds % 60} 秒`;
}
