// Which rows are shown: by words, by finding, by speaker.
const fold = (text) => text.normalize("NFKC").toLowerCase();
const folded = cues.map((cue) => fold([cue[LINES].map(plain).join(""), cue[LINES].map(plain).join("\n"), cue[LINES].map(readings).join(""), ...cue[WHO].map((who) => known.speakers[who])].join("\n")));
const search = byId("search"), byFinding = byId("by-finding"), bySpeaker = byId("by-speaker");

function option(value, text, count) {
  return new Option(count === undefined ? text : `${text}（${count}）`, value);
}

function offer() {
  const bySeverity = (k) => cues.filter((cue) => cue[FINDINGS].some((one) => known.rules[one[0]][SEVERITY] === k)).length;
  const withRule = new Map();
  for (const cue of cues) for (const id of new Set(cue[FINDINGS].map((one) => known.rules[one[0]][RULE_ID]))) withRule.set(id, (withRule.get(id) || 0) + 1);
  const any = cues.filter((cue) => cue[FINDINGS].length).length;
  byFinding.append(option("", say("all")), option("any", say("any_finding"), any), option("none", say("no_finding"), cues.length - any));
  SEVERITIES.forEach((name, k) => byFinding.append(option(`severity ${k}`, say(`severity_${name}`), bySeverity(k))));
  [...withRule.keys()].sort().forEach((id) => byFinding.append(option(`rule ${id}`, id, withRule.get(id))));
  bySpeaker.append(option("", say("all")));
  known.speakers.forEach((name, k) => bySpeaker.append(option(String(k), name, cues.filter((cue) => cue[WHO].includes(k)).length)));
  const nobody = cues.filter((cue) => !cue[WHO].length).length;
  if (nobody && known.speakers.length) bySpeaker.append(option("nobody", say("nobody"), nobody));
}

function hasFinding(cue, wish) {
  if (wish === "any" || wish === "none") return (cue[FINDINGS].length > 0) === (wish === "any");
  const [kind, value] = [wish.slice(0, wish.indexOf(" ")), wish.slice(wish.indexOf(" ") + 1)];
  return cue[FINDINGS].some((one) => String(known.rules[one[0]][kind === "rule" ? RULE_ID : SEVERITY]) === value);
}

function fits(k) {
  const cue = cues[k], who = bySpeaker.value;
  if (byFinding.value && !hasFinding(cue, byFinding.value)) return false;
  if (who && !(who === "nobody" ? !cue[WHO].length : cue[WHO].includes(Number(who)))) return false;
  return folded[k].includes(fold(search.value.trim()));
}

function filter(told = "") {
  let shown = 0;
  rows.forEach((item, k) => { shown += !(item.hidden = !fits(k)); });
  const count = shown ? say("shown", { count: cues.length, shown }) : say("none");
  byId("shown").textContent = told ? `${told} ・ ${count}` : count;
  byId("clear").disabled = !(search.value || byFinding.value || bySpeaker.value);
  keepReachable();
}

function clearFilter(told) {
  search.value = byFinding.value = bySpeaker.value = "";
  filter(told);
}

// The list is one stop of the Tab key: the row that was last reached, or the first that is shown.
let reached = 0;
function reach(k) {
  button(reached).tabIndex = -1;
  button(k).tabIndex = 0;
  reached = k;
}
function keepReachable() {
  if (rows[reached]?.hidden) reach(Math.max(0, rows.findIndex((item) => !item.hidden)));
}

offer();
// A film's worth of rows takes a moment: it is filtered when typing rests.
const REST_MS = cues.length > 1000 ? 150 : 0;
let typed = 0;
search.addEventListener("input", () => {
  clearTimeout(typed);
  if (REST_MS) typed = setTimeout(filter, REST_MS);
  else filter();
});
byFinding.addEventListener("change", () => filter());
bySpeaker.addEventListener("change", () => filter());
byId("clear").addEventListener("click", () => { clearFilter(); search.focus(); });
byId("filters").addEventListener("submit", (event) => event.preventDefault());
filter();
