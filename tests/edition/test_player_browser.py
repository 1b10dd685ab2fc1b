"""The player in a real browser: heard, followed, moved about in, by keyboard alone, by everybody, with no network."""

from __future__ import annotations

import base64
import bisect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import Opened, launched, opened, violations
from player_pages import by_hand, made, narrated, phrase, saved, sounded, talk

from toolkit.edition.book import Book, Clip, Part, Passage, Ruby, WordTime, book_of
from toolkit.edition.folder import editions
from toolkit.edition.player.page import page
from toolkit.model.edition import Edition

Open = Callable[..., Opened]
THEMES = ("auto", "light", "dark", "sepia", "contrast")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from launched()


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return narrated(tmp_path_factory.mktemp("narration"))


@pytest.fixture(scope="module")
def edition(narration: Path) -> Edition:
    (edition,) = editions(narration).values()
    return edition


@pytest.fixture(scope="module")
def index(narration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(narration, tmp_path_factory.mktemp("page"))


@pytest.fixture
def show(browser: Any, index: Path) -> Iterator[Open]:
    """Opens the page of the talk, if no other is given. No page may complain, or ask for anything but itself and its
    sound.
    """
    seen: list[Opened] = []

    def open_(path: Path = index, *, address: str = "", **context: Any) -> Opened:
        seen.append(opened(browser, address or path.as_uri(), **context))
        seen[-1].page.set_default_timeout(8000)
        return seen[-1]

    yield open_
    for one in seen:
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith(("file://", "data:", "blob:"))] == []
        one.page.context.close()


def lit(seen: Opened) -> str:
    """What lights up, without readings."""
    return without_readings(seen, ".lit")


def without_readings(seen: Opened, selector: str) -> str:
    said: str = seen.page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(one => {
             const copy = one.cloneNode(true);
             copy.querySelectorAll('rt').forEach(rt => rt.remove());
             return copy.textContent;
           }).join('|')""",
        selector,
    )
    return said


def at(seen: Opened) -> float:
    """Where the sound stands, in milliseconds."""
    value: float = seen.page.evaluate("document.getElementById('sound').currentTime * 1000")
    return value


def playing(seen: Opened) -> bool:
    return not seen.page.evaluate("document.getElementById('sound').paused")


def wait_playing(seen: Opened, state: bool = True) -> None:
    seen.until(f"document.getElementById('sound').paused === {json.dumps(not state)}")


def wish(seen: Opened, name: str, value: object) -> None:
    """Change a setting in its dialog and close it."""
    seen.page.click("#open-wishes")
    if isinstance(value, bool):
        seen.page.set_checked(f"#wishes [name={name}]", value)
    elif name == "theme":
        seen.page.check(f"#wishes [name=theme][value={value}]")
    else:
        seen.page.locator(f"#wishes [name={name}]").fill(str(value))
    seen.page.click("#wishes button[type=submit]")


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_theme(show: Open, theme: str, scheme: str) -> None:
    if theme != "auto" and scheme == "dark":
        return  # a theme that is chosen does not ask the system
    seen = show(color_scheme=scheme)
    assert violations(seen) == []
    wish(seen, "theme", theme)
    seen.page.keyboard.press("n")
    seen.page.keyboard.press("/")
    seen.page.fill("#find", "光")
    seen.until("document.getElementById('found').textContent")
    assert lit(seen) != ""
    assert violations(seen) == []
    for button in ("#open-wishes", "#open-help"):
        seen.page.click(button)
        assert violations(seen) == []
        seen.page.keyboard.press("Escape")


@pytest.mark.parametrize("contrast", ["more", "no-preference"])
def test_axe_finds_nothing_where_more_contrast_is_asked_for(show: Open, contrast: str) -> None:
    seen = show(contrast=contrast)
    seen.page.keyboard.press("ArrowRight")
    assert violations(seen) == []


@pytest.mark.parametrize(("wide", "high"), [(320, 640), (640, 450)])
def test_axe_finds_nothing_on_a_small_screen(show: Open, wide: int, high: int) -> None:
    """640 by 450 is what 1280 by 900 is at 200 %."""
    seen = show(viewport={"width": wide, "height": high})
    assert violations(seen) == []
    for button in ("#open-find", "#open-wishes"):
        seen.page.click(button)
        assert violations(seen) == []


CUT = """() => [...document.querySelectorAll('button, select, input, h1, h2, h3, p, li, dd, label')]
  .filter(e => e.checkVisibility() && !e.closest('.unseen') && !e.matches('.made'))
  .filter(e => (b => b.right > innerWidth + 1 || b.left < -1)(e.getBoundingClientRect()))
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(("wide", "high"), [(320, 256), (320, 640), (640, 450), (768, 1024), (1440, 900)])
def test_nothing_is_cut_at_any_width(show: Open, wide: int, high: int) -> None:
    """320 pixels are 1280 at 400 %, 640 by 450 are 1280 by 900 at 200 % (WCAG 1.4.10, 1.4.4)."""
    seen = show(viewport={"width": wide, "height": high})
    seen.page.click("#open-find")
    assert seen.fits()
    assert seen.page.evaluate(CUT) == []
    for button in ("#open-wishes", "#open-help"):
        seen.page.click(button)
        assert seen.page.evaluate(CUT) == []
        box = "(d => [d.scrollWidth, d.clientWidth])(document.querySelector('dialog[open]'))"
        inside, room = seen.page.evaluate(box)
        assert inside <= room
        seen.page.keyboard.press("Escape")


@pytest.mark.parametrize(("wide", "size", "spacing"), [(320, 200, 0.12), (1280, 300, 0.5), (320, 300, 0.5)])
def test_letters_of_any_size_and_spacing_still_fit(show: Open, wide: int, size: int, spacing: float) -> None:
    """0.12 em and a line height of 1.5 are what WCAG 1.4.12 asks for; here is more."""
    seen = show(viewport={"width": wide, "height": 700})
    for name, value in (("size", size), ("spacing", spacing), ("leading", 3), ("measure", 60)):
        wish(seen, name, value)
    assert seen.fits()
    assert seen.page.evaluate(CUT) == []
    if wide > 640:
        seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert seen.fits()


def test_everything_to_be_pressed_is_large_enough(show: Open) -> None:
    """WCAG 2.5.8: 24 by 24 pixels; a sentence in its text is excepted."""
    seen = show(viewport={"width": 320, "height": 640})
    seen.page.click("#open-find")
    seen.page.evaluate("document.querySelector('#contents details').open = true")
    small = """() => [...document.querySelectorAll('button, select, input, a, summary, dialog[open] label')]
      .filter(e => e.checkVisibility() && !e.matches('.skip') && !e.closest('label:not(:scope)'))
      .map(e => [e.id || e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
      .filter(([, b]) => b.width < 24 || b.height < 24).map(([name]) => name)"""
    assert seen.page.evaluate(small) == []
    for button in ("#open-wishes", "#open-help"):
        seen.page.click(button)
        assert seen.page.evaluate(small) == []
        seen.page.keyboard.press("Escape")


ON_TOP = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return focused === top || focused.contains(top);
}"""


@pytest.mark.parametrize(("wide", "high"), [(320, 640), (1280, 800)])
def test_what_has_the_focus_is_never_covered(show: Open, wide: int, high: int) -> None:
    seen = show(viewport={"width": wide, "height": high})
    seen.page.locator(".from").first.focus()
    for key in ("ArrowDown",) * 12 + ("ArrowUp",) * 12:
        seen.page.keyboard.press(key)
        assert seen.page.evaluate(ON_TOP)


def test_nothing_moves_where_that_is_not_wanted(show: Open) -> None:
    seen = show(reduced_motion="reduce")
    assert seen.page.evaluate(
        "() => [...document.querySelectorAll('*')].every(e => getComputedStyle(e).transitionDuration === '0s')"
    )


def test_colours_of_the_system_show_what_is_heard(show: Open) -> None:
    seen = show(forced_colors="active")
    seen.page.keyboard.press("ArrowRight")
    ground = "getComputedStyle(document.querySelector('.lit')).backgroundColor"
    assert seen.page.evaluate(f"{ground} !== getComputedStyle(document.body).backgroundColor")


def test_headings_are_in_order_and_name_chapters_and_speakers(show: Open, edition: Edition) -> None:
    seen = show()
    headings = seen.page.eval_on_selector_all(
        "h1, main h2, main h3", "all => all.map(e => [e.localName, e.textContent])"
    )
    assert headings[0] == ["h1", edition.title]
    book = book_of(edition)
    expected = [
        row
        for chapter in book.chapters
        for row in (
            ["h2", chapter.title],
            *(["h3", part.speaker] for part in chapter.parts if part.speaker),
        )
    ]
    assert headings[1:] == expected


# ---------------------------------------------------------------- heard and followed

SAMPLES = """(seconds) => new Promise(done => {
  const sound = document.getElementById('sound'), rows = [], all = [...document.querySelectorAll('.s')];
  const words = [...document.querySelectorAll('.w')];
  const end = performance.now() + seconds * 1000;
  const look = () => {
    const lit = all.indexOf(document.querySelector('.lit')), word = words.indexOf(document.querySelector('.lit-word'));
    rows.push([sound.currentTime * 1000, lit, word]);
    if (performance.now() < end) setTimeout(look, 7); else done(rows);
  };
  look();
})"""


def data_of(index: Path) -> dict[str, Any]:
    block = index.read_text("utf-8").partition('id="data">')[2].partition("</script>")[0]
    known: dict[str, Any] = json.loads(block)
    return known


def strayed(rows: list[list[float]], starts: list[int], column: int, slack: float) -> list[list[float]]:
    """Samples at which something else is lit than what began last, at any time within ``slack`` ms."""
    return [
        row
        for row in rows
        if not bisect.bisect_right(starts, row[0] - slack) - 1
        <= row[column]
        <= bisect.bisect_right(starts, row[0] + slack) - 1
    ]


@pytest.mark.parametrize("rate", [0.5, 1, 2, 3])
def test_what_lights_up_is_what_is_heard(show: Open, index: Path, rate: float) -> None:
    """Within 100 ms of listening, whatever the speed."""
    seen = show()
    seen.page.select_option("#rate", str(rate))
    seen.page.get_by_text("四時です。").click()  # short sentences follow
    wait_playing(seen)
    start = at(seen)
    seen.until(f"document.getElementById('sound').currentTime * 1000 > {start} + 50")
    rows = seen.page.evaluate(SAMPLES, 4)
    assert rows[-1][0] - rows[0][0] > 3000 * rate, "it plays"
    starts = data_of(index)["units"][::2]
    assert len({row[1] for row in rows}) > 1, "one after the other is lit"
    assert strayed(rows, starts, 1, 100 * rate) == []


def test_words_light_up_within_their_sentence(show: Open, narration: Path, tmp_path: Path) -> None:
    index = made(narration, tmp_path, "--by", "word")
    seen = show(index)
    seen.page.click("#start")
    wait_playing(seen)
    seen.until("document.getElementById('sound').currentTime > 0.2")
    rows = seen.page.evaluate(SAMPLES, 4)
    known = data_of(index)
    assert strayed(rows, known["units"][::2], 1, 100) == []
    spoken = [row for row in rows if row[2] >= 0]
    assert len({row[2] for row in spoken}) > 3
    assert strayed(spoken, known["words"][::2], 2, 100) == []
    assert seen.page.evaluate("[...document.querySelectorAll('.lit-word')].every(w => w.closest('.s.lit'))")


def test_cues_light_up(show: Open, narration: Path, edition: Edition, tmp_path: Path) -> None:
    index = made(narration, tmp_path, "--by", "cue")
    seen = show(index)
    seen.page.click("#start")
    wait_playing(seen)
    seen.until("document.getElementById('sound').currentTime > 0.2")
    rows = seen.page.evaluate(SAMPLES, 4)
    assert strayed(rows, sorted(data_of(index)["units"][::2]), 1, 100) == []


def test_the_voice_keeps_its_pitch(show: Open) -> None:
    seen = show()
    assert seen.page.evaluate("document.getElementById('sound').preservesPitch")


HEARD = """(ms) => new Promise(done => {
  const sound = document.getElementById('sound');
  globalThis.hall ??= (() => {
    const context = new AudioContext(), eye = context.createAnalyser();
    const source = context.createMediaElementSource(sound);
    eye.fftSize = 8192; eye.smoothingTimeConstant = 0;
    source.connect(eye); eye.connect(context.destination);
    return { context, eye, bins: new Float32Array(eye.frequencyBinCount) };
  })();
  sound.currentTime = ms / 1000;
  sound.play();
  const seen = [];
  const look = () => {
    const { context, eye, bins } = globalThis.hall;
    eye.getFloatFrequencyData(bins);
    const loudest = bins.indexOf(Math.max(...bins));
    seen.push([sound.currentTime * 1000, loudest * context.sampleRate / eye.fftSize, bins[loudest]]);
    if (seen.length < 60) setTimeout(look, 10); else { sound.pause(); done(seen); }
  };
  setTimeout(look, 400);
})"""


def test_what_is_heard_after_a_jump_is_what_stands_there(show: Open, narration: Path, tmp_path: Path) -> None:
    """A minute and a half of tones, each of two seconds and 20 Hz above the one before: the tone that sounds tells the
    time of the file, which must be the player's.
    """
    rate, each, count = 16000, 2.0, 45
    tones = [np.sin(2 * np.pi * (400 + 20 * k) * np.arange(int(each * rate)) / rate) for k in range(count)]
    samples = (np.concatenate(tones) * 9000).astype(np.int16)
    sounded(tmp_path / "tones.mp3", samples, rate)
    address = "data:audio/mpeg;base64," + base64.b64encode((tmp_path / "tones.mp3").read_bytes()).decode("ascii")
    (tmp_path / "index.html").write_text(page(talk(45, 2000), "sentence", address), encoding="utf-8")
    seen = show(tmp_path / "index.html")
    for place in (70_700, 3_300, 51_500, 84_100):
        heard = seen.page.evaluate(HEARD, place)
        off = [
            (ms, hertz) for ms, hertz, level in heard if abs(hertz - (400 + 20 * int((ms - 150) / 1000 / each))) > 12
        ]
        assert heard[0][2] > -60, "something is heard"
        assert len(off) < len(heard) * 0.2, (place, off)


def test_the_page_scrolls_along_and_leaves_whoever_scrolls_alone(show: Open) -> None:
    seen = show(viewport={"width": 640, "height": 500}, reduced_motion="reduce")
    in_sight = "(b => b.top >= 0 && b.bottom <= innerHeight - document.getElementById('player').offsetHeight)"
    seen.page.keyboard.press("n")
    seen.page.keyboard.press("n")
    seen.page.click("#play")
    wait_playing(seen)
    seen.until("document.getElementById('sound').currentTime > 0.2")
    assert seen.page.evaluate(f"{in_sight}(document.querySelector('.lit').getBoundingClientRect())")
    seen.page.mouse.move(300, 200)
    seen.page.mouse.wheel(0, -5000)
    seen.until("scrollY === 0")
    before = lit(seen)
    seen.until(f"document.querySelector('.lit').textContent !== {json.dumps(before)}")
    assert seen.page.evaluate("scrollY") == 0
    seen.page.keyboard.press("g")
    assert seen.page.evaluate(f"{in_sight}(document.querySelector('.lit').getBoundingClientRect())")


def test_a_sentence_is_heard_from_where_it_is_pressed(show: Open, edition: Edition) -> None:
    seen = show()
    words = "早いですね。"
    seen.page.get_by_text(words).click()
    wait_playing(seen)
    assert lit(seen) == words
    seen.page.keyboard.press("k")
    wait_playing(seen, False)
    button = seen.page.get_by_role("button", name="磯部灯").first
    button.click()
    wait_playing(seen)
    assert lit(seen).endswith("磯部灯"), "the name is said first"


def test_directions_and_names_are_left_out_where_that_is_wished(show: Open, edition: Edition) -> None:
    seen = show()
    wish(seen, "directions", False)
    wish(seen, "announced", False)
    seen.page.select_option("#rate", "3")
    seen.page.evaluate("""() => {
      globalThis.lights = [];
      const look = () => document.querySelectorAll('.lit').forEach(e => lights.push(e.className + e.textContent));
      new MutationObserver(look)
        .observe(document.getElementById('text'), { subtree: true, attributes: true, attributeFilter: ['class'] });
    }""")
    seen.page.get_by_text("朝は何時に起きますか？", exact=True).click()
    seen.until("globalThis.lights.some(one => one.includes('早いですね'))")
    lights = seen.page.evaluate("globalThis.lights")
    assert any("四時です。" in one for one in lights)
    assert [one for one in lights if "（笑）" in one or one.startswith("s a")] == []


def test_the_keys_of_headphones_and_what_a_lock_screen_shows(show: Open, index: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("""
      globalThis.actions = {};
      MediaSession.prototype.setActionHandler = (name, done) => { actions[name] = done; };
    """)
    page.goto(index.as_uri())
    seen = Opened(page)
    assert set(page.evaluate("Object.keys(actions)")) >= {"play", "pause", "previoustrack", "nexttrack", "seekto"}
    page.evaluate("actions.nexttrack()")
    page.evaluate("actions.seekto({ seekTime: 30 })")
    seen.until("navigator.mediaSession.metadata")
    shown = page.evaluate("(m => [m.title, m.album])(navigator.mediaSession.metadata)")
    assert shown[1] == "灯台守の一日"
    assert abs(at(seen) - 30_000) < 1
    page.evaluate("actions.play()")
    wait_playing(seen)
    page.evaluate("actions.pause()")
    wait_playing(seen, False)
    context.close()


# ---------------------------------------------------------------- by keyboard alone


def test_a_journey_by_keyboard_alone(show: Open, edition: Edition) -> None:  # noqa: PLR0915 - a journey is long
    """From the address bar to the last turn, with nothing but keys."""
    book = book_of(edition)
    seen = show()
    press = seen.page.keyboard.press
    press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "本文へ"
    press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "再生の操作へ"
    press("Enter")
    assert seen.focus() == "player"
    press("Tab")
    assert seen.focus() == "position"
    press("Tab")
    press("Tab")
    press("Tab")
    assert seen.focus() == "play"
    press("Enter")
    wait_playing(seen)
    press("k")
    wait_playing(seen, False)
    press("n")  # the second chapter
    assert at(seen) == book.chapters[1].clip.start  # type: ignore[union-attr]
    press("ArrowRight")
    first = lit(seen)
    press("ArrowRight")
    assert lit(seen) != first
    press("ArrowLeft")
    assert lit(seen) == first
    press("n")
    press("Shift+ArrowRight")
    announced = [part.announced for part in book.parts if part.announced]
    assert at(seen) in [clip.start for clip in announced]
    press("Shift+ArrowLeft")
    press("p")
    assert at(seen) < announced[0].start
    press(">")
    press(">")
    assert seen.page.input_value("#rate") == "1.25"
    press("0")
    assert seen.page.input_value("#rate") == "1"
    press("<")
    assert seen.page.evaluate("document.getElementById('sound').playbackRate") == 0.9
    press("f")
    assert not seen.page.is_visible("rt >> nth=0")
    press("?")
    assert seen.page.is_visible("#help")
    press("Escape")
    assert not seen.page.is_visible("#help")
    press("s")
    assert seen.page.evaluate("document.activeElement.name") == "theme"
    press("ArrowRight")
    press("ArrowRight")
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    press("Escape")
    press("/")
    assert seen.focus() == "find"
    seen.page.keyboard.type("kn/光は")  # letters belong to the field
    assert seen.page.input_value("#find") == "kn/光は"
    for _ in range(len("kn/光は")):
        press("ArrowLeft")
    for _ in range(3):
        press("Delete")
    press("Enter")
    first = seen.text("#found")
    press("Enter")
    assert {first, seen.text("#found")} == {"1 / 2 件", "2 / 2 件"}
    press("Escape")
    assert not seen.page.is_visible("#finder")
    assert "光は" in seen.page.evaluate("document.activeElement.textContent")
    press("Shift+Tab")  # to the turns' times: one stop, arrows from there
    assert seen.page.evaluate("document.activeElement.className") == "from"
    press("End")
    press("Enter")
    wait_playing(seen)
    assert seen.page.evaluate("document.querySelector('.lit').closest('.turn').id") == f"t{book.parts[-1].number}"
    press("k")


def test_single_keys_can_be_switched_off(show: Open) -> None:
    seen = show()
    wish(seen, "keys", False)
    seen.page.evaluate("document.activeElement.blur()")
    for key in ("k", "n", "/", "?", "s", "f", "ArrowRight", "Enter"):
        seen.page.keyboard.press(key)
    assert not playing(seen)
    assert at(seen) == 0
    assert not seen.page.is_visible("#finder")
    assert seen.page.evaluate("document.querySelector('dialog[open]')") is None
    seen.page.reload()
    seen.page.keyboard.press("k")
    assert not playing(seen), "it is remembered"


@pytest.mark.parametrize("key", ["Control+k", "Alt+n", "Meta+f", "Control+ArrowRight"])
def test_keys_of_the_browser_and_of_screen_readers_stay_theirs(show: Open, key: str) -> None:
    seen = show()
    seen.page.evaluate(
        """() => { globalThis.taken = []; addEventListener('keydown', e => taken.push(e.defaultPrevented)); }"""
    )
    seen.page.keyboard.press(key)
    assert not any(seen.page.evaluate("globalThis.taken"))
    assert at(seen) == 0


def test_there_is_no_way_into_which_one_cannot_get_out(show: Open) -> None:
    """Tab goes round the whole page; nothing is reached by pointer alone."""
    seen = show()
    stops = []
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        stops.append(seen.page.evaluate("(e => e.id || e.hash || e.className || e.localName)(document.activeElement)"))
        if stops[-1] == "body":
            break
    wanted = {"start", "open-help", "position", "play", "unit-back", "unit-on", "turn-back", "turn-on", "rate", "here"}
    assert wanted | {"open-find", "open-wishes", "from", "#c1"} <= set(stops)
    assert stops.count("from") == 1


# ---------------------------------------------------------------- what screen readers say

SAID = """() => { globalThis.said = [];
  new MutationObserver(() => said.push(document.getElementById('say').textContent))
    .observe(document.getElementById('say'), { childList: true, characterData: true, subtree: true }); }"""


def test_moves_are_said_and_the_voice_is_never_talked_over(show: Open) -> None:
    seen = show()
    seen.page.evaluate(SAID)
    press = seen.page.keyboard.press
    press("n")
    press("n")
    press("n")
    press("Shift+ArrowRight")
    press("ArrowRight")
    assert "磯部灯" in " ".join(seen.page.evaluate("said")) or "早瀬" in " ".join(seen.page.evaluate("said"))
    press("k")
    wait_playing(seen)
    seen.until("document.getElementById('say').textContent === ''")
    seen.page.evaluate("() => { said.length = 0; }")
    press("ArrowRight")
    press(">")
    press("f")
    seen.page.wait_for_timeout(100)
    assert [one for one in seen.page.evaluate("said") if one] == []
    assert seen.text("#shown") == "ふりがなを消しました。", "the eye is told at once"
    press("k")
    wait_playing(seen, False)
    seen.until("said.length")
    assert seen.page.evaluate("said.at(-1)").startswith("一時停止、0 分")
    assert "ふりがなを消しました。" in seen.page.evaluate("said.at(-1)")


def test_who_wants_it_is_told_while_it_plays(show: Open) -> None:
    seen = show()
    wish(seen, "talk", True)
    seen.page.click("#start")
    wait_playing(seen)
    seen.page.select_option("#rate", "1.5")
    seen.until("document.getElementById('say').textContent === '速さ 1.5 倍'")


def test_what_is_read_aloud_has_no_readings_twice(show: Open) -> None:
    seen = show()
    seen.page.evaluate(  # without playing, so that a busy machine cannot play on
        """() => {
            const k = [...document.querySelectorAll(".s")].findIndex((s) => s.textContent.includes("が聞こえたら"));
            const { units } = JSON.parse(document.querySelector("script[type='application/json']").textContent);
            document.querySelector("audio").currentTime = (units[2 * k] + units[2 * k + 1]) / 2000;
        }"""
    )
    for _ in range(40):
        seen.page.keyboard.press("g")
        seen.page.wait_for_timeout(300)
        if "海鳴が聞こえたら" in seen.text("#say"):
            return
    raise AssertionError(seen.text("#say"))


# ---------------------------------------------------------------- found again


def test_one_goes_on_where_one_stopped(show: Open, browser: Any, index: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(index.as_uri())
    page.get_by_text("早いですね。").click()
    page.keyboard.press("k")
    seen = Opened(page)
    wait_playing(seen, False)
    page.select_option("#rate", "1.5")
    wish(seen, "theme", "sepia")
    wish(seen, "size", 150)
    stopped = at(seen)
    page.close()
    again = Opened(context.new_page())
    again.page.goto(index.as_uri())
    again.until("document.getElementById('sound').readyState > 0")
    assert abs(at(again) - stopped) < 1
    assert lit(again) == "早いですね。"
    assert again.text("#start-word").startswith("続きから聞く（0:")
    assert again.page.input_value("#rate") == "1.5"
    assert again.page.evaluate("document.documentElement.dataset.theme") == "sepia"
    assert again.page.input_value("#wishes [name=size]") == "150"
    again.page.click("#afresh")
    wait_playing(again)
    assert at(again) < stopped
    context.close()


REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
DAMAGED = """localStorage.setItem('jimaku settings', '{"theme": 7, "size": "x"');
localStorage.setItem('jimaku rate', '99')"""
FOREIGN = """localStorage.setItem('jimaku settings', '{"theme": 7, "face": [], "ruby": "no"}')"""


@pytest.mark.parametrize("script", [REFUSED, DAMAGED, FOREIGN])
def test_it_works_where_nothing_is_kept_or_what_is_kept_is_damaged(browser: Any, index: Path, script: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(script)
    page.goto(index.as_uri())
    seen = Opened(page)
    wish(seen, "theme", "dark")
    page.click("#start")
    wait_playing(seen)
    page.keyboard.press("k")
    wait_playing(seen, False)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    seen.until("/^(続きから|最初から)/.test(document.getElementById('start-word').textContent)")
    assert complaints == []
    context.close()


def test_another_book_has_its_own_place(show: Open, tmp_path: Path, browser: Any, index: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(index.as_uri())
    page.keyboard.press("n")
    page.keyboard.press("n")
    Opened(page).until("Object.keys(localStorage).some(key => key.startsWith('jimaku place urn:uuid:'))")
    page.goto(saved(talk(5), tmp_path).as_uri())
    assert at(Opened(page)) == 0
    context.close()


def test_an_address_leads_to_its_turn(show: Open, index: Path, edition: Edition) -> None:
    part = book_of(edition).parts[-1]
    seen = show(address=f"{index.as_uri()}#t{part.number}")
    turn = "document.querySelector('.lit').closest('.turn').id"
    assert seen.page.evaluate(turn) == f"t{part.number}"
    before = at(seen)
    seen.page.keyboard.press("Shift+ArrowLeft")
    seen.until("Object.keys(localStorage).some(key => key.startsWith('jimaku place'))")
    seen.page.reload()
    assert 0 < at(seen) < before, "loaded again it goes on where it was"


# ---------------------------------------------------------------- looked for

SEARCHES = (
    ("光は", 2, "光は37キロ先まで届く。"),
    ("うみなり", 2, "海鳴が聞こえたら、すぐ外へ出ます。"),
    ("海鳴", 2, "海鳴が聞こえたら、すぐ外へ出ます。"),
    ("うみなりは毎日", 1, "海鳴は毎日聞こえますか？"),
    ("led", 1, "ＬＥＤの灯りに変えてからは、夜も静かになりました。"),
    ("３７きろ", 2, "光は37キロ先まで届く。"),
    ("サラ", 1, "サラ・リンド"),
    ("ます。今日は", 0, ""),
    ("です。今日は灯台", 0, ""),
    ("こんにちは。今日は", 1, "こんにちは。"),
    ("どこにもない", 0, ""),
)


@pytest.mark.parametrize(("words", "count", "first"), SEARCHES)
def test_words_are_found_and_counted(show: Open, words: str, count: int, first: str) -> None:
    seen = show()
    seen.page.keyboard.press("/")
    seen.page.fill("#find", words)
    seen.until("document.getElementById('found').textContent")
    if not count:
        assert seen.text("#found") == "見つかりません"
        assert seen.page.is_disabled("#find-on")
        return
    assert seen.text("#found") == f"1 / {count} 件"
    assert without_readings(seen, ".found") == first
    marked = "[...CSS.highlights.get('found-here')].map(r => r.cloneContents().textContent.length)"
    assert seen.page.evaluate(marked)[0] > 0
    for _ in range(count):
        seen.page.click("#find-on")
    assert seen.text("#found") == f"1 / {count} 件", "round and round"
    seen.page.click("#find-back")
    assert seen.text("#found") == f"{count} / {count} 件"


def test_what_was_found_can_be_heard(show: Open) -> None:
    seen = show()
    seen.page.click("#open-find")
    seen.page.fill("#find", "毎日です")
    seen.until("document.getElementById('found').textContent === '1 / 1 件'")
    seen.page.click("#find-hear")
    wait_playing(seen)
    assert lit(seen) == "ええ、冬はほとんど毎日です。"


# ---------------------------------------------------------------- shown


def test_readings_and_names_are_shown_and_hidden(show: Open) -> None:
    seen = show()
    assert seen.page.locator("rt").all_inner_texts() == ["うみなり", "うみなり"]
    wish(seen, "ruby", False)
    assert not seen.page.is_visible("rt >> nth=0")
    wish(seen, "names", False)
    assert not seen.page.is_visible("h3 >> nth=1")
    seen.page.click("#open-wishes")
    seen.page.click("#reset")
    assert seen.page.is_visible("rt >> nth=0")


def test_every_setting_changes_what_it_names(show: Open) -> None:
    seen = show()
    style = "getComputedStyle(document.querySelector('.turn p'))"
    look = f"(s => [s.fontSize, s.lineHeight, s.letterSpacing, s.fontFamily])({style})"
    before = seen.page.evaluate(look)
    wish(seen, "size", 200)
    wish(seen, "leading", 2.5)
    wish(seen, "spacing", 0.2)
    seen.page.click("#open-wishes")
    seen.page.select_option("#wishes [name=face]", "mincho")
    after = seen.page.evaluate(look)
    assert after[:3] == ["36px", "90px", "7.2px"]
    assert after[3] != before[3]


def test_on_paper_the_text_stands_and_the_controls_do_not(show: Open) -> None:
    seen = show()
    wish(seen, "theme", "dark")
    seen.page.emulate_media(media="print")
    for gone in ("#player", "#start", "nav", ".from >> nth=0"):
        assert not seen.page.is_visible(gone), gone
    for there in ("h1", "main h2 >> nth=1", "article p >> nth=0", "article h3 >> nth=0", "footer"):
        assert seen.page.is_visible(there), there
    assert seen.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert len(seen.page.pdf()) > 5000


def test_without_a_program_text_and_sound_are_there(show: Open) -> None:
    seen = show(java_script_enabled=False)
    assert seen.page.is_visible("#sound")
    assert seen.page.is_visible("noscript p")
    for gone in ("#player", "#start", ".from >> nth=0"):
        assert not seen.page.is_visible(gone), gone
    for there in ("article p >> nth=3", "article h3 >> nth=0", "nav a >> nth=0", "footer"):
        assert seen.page.is_visible(there), there


def test_one_file_holds_its_sound(show: Open, narration: Path, tmp_path: Path) -> None:
    index = made(narration, tmp_path, "--one-file")
    assert [path.name for path in index.parent.iterdir()] == ["index.html"]
    seen = show(index)
    assert seen.page.evaluate("document.getElementById('sound').src").startswith("blob:")
    seen.page.get_by_text("早いですね。").click()
    wait_playing(seen)
    start = at(seen)
    seen.until(f"document.getElementById('sound').currentTime * 1000 > {start} + 500")
    assert lit(seen) == "早いですね。"


def test_a_sound_that_is_gone_is_told(browser: Any, tmp_path: Path) -> None:
    index = saved(talk(3), tmp_path)
    (tmp_path / "sound.mp3").unlink()
    context = browser.new_context()
    seen = Opened(context.new_page())
    seen.page.goto(index.as_uri())
    seen.until("document.getElementById('trouble').textContent")
    assert "sound.mp3" in seen.text("#trouble")
    assert seen.page.get_attribute("#trouble", "role") == "alert"
    context.close()


EVIL = "</script><img src=x onerror=alert(1)><b>太\u202e字\u0000\"'&amp;👨\u200d👩\u200d👧\ufdd0\U0001ffff"


def test_evil_text_is_text(show: Open, tmp_path: Path) -> None:
    words = (WordTime(0, 9, Clip(500, 700)), WordTime(9, len(EVIL), Clip(700, 900)))
    book = by_hand(
        [Part(0, EVIL, (Passage("speech", (phrase(EVIL, 500, 900, Ruby(0, 9, EVIL), words=words),), 1),))], EVIL
    )
    for unit in ("sentence", "word"):
        seen = show(saved(book, tmp_path, unit=unit))
        kept = EVIL.replace("\u0000", "\ufffd").replace("\ufdd0", "\ufffd").replace("\U0001ffff", "\ufffd")
        assert lit(seen) == ""
        seen.page.keyboard.press("ArrowRight")
        assert lit(seen) == kept
        assert seen.page.locator("h3 bdi").inner_text() == kept
        assert seen.page.title() == kept
        assert seen.page.locator("img, b").count() == 0
        assert violations(seen) == []


def test_a_book_of_one_turn_and_one_in_which_nothing_is_heard(show: Open, tmp_path: Path) -> None:
    silent = Part(0, "甲", (Passage("speech", (phrase("無音", 0, 1),), 1),))
    mute = Part(0, "甲", (Passage("speech", (), 1),))
    for book in (by_hand([silent], duration_ms=3000), by_hand([mute], duration_ms=3000)):
        seen = show(saved(book, tmp_path))
        for key in ("ArrowRight", "ArrowLeft", "n", "p", "g", "Enter", "k", "k"):
            seen.page.keyboard.press(key)
        assert violations(seen) == []


def test_people_who_talk_at_once_are_both_lit(show: Open, tmp_path: Path) -> None:
    parts = [
        Part(0, "甲", (Passage("speech", (phrase("長い話です。", 500, 5000),), 1),)),
        Part(1, "乙", (Passage("speech", (phrase("ええ。", 2000, 2500), phrase("はい。", 3000, 3500)), 2),)),
        Part(2, "丙", (Passage("speech", (phrase("早く始まった。", 200, 900),), 3),)),
    ]
    seen = show(saved(by_hand(parts), tmp_path))
    jump = "ms => { document.getElementById('sound').currentTime = ms / 1000; }"
    for ms, expected in (
        (100, ""),
        (300, "早く始まった。"),
        (600, "長い話です。|早く始まった。"),
        (2200, "長い話です。|ええ。"),
        (2700, "長い話です。"),
        (3200, "長い話です。|はい。"),
        (5500, "はい。"),
    ):
        seen.page.evaluate(jump, ms)
        seen.until(
            f"[...document.querySelectorAll('.lit')].map(e => e.textContent).join('|') === {json.dumps(expected)}"
        )


def large(count: int) -> Book:
    return talk(count, 40, ("甲", "乙", "丙", "丁"))


def test_ten_thousand_turns_stay_usable(show: Open, tmp_path: Path) -> None:
    """What happens at every moment looks at no more of the page than in a small one."""
    looks = []
    for count in (20, 10_000):
        seen = show(saved(large(count), tmp_path))
        seen.page.locator(".from").first.focus()
        seen.page.keyboard.press("End")
        seen.page.keyboard.press("Enter")
        wait_playing(seen)
        assert lit(seen) == f"これは{count - 1}番の文です。"
        assert seen.page.evaluate("document.querySelectorAll('[aria-current=true]').length") == 1
        seen.page.keyboard.press("k")
        seen.page.keyboard.press("Shift+ArrowLeft")
        seen.page.evaluate("""() => {
          globalThis.looks = 0;
          for (const name of ['closest', 'matches', 'getBoundingClientRect', 'querySelectorAll', 'querySelector']) {
            const before = Element.prototype[name];
            Element.prototype[name] = function (...given) { looks++; return before.apply(this, given); };
          }
        }""")
        seen.page.keyboard.press("ArrowLeft")
        looks.append(seen.page.evaluate("globalThis.looks"))
        seen.page.keyboard.press("/")
        seen.page.fill("#find", f"は{count - 5}番")
        seen.until("document.getElementById('found').textContent === '1 / 1 件'")
        seen.page.fill("#find", "番の文")
        seen.until(f"document.getElementById('found').textContent.endsWith(' / {count} 件')")
    assert 0 < looks[1] <= looks[0] + 10
