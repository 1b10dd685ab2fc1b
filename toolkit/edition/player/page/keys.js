// Single keys, which can be switched off (WCAG 2.1.4), and never take what a field, a button or the browser wants.
const KEYS = {
  " ": sound.toggle, k: sound.toggle, enter: () => hearFrom(lit[0] ?? units.order[0]),
  arrowleft: () => stepUnit(-1), arrowright: () => stepUnit(1),
  "shift arrowleft": () => stepTurn(-1), "shift arrowright": () => stepTurn(1),
  p: () => stepChapter(-1), n: () => stepChapter(1),
  "<": () => stepRate(-1), ">": () => stepRate(1), 0: () => setRate(1),
  g: bringHere, "/": openFinder, s: () => panel.showModal(), "?": openHelp,
  f: () => wish("ruby", !wishes.ruby, wishes.ruby ? "ふりがなを消しました。" : "ふりがなを出しました。"),
};

function isOwn(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  const presses = [" ", "Enter"].includes(event.key) && target.closest("button, a, summary");
  return !presses && !target.closest("input, select, textarea, dialog") && !document.querySelector("dialog[open]")
    && !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
}

document.addEventListener("keydown", (event) => {
  if (!wishes.keys || event.defaultPrevented || !isOwn(event)) return;
  const key = `${event.shiftKey && event.key.startsWith("Arrow") ? "shift " : ""}${event.key.toLowerCase()}`;
  if (!Object.hasOwn(KEYS, key) || !units.order.length) return;
  event.preventDefault();
  KEYS[key]();
});
