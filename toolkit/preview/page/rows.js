// The list: a row a cue, with bars that hold its widths, speed and time against the style's limits.
// The limit stands at three quarters of each bar, one below another, so that a glance down the list finds what is over it.
const LIMIT_AT = 0.75;

function bar(name, value, limit, text, least = 0) {
  const over = value > limit + 1e-6, under = value < least - 1e-6;
  const shown = make("span", "bar" + (over || under ? " over" : ""));
  const track = make("span", "track");
  track.style.setProperty("--full", Math.min(1, value / limit * LIMIT_AT));
  shown.append(make("span", "bar-name", name), track, make("span", "bar-value", text));
  if (over || under) shown.append(make("span", "flag", say(over ? "over" : "under")));
  return shown;
}

function bars(cue) {
  const box = make("div", "bars"), lasts = cue[END] - cue[START];
  cue[WIDTHS].forEach((wide) => box.append(bar(say("width"), wide, style.width, `${number(wide)} / ${number(style.width)}`)));
  if (cue[SPEED] === null) return box.append(make("span", "bar none", say("no_time"))), box;
  box.append(bar(say("speed"), cue[SPEED], style.cps, `${number(cue[SPEED], 1)} / ${number(style.cps)}`));
  box.append(bar(say("time"), lasts, style.most, number(lasts / 1000), style.least));
  return box;
}

function finding([rule, message, detail, mend]) {
  const [id, severity, source, fixable] = known.rules[rule], name = SEVERITIES[severity];
  const item = make("li", name, make("span", "severity", say(name)), " ", make("span", "rule", id), " ");
  if (message) item.append(make("span", "message", message), " ");
  if (detail) {
    const own = make("span", "message", detail);
    own.lang = "en";
    item.append(own, " ");
  }
  if (mend) item.append(make("span", "mend", `→ ${mend}`), " ");
  if (fixable) item.append(make("span", "fixable", say("fixable")), " ");
  const cited = make("span", "source", source);
  if (document.documentElement.lang !== "en") cited.lang = "en";
  item.append(cited);
  return item;
}

function row(cue, k) {
  const item = make("li", "cue"), words = make("div", "text");
  const seek = make("button", "seek", make("span", "number", String(k + 1)), " ", make("span", "start", stamp(cue[START])), unseen(" " + say("from")));
  seek.type = "button";
  seek.tabIndex = k ? -1 : 0;
  const head = make("div", "head", seek, make("span", "until", `→ ${stamp(cue[END])}`));
  cue[WHO].forEach((who) => head.append(person(who, cue[CARRIED])));
  if (cue[WHO].length === 1) item.classList.add(`lane-${cue[WHO][0] % COLOURS}`);
  words.lang = "ja";
  cue[LINES].forEach((line) => words.append(make("div", "line", ...written(line))));
  item.append(head, words, bars(cue));
  if (cue[FINDINGS].length) item.append(make("ul", "findings " + SEVERITIES[severest(cue)], ...cue[FINDINGS].map(finding)));
  return item;
}

const list = byId("cues");
const rows = cues.map(row);
for (const item of rows) list.append(item); // not as arguments: a call takes so many only
const button = (k) => rows[k].firstElementChild.firstElementChild;
const rowOf = (node) => rows.indexOf(node.closest(".cue"));

function summarise() {
  const counts = [0, 0, 0], all = [...known.whole, ...cues.flatMap((cue) => cue[FINDINGS])];
  all.forEach((one) => counts[known.rules[one[0]][SEVERITY]]++);
  byId("summary").textContent = say("summary", {
    count: cues.length, length: stamp(duration, 0), style: style.name, width: number(style.width), lines: style.lines,
    cps: number(style.cps), least: number(style.least / 1000), most: number(style.most / 1000),
    errors: counts[0], warnings: counts[1], infos: counts[2],
  });
  byId("guessed").hidden = !known.guessed;
  byId("guessed").textContent = say("guessed");
  byId("whole").hidden = !known.whole.length;
  byId("whole").lastElementChild.append(...known.whole.map(finding));
}
const duration = cues.reduce((last, cue) => Math.max(last, cue[END], cue[UNTIL]), 0);
summarise();
