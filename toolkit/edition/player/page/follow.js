// What is heard lights up and stays in sight.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const position = byId("position"), player = byId("player");
let lit = [], litWords = [], frame = 0, timer = 0, away = -Infinity;

function light(lane, before, now, name) {
  if (before.join() === now.join()) return before;
  for (const k of before) if (!now.includes(k)) lane.elements[k].classList.remove(name);
  for (const k of now) lane.elements[k].classList.add(name);
  return now;
}

// Directions and names may be left out by wish.
const unwanted = (k) => units.elements[k].matches(`${wishes.directions ? ".none" : ".d"}, ${wishes.announced ? ".none" : ".a"}`);

// In a silence what was heard last stays lit.
function lingering(ms) {
  const now = units.heard(ms);
  let i = lastBegun(units, units.order, ms);
  while (i >= 0 && unwanted(units.order[i])) i--;
  return now.length || i < 0 ? now : [units.order[i]];
}

function follow() {
  const ms = sound.ms, now = lingering(ms), before = lit;
  if (leave(ms, now)) return;
  lit = light(units, lit, now, "lit");
  litWords = light(words, litWords, words.heard(ms), "lit-word");
  if (lit !== before) {
    before.forEach((k) => units.elements[k].removeAttribute("aria-current"));
    lit.forEach((k) => units.elements[k].setAttribute("aria-current", "true"));
    tellChapter();
    tellSession();
    if (lit.length) offer(units.elements[lit[0]]);
    if (sound.playing && wishes.follow && performance.now() - away > 4000 && lit.length) intoSight(units.elements[lit[0]]);
  }
  tellClock(ms);
}

// What is not wanted is left as soon as it begins.
function leave(ms, now) {
  const only = sound.playing && now.length === 1 && units.end(now[0]) > ms && unwanted(now[0]);
  if (only) sound.ms = units.end(now[0]);
  return only;
}

// The list of chapters shows which is heard.
const links = new Map([...document.querySelectorAll("#contents a")].map((link) => [link.hash.slice(1), link]));
let link = null;
function tellChapter() {
  const now = lit.length ? links.get(units.elements[lit[0]].closest(".chapter").getAttribute("aria-labelledby")) : null;
  if (now === link) return;
  link?.removeAttribute("aria-current");
  now?.setAttribute("aria-current", "location");
  link = now;
}

let told = "";
function tellClock(ms) {
  const now = stamp(ms);
  if (now === told) return;
  told = now;
  byId("now").textContent = now;
  position.value = ms;
  position.setAttribute("aria-valuetext", `${inWords(ms)}、全体は ${inWords(known.duration)}`);
  position.style.setProperty("--at", ms / known.duration);
}

// While it plays: at every frame, and by a timer at the moment of the next change, where frames are late or none are drawn.
function run() {
  follow();
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  if (!sound.playing) return;
  const ms = sound.ms;
  const next = Math.min(units.next(ms, units.heard(ms)), words.next(ms, litWords));
  const wait = (next - ms) / sound.rate;
  if (wait < 1000) timer = setTimeout(follow, Math.max(0, wait) + 1);
  frame = requestAnimationFrame(run);
}

// The room between what sticks to the top and to the bottom; what leaves its middle is brought back there.
function intoSight(element, always = false) {
  const box = element.getBoundingClientRect(), floor = innerHeight - player.offsetHeight;
  if (!always && box.top > floor * 0.12 && box.bottom < floor * 0.72) return;
  const near = Math.abs(box.top) < innerHeight * 2 && !text.matches(".many");
  const block = element.offsetHeight > floor / 2 ? "start" : "center";
  element.scrollIntoView({ block, behavior: calm.matches || !near ? "instant" : "smooth" });
  // Where a part of the page was never shown it has a guessed height: look again when it is there.
  if (!near) requestAnimationFrame(() => element.scrollIntoView({ block, behavior: "instant" }));
}

for (const event of ["wheel", "touchmove"]) addEventListener(event, () => { away = performance.now(); }, { passive: true });
for (const event of ["play", "playing", "pause", "seeked", "seeking", "ratechange", "ended", "timeupdate"]) media.addEventListener(event, run);
