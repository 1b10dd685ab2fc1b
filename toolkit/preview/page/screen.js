// The picture: which cues stand on it at a time, and where.
const order = [...cues.keys()].sort((a, b) => cues[a][START] - cues[b][START] || a - b);
const starts = order.map((k) => cues[k][START]);
// latest[i]: when the last of the first i + 1 cues is gone, so that nobody looks further back than one that still stands.
const latest = order.reduce((ends, k) => (ends.push(Math.max(ends.at(-1) ?? -Infinity, cues[k][UNTIL])), ends), []);

// How many cues have begun at a time.
function begun(ms) {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function standing(ms) {
  const found = [];
  for (let i = begun(ms) - 1; i >= 0 && latest[i] > ms; i--) if (cues[order[i]][UNTIL] > ms) found.unshift(order[i]);
  return found;
}

// The next moment at which something comes or goes.
function nextChange(ms, now) {
  const following = starts[begun(ms)] ?? Infinity;
  return Math.min(following, ...now.map((k) => cues[k][UNTIL]));
}

const overlay = byId("overlay"), screen = byId("screen");
screen.style.setProperty("--wide", style.width);
screen.style.setProperty("--lines", style.lines);

function project(shown) {
  overlay.replaceChildren(...["top", "", "right", "left"].filter((place) => shown.some((k) => cues[k][PLACE] === place)).map((place) => {
    const here = shown.filter((k) => cues[k][PLACE] === place);
    return make("div", `place ${place || "bottom"}`, ...here.map((k) => {
      const who = cues[k][WHO];
      const lines = cues[k][LINES].map((line) => make("div", "", ...written(line)));
      return make("div", "shown" + (who.length === 1 ? ` who-${who[0] % COLOURS}` : ""), ...lines);
    }));
  }));
}

function tellNow(shown) {
  byId("now-number").textContent = shown.length ? shown.map((k) => say("now", { number: k + 1 })).join(" ") : say("silence");
  byId("now-who").replaceChildren(...shown.flatMap((k) => cues[k][WHO].map((who) => person(who, cues[k][CARRIED]))));
  const one = cues[shown[0]];
  byId("now-rest").textContent = one && one[SPEED] !== null ? say("per_second", { value: number(one[SPEED], 1) }) : "";
}
