// Two clocks of one shape: a recording, and one of the page's own where there is none.
// `ms` is where it stands, `changed` is called when it was moved, started or stopped.
class OwnClock {
  constructor(changed, at = 0) {
    Object.assign(this, { changed, at, since: null, pace: 1 });
  }
  get ms() {
    return this.since === null ? this.at : Math.min(this.length, this.at + (performance.now() - this.since) * this.pace);
  }
  set ms(value) {
    this.at = value;
    if (this.since !== null) this.since = performance.now();
    this.changed();
  }
  get length() { return duration + 500; }
  get playing() {
    if (this.since !== null && this.ms >= this.length) this.pause();
    return this.since !== null;
  }
  get rate() { return this.pace; }
  set rate(value) {
    this.ms = this.ms;
    this.pace = value;
  }
  play() {
    if (this.ms >= this.length) this.at = 0;
    this.since = performance.now();
    this.changed();
  }
  pause() {
    this.at = this.ms;
    this.since = null;
    this.changed();
  }
}

class MediaClock {
  constructor(element, changed) {
    this.element = element;
    for (const event of ["play", "pause", "seeked", "seeking", "timeupdate", "durationchange", "ended"]) element.addEventListener(event, changed);
  }
  // To a tenth of a millisecond: a place that was set may come back a hair before itself
  get ms() { return Math.round(this.element.currentTime * 10000) / 10; }
  set ms(value) { this.element.currentTime = Math.max(0, value) / 1000; }
  get length() { return Number.isFinite(this.element.duration) ? Math.max(this.element.duration * 1000, 1) : duration + 500; }
  get playing() { return !this.element.paused && !this.element.ended; }
  get rate() { return this.element.playbackRate; }
  set rate(value) { this.element.playbackRate = value; }
  play() { this.element.play().catch(() => undefined); } // what cannot be played says so by its `error`
  pause() { this.element.pause(); }
}
