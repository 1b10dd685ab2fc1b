// The keys of keyboards and headphones, and what a lock screen shows.
const session = navigator.mediaSession;
let toldOf = "";

function tellSession() {
  if (!session || !lit.length) return;
  const chapter = units.elements[lit[0]].closest(".chapter")?.querySelector("h2");
  const title = chapter ? plain(chapter) : known.title, artist = speakerOf(lit[0]) || known.author;
  if (toldOf === `${title}\n${artist}`) return;
  toldOf = `${title}\n${artist}`;
  session.metadata = new MediaMetadata({ title, artist, album: known.title });
}

function tellPlace() {
  if (session && media.duration) session.setPositionState({ duration: media.duration, playbackRate: sound.rate, position: Math.min(media.currentTime, media.duration) });
}

const ACTIONS = {
  play: sound.play, pause: sound.pause, stop: sound.pause,
  previoustrack: () => stepTurn(-1), nexttrack: () => stepTurn(1),
  seekbackward: () => stepUnit(-1), seekforward: () => stepUnit(1),
  seekto: (wish) => { sound.ms = wish.seekTime * 1000; },
};

if (session) {
  for (const [action, done] of Object.entries(ACTIONS)) {
    try {
      session.setActionHandler(action, done);
    } catch {
      // a browser that does not know the key
    }
  }
  for (const event of ["loadedmetadata", "seeked", "ratechange", "play"]) media.addEventListener(event, tellPlace);
}
