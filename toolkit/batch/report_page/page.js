const byId = (id) => document.getElementById(id);
const table = byId("rows");
if (!table) return;
const body = table.tBodies[0], rows = [...body.rows];
const fold = (text) => text.normalize("NFKC").toLowerCase();
const texts = rows.map((row) => fold(row.textContent + " " + row.dataset.name));
const search = byId("search"), state = byId("state"), rule = byId("rule"), clear = byId("clear");
let sorted = "";

// Which rows are shown.
function fits(row, k) {
  if (state.value && row.dataset.state.split(" ")[1] !== state.value) return false;
  if (rule.value && !JSON.parse(row.dataset.rules).includes(rule.value)) return false;
  return texts[k].includes(fold(search.value.trim()));
}

function filter() {
  let shown = 0;
  rows.forEach((row, k) => { shown += !(row.hidden = !fits(row, k)); });
  clear.disabled = !(search.value || state.value || rule.value);
  byId("told").textContent = (shown ? `${rows.length}件のうち${shown}件を表示` : "当てはまる原稿がありません") + sorted;
}

// In which order. The first click has numbers largest first: one looks for what is worst.
const NUMBERS = ["length", "cues", "findings", "doubts"];
const compare = new Intl.Collator("ja", { numeric: true }).compare;

function sort(head, button) {
  const key = head.dataset.by, number = NUMBERS.includes(key);
  const was = head.getAttribute("aria-sort");
  const up = was ? was === "descending" : !number;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const order = number ? (a, b) => a.dataset[key] - b.dataset[key] : (a, b) => compare(a.dataset[key], b.dataset[key]);
  body.append(...[...rows].sort((a, b) => (up ? order(a, b) : order(b, a)) || compare(a.dataset.name, b.dataset.name)));
  sorted = `、${button.textContent}の${up ? "昇順" : "降順"}`;
  filter();
}

for (const head of table.tHead.rows[0].cells) {
  if (!head.dataset.by) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => sort(head, button));
}

// A link into a closed part opens it.
function open() {
  const part = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
  const closed = part && part.closest("details");
  if (!closed) return;
  closed.open = true;
  if (part === closed) part.firstElementChild.focus();
  else part.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", open);
open();

byId("tools").hidden = false;
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("tools").addEventListener("reset", () => setTimeout(() => { filter(); search.focus(); }));
for (const field of [search, state, rule]) field.addEventListener("input", filter);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select")) return;
  event.preventDefault();
  search.focus();
});
filter();
