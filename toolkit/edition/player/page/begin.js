// Where one begins: at the address that was asked for, or where one stopped.
const PLACE = `jimaku place ${known.id}`, SAVED_EVERY = 5000, NEARLY = 3000; // ms
let saved = 0;

function keepPlace(over = false) {
  saved = performance.now();
  keep(PLACE, over ? 0 : sound.ms);
}

function placeAsked() {
  const element = /^#[ct]\d+$/.test(location.hash) ? byId(location.hash.slice(1)) : null;
  const k = element ? firstIn(element.closest(".turn, .chapter")) : -1;
  return k >= 0 ? units.start(k) : null;
}

function tellStart() {
  const begun = sound.ms > 0;
  byId("start-word").textContent = begun ? `続きから聞く（${stamp(sound.ms)}）` : "最初から聞く";
  byId("afresh").hidden = !begun;
}

// A page that is loaded again goes on where it was, not where its address led to at first.
const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
const asked = again ? null : placeAsked(), stopped = recall(PLACE);
if (asked !== null) sound.ms = asked;
else if (typeof stopped === "number" && stopped > 0 && stopped < known.duration - NEARLY) sound.ms = stopped;
const chosen = recall("jimaku rate");
if (RATES.includes(chosen)) {
  sound.rate = chosen;
  byId("rate").value = chosen;
}

byId("start").addEventListener("click", () => {
  away = -Infinity;
  sound.toggle();
});
byId("afresh").addEventListener("click", () => {
  sound.ms = 0;
  sound.play();
});
media.addEventListener("play", () => { byId("start-word").textContent = "一時停止"; });
media.addEventListener("pause", () => { tellStart(); keepPlace(media.ended); });
media.addEventListener("ended", () => keepPlace(true));
media.addEventListener("seeked", () => { if (!sound.playing) { tellStart(); keepPlace(); } });
media.addEventListener("timeupdate", () => { if (sound.playing && performance.now() - saved > SAVED_EVERY) keepPlace(); });
addEventListener("pagehide", () => { if (!media.ended) keepPlace(); });
addEventListener("hashchange", () => { const ms = placeAsked(); if (ms !== null) { sound.ms = ms; run(); } });

// What sticks to the bottom covers nothing that is scrolled to.
new ResizeObserver(() => {
  const sticks = getComputedStyle(player).position === "fixed";
  root.style.setProperty("--covered", `${sticks ? player.offsetHeight : 0}px`);
}).observe(player);
if (matchMedia("(max-width: 63.99rem)").matches) byId("contents").querySelector("details").open = false;
root.classList.add("js");
tellStart();
run();
