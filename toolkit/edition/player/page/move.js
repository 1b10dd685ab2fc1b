// Moving about: by sentences, turns and chapters, by pressing a sentence, by the slider.
const AGAIN = 1500; // ms into something from which "back" means its own beginning

function goTo(k, words = "") {
  sound.ms = units.start(k);
  run();
  intoSight(units.elements[k], true);
  if (words) tell(words);
}

function hearFrom(k) {
  goTo(k);
  sound.play();
}

function step(list, direction, words) {
  // The silence before the first sentence belongs to the first turn and the first chapter, but is before that sentence
  const ms = sound.ms, here = Math.max(lastBegun(units, list, ms), list === units.order ? -1 : 0);
  const back = here >= 0 && ms - units.start(list[here]) > AGAIN ? here : here - 1;
  let to = direction > 0 ? here + 1 : Math.max(back, 0);
  while (list === units.order && list[to] !== undefined && unwanted(list[to])) to += direction;
  const k = list[to];
  if (k === undefined) return say(direction > 0 ? "この先はありません。" : "この前はありません。");
  return goTo(k, words(k, here >= 0 ? list[here] : undefined));
}

// A sentence is said with its speaker's name where that changes.
function sentence(k, before) {
  const who = speakerOf(k), words = plain(units.elements[k]);
  return who && words !== who && (before === undefined || who !== speakerOf(before)) ? `${who}：${words}` : words;
}
const stepUnit = (direction) => step(units.order, direction, sentence);
const stepTurn = (direction) => step(turns, direction, (k) => sentence(k));
const stepChapter = (direction) => step(chapters, direction, (k) => plain(units.elements[k].closest(".chapter").querySelector("h2")));

function stepRate(direction) {
  const rates = direction > 0 ? RATES.filter((rate) => rate > sound.rate) : RATES.filter((rate) => rate < sound.rate).reverse();
  if (rates.length) setRate(rates[0]);
}

function setRate(rate) {
  sound.rate = rate;
  byId("rate").value = rate;
  keep("jimaku rate", rate);
  say(`速さ ${rate} 倍`);
}

// The first thing that is heard in an element, or after it.
function firstIn(element) {
  const inside = element.querySelector(".s");
  if (inside) return numbers.get(inside);
  return units.elements.findIndex((unit) => element.compareDocumentPosition(unit) & Node.DOCUMENT_POSITION_FOLLOWING);
}

text.addEventListener("click", (event) => {
  const button = event.target.closest(".from"), unit = event.target.closest(".s"), word = event.target.closest(".w");
  if (button) return hearFrom(firstIn(button.closest(".turn")));
  if (!unit || !getSelection().isCollapsed) return;
  hearFrom(numbers.get(unit));
  if (word) sound.ms = words.start(wordNumbers.get(word));
});

byId("contents").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const k = link ? firstIn(byId(link.hash.slice(1)).closest(".chapter")) : -1;
  if (k >= 0) {
    sound.ms = units.start(k);
    run();
  }
});

position.max = known.duration;
position.addEventListener("input", () => { sound.ms = Number(position.value); });
for (const rate of RATES) byId("rate").add(new Option(`${rate} 倍`, rate, rate === 1, rate === 1));
byId("rate").addEventListener("change", (event) => setRate(Number(event.target.value)));
byId("play").addEventListener("click", sound.toggle);
byId("unit-back").addEventListener("click", () => stepUnit(-1));
byId("unit-on").addEventListener("click", () => stepUnit(1));
byId("turn-back").addEventListener("click", () => stepTurn(-1));
byId("turn-on").addEventListener("click", () => stepTurn(1));
byId("here").addEventListener("click", bringHere);

function bringHere() {
  if (!lit.length) return say("まだ何も聞いていません。");
  away = -Infinity;
  intoSight(units.elements[lit[0]], true);
  tell(sentence(lit[0]));
}

for (const event of ["play", "pause", "ended"]) {
  media.addEventListener(event, () => {
    const playing = sound.playing, button = byId("play");
    button.setAttribute("aria-label", playing ? "一時停止" : "再生");
    button.querySelector("path").setAttribute("d", playing ? "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z" : "M4 2.5 13.5 8 4 13.5z");
    document.documentElement.classList.toggle("playing", playing);
  });
}

// The buttons with the turns' times are one stop of the Tab key; arrows move among them.
const froms = [...text.querySelectorAll(".from")];
let stop = froms[0];
if (stop) stop.tabIndex = 0;

function stopAt(button) {
  if (!button) return;
  stop.tabIndex = -1;
  stop = button;
  stop.tabIndex = 0;
}

// The Tab key leads to the turn that is heard, unless it is there already.
function offer(element) {
  if (document.activeElement !== stop) stopAt(element.closest(".turn")?.querySelector(".from"));
}
text.addEventListener("focusin", (event) => { if (event.target.matches(".from")) stopAt(event.target); });
text.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
  if (!event.target.matches(".from") || !by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  froms[Math.min(froms.length - 1, Math.max(0, froms.indexOf(stop) + by))].focus();
});
