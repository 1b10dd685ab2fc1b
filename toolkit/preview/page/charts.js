// Histograms, and the strip of the whole programme under the picture.
function column(chart, k, count, most) {
  const from = number(k * chart.step), to = number((k + 1) * chart.step), last = k === chart.counts.length - 1;
  const text = say(last ? "column_last" : "column", { from, to, count });
  const middle = (k + 0.5) * chart.step, outside = middle < chart.least || middle > chart.most;
  const item = make("li", outside ? "outside" : "", unseen(text));
  item.style.setProperty("--high", count / most);
  item.title = text;
  if (k % Math.ceil(chart.counts.length / 6) === 0) {
    const tick = make("span", "tick", from);
    tick.ariaHidden = "true";
    item.append(tick);
  }
  return item;
}

function draw(figure, chart, limits) {
  if (!chart) return;
  figure.hidden = false;
  const most = Math.max(...chart.counts), values = { middle: number(chart.middle), low: number(chart.low), high: number(chart.high) };
  const columns = make("ol", "columns", ...chart.counts.map((count, k) => column(chart, k, count, most)));
  columns.setAttribute("role", "list");
  figure.append(columns, make("p", "", say("spread", values), " ", make("span", "range", limits)));
}

draw(byId("chart-duration"), known.charts.duration, say("limits", { least: number(style.least / 1000), most: number(style.most / 1000) }));
draw(byId("chart-speed"), known.charts.speed, say("limit", { most: number(style.cps) }));

function drawStrip(length) {
  const strip = byId("strip"), scale = devicePixelRatio || 1;
  strip.width = Math.max(1, strip.clientWidth * scale);
  strip.height = Math.max(1, strip.clientHeight * scale);
  const pen = strip.getContext("2d");
  const colours = ["--error", "--warning", "--info", "--fine"].map((name) => {
    strip.style.color = `var(${name})`; // as a colour of an element, light or dark is chosen
    return getComputedStyle(strip).color;
  });
  // What is graver is drawn later, and higher
  for (const severity of [3, 2, 1, 0]) {
    pen.fillStyle = colours[severity];
    const high = strip.height * [1, 0.8, 0.6, 0.45][severity];
    for (const cue of cues) {
      if (severest(cue) !== severity) continue;
      const left = cue[START] / length * strip.width, wide = (cue[UNTIL] - cue[START]) / length * strip.width;
      pen.fillRect(left, strip.height - high, Math.max(scale, wide - scale / 2), high);
    }
  }
}
