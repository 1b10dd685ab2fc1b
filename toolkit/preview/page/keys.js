// Everything by keyboard. Letter keys can be switched off (WCAG 2.1.4), and never take what a field or a browser wants.
const help = byId("help"), letters = byId("letters"), whole = byId("whole-screen");

const fullScreen = () => document.fullscreenElement ? document.exitFullscreen() : byId("player").requestFullscreen();
whole.hidden = !document.fullscreenEnabled;
whole.addEventListener("click", fullScreen);
byId("open-keys").addEventListener("click", () => help.showModal());

const KEYS = {
  " ": toggle, k: toggle, j: () => step(-1), l: () => step(1),
  arrowleft: () => { clock.ms = Math.max(0, clock.ms - 1000); }, arrowright: () => { clock.ms = Math.min(clock.length, clock.ms + 1000); },
  "/": () => search.focus(), g: () => byId("jump").focus(), f: () => whole.hidden || fullScreen(), "?": () => help.showModal(),
};

function isOwn(event) {
  const field = event.target.closest?.("input, select, textarea, dialog[open]");
  const pressed = event.key === " " && event.target.closest?.("button, a, summary");
  return !field && !pressed && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
}

document.addEventListener("keydown", (event) => {
  if (!letters.checked || !isOwn(event)) return;
  const key = event.key.toLowerCase();
  if (key === "n") stepFinding(event.shiftKey ? -1 : 1);
  else if (Object.hasOwn(KEYS, key)) KEYS[key]();
  else return;
  event.preventDefault();
});

// In the list: a row up or down, first, last. Enter is the button's own.
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [1, -1], End: [-1, 1] };
list.addEventListener("keydown", (event) => {
  const move = MOVES[event.key], here = rowOf(event.target);
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const from = event.key === "Home" ? 0 : event.key === "End" ? rows.length - 1 : here + move[0];
  let k = from;
  while (rows[k] && rows[k].hidden) k += move[0];
  if (!rows[k]) return;
  reach(k);
  button(k).focus({ preventScroll: true });
  into(k, "nearest", "instant");
});
list.addEventListener("focusin", (event) => reach(rowOf(event.target)));

// A report leads to one cue: page.html#cue-12
function led() {
  const found = /^#cue-(\d+)$/.exec(location.hash);
  if (found) jump(found[1]);
}
addEventListener("hashchange", led);
led();
