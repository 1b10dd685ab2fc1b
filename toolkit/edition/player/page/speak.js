// Words for screen readers and for the eye. A voice is never talked over: while the sound plays they wait for its pause.
const voice = byId("say"), sight = byId("shown");
let waiting = "", fading = 0;

function say(words) {
  sight.textContent = words;
  sight.classList.add("fresh");
  clearTimeout(fading);
  fading = setTimeout(() => sight.classList.remove("fresh"), 2500);
  tell(words);
}

// What the eye sees anyway.
function tell(words) {
  if (sound.playing && !wishes.talk) waiting = words;
  else utter(words);
}

// The same words twice are said twice.
function utter(words) {
  voice.textContent = voice.textContent === words ? `${words}\u00a0` : words;
}

media.addEventListener("pause", () => {
  if (media.ended) return;
  utter(`一時停止、${inWords(sound.ms)}。${waiting}`);
  waiting = "";
});
media.addEventListener("ended", () => utter("終わりまで読みました。"));
media.addEventListener("play", () => { waiting = ""; voice.textContent = ""; });
