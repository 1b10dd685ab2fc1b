// What plays, what stands on the screen at its time, and the list that follows.
const position = byId("position"), calm = matchMedia("(prefers-reduced-motion: reduce)");
const media = byId("media");
let clock = media ? new MediaClock(media, moved) : new OwnClock(moved);
let shown = [], looped = 0, awaited = 0, left = 0;

// A row that is higher than the window begins at its top.
function into(k, block, behavior) {
  rows[k].scrollIntoView({ block: rows[k].offsetHeight > innerHeight / 2 ? "start" : block, behavior });
}

// A row into sight. Rows out of sight have a guessed height, so a long way is gone at once and looked at again.
function bring(k, again = true) {
  const box = rows[k].getBoundingClientRect(), near = Math.abs(box.top) < innerHeight * 2;
  into(k, "center", calm.matches || !near ? "instant" : "smooth");
  if (again && !near) requestAnimationFrame(() => bring(k, false));
}

function mark(now) {
  for (const k of shown) button(k).removeAttribute("aria-current");
  for (const k of now) button(k).setAttribute("aria-current", "true");
  shown.forEach((k) => rows[k].classList.remove("current"));
  now.forEach((k) => rows[k].classList.add("current"));
  shown = now;
}

function update() {
  const ms = clock.ms, now = standing(ms);
  if (now.join() !== shown.join() || !overlay.dataset.drawn) {
    overlay.dataset.drawn = "1";
    mark(now);
    project(now);
    tellNow(now);
    if (clock.playing && byId("follow").checked && performance.now() - left > 4000 && now.length && !rows[now[0]].hidden) bring(now[0]);
  }
  const text = `${stamp(ms, 1)} / ${stamp(clock.length, 1)}`;
  if (byId("clock").textContent !== text) {
    byId("clock").textContent = text;
    position.max = clock.length;
    position.value = ms;
    position.setAttribute("aria-valuetext", stamp(ms, 1));
    position.style.setProperty("--at", Math.min(1, Math.max(0, ms / clock.length)));
  }
}

// While it plays: at every frame, and by a timer at the moment of the next change, where frames are late or none are drawn.
function loop() {
  update();
  clearTimeout(awaited);
  if (!clock.playing) return moved();
  const wait = (nextChange(clock.ms, shown) - clock.ms) / clock.rate;
  if (wait < 1000) awaited = setTimeout(update, Math.max(0, wait) + 1);
  looped = requestAnimationFrame(loop);
}

function moved() {
  cancelAnimationFrame(looped);
  clearTimeout(awaited);
  const playing = clock.playing;
  byId("play-word").textContent = say(playing ? "pause" : "play");
  byId("play").querySelector("path").setAttribute("d", playing ? "M3 2h3.5v12H3zM9.5 2H13v12H9.5z" : "M3 2l11 6-11 6z");
  update();
  if (playing) looped = requestAnimationFrame(loop);
}

// To a cue: the clock to its start, and its row into sight.
function goTo(k, focus = false) {
  clock.ms = Math.max(0, cues[k][START]);
  moved();
  reach(k);
  bring(k);
  if (focus) button(k).focus({ preventScroll: true });
}

const visible = (k) => !rows[k].hidden;
const standsAt = () => shown.length ? order.indexOf(shown[0]) : begun(clock.ms) - 0.5;

// The next (+1) or previous (−1) cue in time that is shown in the list and is wanted.
function step(direction, wanted = () => true) {
  let i = direction > 0 ? Math.floor(standsAt()) + 1 : Math.ceil(standsAt()) - 1;
  while (order[i] !== undefined && !(visible(order[i]) && wanted(cues[order[i]]))) i += direction;
  if (order[i] !== undefined) goTo(order[i]);
  return order[i] !== undefined;
}

function stepFinding(direction) {
  if (!step(direction, (cue) => cue[FINDINGS].length)) filter(say("no_more"));
}

function jump(value) {
  const k = Number(value) - 1;
  if (!cues[k]) return filter(say("no_cue", { number: value, count: cues.length }));
  if (!visible(k)) clearFilter(say("uncovered", { number: value }));
  else filter();
  goTo(k, true);
}

const toggle = () => clock.playing ? clock.pause() : clock.play();
byId("play").addEventListener("click", toggle);
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
byId("next-finding").addEventListener("click", () => stepFinding(1));
byId("previous-finding").addEventListener("click", () => stepFinding(-1));
position.addEventListener("input", () => { clock.ms = Number(position.value); });
byId("rate").addEventListener("change", (event) => { clock.rate = Number(event.target.value); });
byId("jump").max = cues.length;
byId("jump-form").addEventListener("submit", (event) => { event.preventDefault(); if (byId("jump").value) jump(byId("jump").value); });
byId("framed").addEventListener("change", (event) => { byId("frame").hidden = !event.target.checked; });
byId("coloured").addEventListener("change", (event) => overlay.classList.toggle("coloured", event.target.checked));
for (const event of ["wheel", "touchmove"]) addEventListener(event, () => { left = performance.now(); }, { passive: true });
list.addEventListener("click", (event) => {
  const item = event.target.closest(".cue");
  if (item && getSelection().isCollapsed) goTo(rows.indexOf(item));
});

if (media) {
  byId("volume-label").hidden = false;
  byId("volume").addEventListener("input", (event) => { media.volume = Number(event.target.value); });
  media.addEventListener("error", () => {
    if (clock instanceof OwnClock) return;
    byId("trouble").textContent = say("media_failed", { name: known.media.name });
    screen.classList.add("without");
    clock = new OwnClock(moved, 0);
    moved();
  });
  media.addEventListener("durationchange", () => drawStrip(clock.length));
  if (media.error) media.dispatchEvent(new Event("error"));
} else {
  byId("without").hidden = false;
}
byId("jump").placeholder = `1–${cues.length}`;
// What sticks to the top covers nothing that is scrolled to.
new ResizeObserver(() => {
  const sticking = [byId("tools"), screen].filter((element) => getComputedStyle(element).position === "sticky");
  const high = sticking.reduce((sum, element) => sum + element.offsetHeight, 16);
  document.documentElement.style.scrollPaddingTop = `${high}px`;
}).observe(byId("tools"));
new ResizeObserver(() => drawStrip(clock.length)).observe(byId("strip"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawStrip(clock.length));
moved();
