// What is heard. Times are whole milliseconds.
const media = byId("sound");
const RATES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

// Sound in the page becomes a file of its own: browsers move about in that, and some take no long address.
function unpacked(address) {
  const coded = address.slice(address.indexOf(",") + 1), step = 1 << 20, pieces = [];
  for (let at = 0; at < coded.length; at += step) {
    pieces.push(Uint8Array.from(atob(coded.slice(at, at + step)), (char) => char.charCodeAt(0)));
  }
  return URL.createObjectURL(new Blob(pieces, { type: "audio/mpeg" }));
}

const sound = {
  get ms() { return Math.round(media.currentTime * 1000); },
  set ms(value) { media.currentTime = Math.min(known.duration, Math.max(0, value)) / 1000; },
  get playing() { return !media.paused && !media.ended; },
  get rate() { return media.playbackRate; },
  set rate(value) { media.defaultPlaybackRate = media.playbackRate = value; },
  play() { media.play().catch(() => follow()); }, // what keeps it from playing is told by its error event
  pause() { media.pause(); },
  toggle() { if (sound.playing) sound.pause(); else sound.play(); },
};

media.controls = false;
media.preservesPitch = media.webkitPreservesPitch = media.mozPreservesPitch = true;
media.addEventListener("error", () => {
  byId("trouble").textContent = media.src.startsWith("blob:") ? "この音声はこのブラウザーで開けません。"
    : "音声を開けません。sound.mp3 がこのページと同じフォルダーにあるか確かめてください。";
});
if (media.getAttribute("src").startsWith("data:")) media.src = unpacked(media.getAttribute("src"));
else if (media.error) media.dispatchEvent(new Event("error"));
