// What the page knows and says, and how it makes elements. Text of people goes in by textContent alone.
const known = JSON.parse(document.getElementById("data").textContent);
const [START, END, UNTIL, WHO, CARRIED, LINES, WIDTHS, SPEED, PLACE, FINDINGS] = [...Array(10).keys()];
const [RULE_ID, SEVERITY, SOURCE, FIXABLE] = [...Array(4).keys()];
const SEVERITIES = ["error", "warning", "info"];
const [ITALIC, BOLD, UNDERLINE, UPRIGHT, EMPHASIS, STRUCK, BEYOND] = [1, 2, 4, 8, 16, 32, 64];
const cues = known.cues, style = known.style;
const byId = (id) => document.getElementById(id);

function say(key, values = {}) {
  return known.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function make(tag, looks, ...inside) {
  const element = document.createElement(tag);
  if (looks) element.className = looks;
  element.append(...inside);
  return element;
}

const unseen = (text) => make("span", "unseen", text);
const number = (value, digits = 2) => String(Number(value.toFixed(digits)));

// 1:02:03.456; a time below 0 keeps its sign.
function stamp(ms, digits = 3) {
  const whole = Math.abs(Math.round(ms)), two = (n) => String(n).padStart(2, "0");
  const clock = `${two(Math.floor(whole / 3600000))}:${two(Math.floor(whole / 60000) % 60)}:${two(Math.floor(whole / 1000) % 60)}`;
  const rest = digits ? "." + String(whole % 1000).padStart(3, "0").slice(0, digits) : "";
  return (ms < 0 ? "−" : "") + clock + rest;
}

// A line of a cue, its ruby and looks as elements.
function written(line) {
  if (typeof line === "string") return [line];
  return line.map(([letters, looks, reading, colour]) => {
    const shown = reading ? make("ruby", "", letters, make("rt", "", reading)) : make("span", "", letters);
    const names = { italic: ITALIC, bold: BOLD, underline: UNDERLINE, upright: UPRIGHT, emphasis: EMPHASIS, struck: STRUCK, beyond: BEYOND };
    for (const [name, bit] of Object.entries(names)) if (looks & bit) shown.classList.add(name);
    if (colour) shown.style.setProperty("--own", colour);
    return shown;
  });
}

const plain = (line) => typeof line === "string" ? line : line.map((run) => run[0]).join("");
const readings = (line) => typeof line === "string" ? "" : line.map((run) => run[2] || "").join("");
const severest = (cue) => Math.min(3, ...cue[FINDINGS].map((finding) => known.rules[finding[0]][SEVERITY]));
const COLOURS = 6;
const whoClass = (k) => `who who-${k % COLOURS} form-${(k + Math.floor(k / COLOURS)) % COLOURS}`;

function person(k, carried) {
  const chip = make("span", whoClass(k) + (carried ? " carried" : ""), make("span", "swatch"), make("bdi", "", known.speakers[k]));
  if (carried) chip.append(unseen(say("carried")));
  return chip;
}
