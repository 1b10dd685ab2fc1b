// How it is shown and read, as wished and remembered.
const SETTINGS = "jimaku settings";
const panel = byId("wishes"), form = panel.querySelector("form"), root = document.documentElement;
const wishes = {};
const UNITS = { size: (v) => `${v} %`, leading: (v) => `${v} 倍`, spacing: (v) => `${v} 字`, measure: (v) => `${v} 字` };

function valueOf(name) {
  const field = form.elements[name];
  return field.type === "checkbox" ? field.checked : field.value;
}

function setValue(name, value) {
  const field = form.elements[name];
  if (field.type === "checkbox") field.checked = value === true;
  else field.value = value;
}

const NAMES = [...new Set([...form.elements].map((field) => field.name).filter(Boolean))];

function apply() {
  for (const name of NAMES) wishes[name] = valueOf(name);
  root.dataset.theme = wishes.theme;
  root.dataset.face = wishes.face;
  root.classList.toggle("without-ruby", !wishes.ruby);
  root.classList.toggle("without-names", !wishes.names);
  root.style.setProperty("--size", wishes.size / 100);
  root.style.setProperty("--leading", wishes.leading);
  root.style.setProperty("--spacing", `${wishes.spacing}em`);
  root.style.setProperty("--measure", `${wishes.measure}em`);
  for (const [name, shown] of Object.entries(UNITS)) {
    const field = form.elements[name];
    field.nextElementSibling.textContent = shown(field.value);
    field.setAttribute("aria-valuetext", shown(field.value));
  }
}

function wish(name, value, words) {
  setValue(name, value);
  changed();
  say(words);
}

// What is read stays where it is when its letters change.
function changed() {
  const here = lit.length ? units.elements[lit[0]] : null, inSight = here && here.getBoundingClientRect();
  const seen = inSight && inSight.bottom > 0 && inSight.top < innerHeight;
  apply();
  keep(SETTINGS, wishes);
  if (seen) here.scrollIntoView({ block: "center", behavior: "instant" });
}

const first = Object.fromEntries(NAMES.map((name) => [name, valueOf(name)]));
const kept = recall(SETTINGS) ?? {};
for (const name of NAMES) if (Object.hasOwn(kept, name)) setValue(name, kept[name]);
if (![...form.elements.theme].some((choice) => choice.checked)) setValue("theme", "auto");
if (form.elements.face.selectedIndex < 0) setValue("face", "gothic");
apply();
form.addEventListener("input", changed);
byId("reset").addEventListener("click", () => {
  for (const name of NAMES) setValue(name, first[name]);
  changed();
  say("初めの設定に戻しました。");
});
byId("for-directions").hidden = !text.querySelector(".d");
byId("for-names").hidden = !text.querySelector(".a");
form.elements.ruby.parentElement.hidden = !text.querySelector("rt");
form.elements.names.parentElement.hidden = !text.querySelector("h3 bdi");
byId("open-wishes").addEventListener("click", () => panel.showModal());
const help = byId("help");
// `autofocus` would do the same, but a browser complains of it on an address with a fragment
const openHelp = () => { help.showModal(); byId("help-head").focus(); };
byId("open-help").addEventListener("click", openHelp);
