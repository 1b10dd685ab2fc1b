// Words looked for: whatever their width, case or kana, and by the readings above them too.
const finder = byId("finder"), find = byId("find"), found = byId("found");
const BLOCKS = "h2:not(.made), h3, h4, p, li", NEAR = 200; // hits on either side of the one that is looked at are marked
// Checkers of style sheets do not know ::highlight() yet, so its rules stand here.
const colours = new CSSStyleSheet();
colours.replaceSync(`::highlight(found) { background-color: var(--hit); color: var(--on-hit); }
  ::highlight(found-here) { background-color: var(--hit-here); color: var(--on-here); }`);
document.adoptedStyleSheets.push(colours);
let shelves = null, hits = [], at = -1, typing = 0;

const folded = (words) => words.normalize("NFKC").toLowerCase()
  .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

// Letters to look in, and for each where it stands in the block: `from`, up to `to`.
class Letters {
  constructor() { this.text = ""; this.from = []; this.to = []; }

  add(words, start) {
    const same = folded(words);
    if (same.length === words.length) return this.put(same, (k) => [start + k, start + k + 1]);
    let place = start;
    for (const char of words) {
      const end = place + char.length, own = [place, end];
      this.put(folded(char), () => own);
      place = end;
    }
    return undefined;
  }

  // A reading stands for all of what is below it.
  over(reading, start, end) {
    this.put(folded(reading), () => [start, end]);
  }

  put(letters, place) {
    this.text += letters;
    for (let k = 0; k < letters.length; k++) {
      const [from, to] = place(k);
      this.from.push(from);
      this.to.push(to);
    }
  }

  // Every [from, to] where it stands.
  all(wanted) {
    const places = [];
    for (let k = this.text.indexOf(wanted); k >= 0; k = this.text.indexOf(wanted, k + wanted.length)) {
      places.push([this.from[k], this.to[k + wanted.length - 1]]);
    }
    return places;
  }
}

// The text of a block without its readings, and where it has any, once more with the readings in the words' place.
function lettersOf(block) {
  const written = new Letters(), spoken = block.querySelector("rt") ? new Letters() : null;
  let length = 0;
  for (const node of textNodes(block)) {
    const ruby = node.parentElement.closest("ruby");
    written.add(node.data, length);
    if (!ruby) spoken?.add(node.data, length);
    else if (ruby.firstChild === node) spoken?.over(ruby.querySelector("rt").textContent, length, length + node.data.length);
    length += node.data.length;
  }
  return spoken ? [written, spoken] : [written];
}

function* textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.parentElement.localName !== "rt") yield walker.currentNode;
}

function lookFor(wanted) {
  shelves ??= [...text.querySelectorAll(BLOCKS)].map((block) => ({ block, letters: lettersOf(block) }));
  const seen = shelves.filter(({ block }) => wishes.names || block.localName !== "h3" || !block.querySelector("bdi"));
  return seen.flatMap(({ block, letters }) => {
    const places = new Map(letters.flatMap((each) => each.all(wanted)).map((place) => [place.join(), place]));
    return [...places.values()].sort((a, b) => a[0] - b[0]).map((place) => ({ block, place }));
  });
}

function rangeOf({ block, place: [from, to] }) {
  const range = new Range();
  let length = 0, begun = false;
  for (const node of textNodes(block)) {
    if (!begun && from < length + node.data.length) {
      range.setStart(node, from - length);
      begun = true;
    }
    if (to <= length + node.data.length) {
      range.setEnd(node, to - length);
      break;
    }
    length += node.data.length;
  }
  return range;
}

function mark() {
  if (!globalThis.Highlight) return;
  const around = hits.slice(Math.max(0, at - NEAR), at + NEAR);
  CSS.highlights.set("found", new Highlight(...around.filter((hit) => hit !== hits[at]).map(rangeOf)));
  CSS.highlights.set("found-here", new Highlight(...(hits[at] ? [rangeOf(hits[at])] : [])));
}

// The sentence with the hit, or its block where none is heard.
function sentenceOf(hit) {
  const element = rangeOf(hit).startContainer.parentElement;
  return element.closest(".s") ?? hit.block;
}

// The first hit that is not above what is on the screen, found by halving: to ask where a thing is makes a browser lay it out.
function firstInSight() {
  let low = 0, high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1, block = hits[middle].block;
    if ((block.closest(".turn") ?? block).getBoundingClientRect().bottom <= 0) low = middle + 1;
    else high = middle;
  }
  return low % hits.length;
}

function search() {
  text.querySelector(".found")?.classList.remove("found");
  const wanted = folded(find.value.trim());
  hits = wanted ? lookFor(wanted) : [];
  at = hits.length ? firstInSight() : -1;
  byId("find-back").disabled = byId("find-on").disabled = byId("find-hear").disabled = !hits.length;
  if (hits.length) return visit();
  mark();
  return tellFound(wanted ? "見つかりません" : "");
}

function tellFound(words) {
  found.textContent = words;
  if (words) tell(words);
}

function visit() {
  text.querySelector(".found")?.classList.remove("found");
  const element = sentenceOf(hits[at]);
  element.classList.add("found");
  mark();
  away = performance.now();
  intoSight(element, true);
  found.textContent = `${at + 1} / ${hits.length} 件`;
  tell(`${hits.length} 件中 ${at + 1} 件目。${plain(element)}`);
}

function another(direction) {
  clearTimeout(typing);
  if (typing) search();
  else if (hits.length) {
    at = (at + direction + hits.length) % hits.length;
    visit();
  }
  typing = 0;
}

function openFinder() {
  finder.hidden = false;
  byId("open-find").setAttribute("aria-expanded", "true");
  find.focus();
  find.select();
}

// Where reading goes on: at the hit that was looked at.
function closeFinder() {
  const element = hits[at] && sentenceOf(hits[at]);
  clearTimeout(typing);
  finder.hidden = true;
  byId("open-find").setAttribute("aria-expanded", "false");
  hits = [];
  at = -1;
  mark();
  text.querySelector(".found")?.classList.remove("found");
  if (!element) return byId("open-find").focus();
  stopAt(element.closest(".turn")?.querySelector(".from"));
  element.tabIndex = -1;
  return element.focus({ preventScroll: true });
}

find.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => { typing = 0; search(); }, 200);
});
finder.addEventListener("submit", (event) => { event.preventDefault(); another(1); });
finder.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) closeFinder();
  else if (event.key === "Enter" && event.shiftKey && event.target === find) another(-1);
  else return;
  event.preventDefault();
});
byId("find-back").addEventListener("click", () => another(-1));
byId("find-hear").addEventListener("click", () => { if (hits[at]) hearFrom(hearable(sentenceOf(hits[at]))); });
byId("find-close").addEventListener("click", closeFinder);
byId("open-find").addEventListener("click", () => finder.hidden ? openFinder() : closeFinder());

function hearable(element) {
  return numbers.get(element) ?? Math.max(0, firstIn(element));
}
