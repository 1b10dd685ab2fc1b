"""The page in a real browser: seen, heard, played and used by keyboard alone."""

from __future__ import annotations

import http.server
import re
import threading
import wave
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from browser import Opened, launched, opened, violations

from toolkit.formats import read
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue
from toolkit.preview import Media, document, embedded, referenced
from toolkit.styles import style_named

SAMPLE = Path(__file__).parents[2] / "media" / "naoshi.vtt"
SDH = style_named("sdh")
IN_SIGHT = "(b => b.top > 0 && b.bottom < innerHeight)({}.getBoundingClientRect())"
Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from launched()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a file's page, the sample's if no other is given. No page may complain, or ask for anything but itself and
    its recording.
    """
    seen: list[Opened] = []

    def open_(
        file: SubtitleFile | None = None, *, language: str = "ja", media: Media | None = None, **context: Any
    ) -> Opened:
        path = tmp_path / "page.html"
        file = file or read(SAMPLE.read_text(encoding="utf-8"))
        path.write_text(document(file, SDH, name="naoshi.vtt", media=media, language=language), encoding="utf-8")
        seen.append(opened(browser, path.as_uri(), **context))
        return seen[-1]

    yield open_
    for one in seen:
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith((tmp_path.as_uri(), "data:"))] == []
        one.page.context.close()


def filed(*cues: tuple[int, int, str], speaker: str | None = None) -> SubtitleFile:
    made = tuple(TimedCue(start, end, Cue(speaker, tuple(text.split("\n")))) for start, end, text in cues)
    return SubtitleFile(made, tuple(range(1, len(made) * 5, 5)))


def sound(path: Path, seconds: float) -> Path:
    """A WAV file of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(int(seconds * 8000) * 2))
    return path


# ---------------------------------------------------------------- to be seen by everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing(show: Open, scheme: str, language: str) -> None:
    seen = show(language=language, color_scheme=scheme)
    assert violations(seen) == []
    seen.page.fill("#jump", "6")
    seen.page.click("#jump-form button[type=submit]")
    seen.page.check("#coloured")
    assert violations(seen) == []
    seen.page.click("#open-keys")
    assert violations(seen) == []


def test_axe_finds_nothing_on_a_small_screen(show: Open) -> None:
    assert violations(show(viewport={"width": 320, "height": 600})) == []


CUT = """() => [...document.querySelectorAll('button, select, input, .bar, .text, .findings li, h1, label')]
  .filter(e => e.offsetParent && !e.closest('.unseen'))
  .filter(e => (b => b.right > innerWidth + 1 || b.left < -1)(e.getBoundingClientRect()))
  .map(e => e.outerHTML.slice(0, 80))"""
ON_TOP = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest('.seek') === focused;
}"""


@pytest.mark.parametrize(("wide", "high"), [(320, 256), (320, 640), (640, 450), (768, 1024), (1440, 900)])
def test_nothing_is_cut_at_any_width(show: Open, wide: int, high: int) -> None:
    """320 pixels are 1280 at 400 %, 640 by 450 are 1280 by 900 at 200 % (WCAG 1.4.10, 1.4.4)."""
    seen = show(viewport={"width": wide, "height": high})
    assert seen.fits()
    cut = seen.page.evaluate(CUT)
    assert cut == []


def test_letters_at_twice_their_size_still_fit(show: Open) -> None:
    seen = show(viewport={"width": 1280, "height": 900})
    seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert seen.fits()


@pytest.mark.parametrize(("wide", "high"), [(390, 844), (320, 256), (1440, 900)])
def test_a_focused_row_is_never_under_what_sticks(show: Open, wide: int, high: int) -> None:
    seen = show(viewport={"width": wide, "height": high})
    seen.page.locator("#cues .seek").first.focus()
    for key in ("ArrowDown",) * 12 + ("ArrowUp",) * 12:
        seen.page.keyboard.press(key)
        assert seen.page.evaluate(ON_TOP)


def test_nothing_moves_where_that_is_not_wanted(show: Open) -> None:
    seen = show(reduced_motion="reduce")
    assert seen.page.evaluate(
        "calm => [...document.querySelectorAll('*')].every(e => getComputedStyle(e).transitionDuration === '0s')"
    )


@pytest.mark.parametrize("wide", [720, 1440])
def test_on_paper_the_list_stands_and_the_controls_do_not(show: Open, wide: int) -> None:
    seen = show(viewport={"width": wide, "height": 1000})
    seen.page.emulate_media(media="print")
    assert not seen.page.is_visible("#player")
    assert not seen.page.is_visible("#tools")
    assert seen.page.is_visible("#charts")
    assert seen.page.locator(".cue").count() == 14


# ---------------------------------------------------------------- what is shown


def test_cues_are_shown_with_ruby_columns_and_speakers(show: Open) -> None:
    seen = show()
    assert "14 枚" in seen.text("#summary")
    assert seen.page.locator(".cue").nth(7).locator("rt").all_inner_texts() == ["うみなり"]
    assert seen.page.locator(".cue").nth(9).locator(".who").inner_text() == "潮田真帆"
    seen.page.click(".cue >> nth=7")
    place = seen.page.locator("#overlay .place")
    assert place.evaluate("e => getComputedStyle(e).writingMode") == "vertical-rl"
    assert place.evaluate("e => e.getBoundingClientRect().left > 0")
    assert seen.text("#now-who").strip() == "葉山しずく"
    colours = seen.page.evaluate(
        "() => [...document.querySelectorAll('#cues .swatch')].map(e => getComputedStyle(e).backgroundColor)"
    )
    assert len(set(colours)) == 3


def test_two_cues_at_a_time_are_both_shown(show: Open) -> None:
    seen = show()
    seen.page.evaluate(
        "() => { const p = document.getElementById('position'); p.value = 15450; p.dispatchEvent(new Event('input')) }"
    )
    assert seen.page.locator("#overlay .shown").count() == 2
    assert seen.page.locator(".cue.current").count() == 2


WIDE = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('#overlay .shown div'));
  return range.getBoundingClientRect().width;
}"""


def test_a_wide_line_is_wider_than_the_frame_and_a_full_one_is_not(show: Open) -> None:
    seen = show(filed((0, 4000, "あ" * 16), (5000, 9000, "「" * 8 + "あ" * 9)))
    frame = seen.page.evaluate("document.getElementById('frame').getBoundingClientRect().width")
    widths = []
    for k in range(2):
        seen.page.click(f".cue >> nth={k}")
        widths.append(seen.page.evaluate(WIDE))
    assert widths[0] <= frame + 1
    assert widths[1] > frame


def test_letters_have_the_colour_that_their_file_gives_them(show: Open) -> None:
    mark = Markup(0, 1, "other", '<font color="#ffcc00">')
    seen = show(SubtitleFile((TimedCue(0, 5000, Cue(None, ("夜朝",), None, (mark,))),), (1,)))
    colours = seen.page.eval_on_selector_all("#overlay span", "all => all.map(e => getComputedStyle(e).color)")
    assert colours == ["rgb(255, 204, 0)", "rgb(255, 255, 255)"]


def test_evil_text_is_text(show: Open) -> None:
    evil = "</script><img src=x onerror=alert(1)><b>太\u202e字\u0000\"'&amp;👨\u200d👩\u200d👧"
    cue = Cue(evil, (evil,), None, (Markup(0, 2, "ruby", evil),))
    seen = show(SubtitleFile((TimedCue(0, 5000, cue),), (1,)))
    assert seen.page.evaluate("document.querySelector('.line').textContent").replace(evil, "", 1) == evil
    assert seen.page.locator("#cues img, #cues b, #overlay img").count() == 0
    seen.page.select_option("#by-speaker", "0")
    assert seen.shown() == ["1"]


def test_what_has_no_time_and_what_has_no_text(show: Open) -> None:
    seen = show(filed((0, 0, "夜"), (3000, 2000, ""), (5000, 6000, "朝")))
    assert seen.page.locator(".bar.none").count() == 2
    seen.page.click("#next")
    assert violations(seen) == []


# ---------------------------------------------------------------- filters


def test_filters_by_finding_speaker_and_words(show: Open) -> None:
    seen = show()
    seen.page.select_option("#by-finding", "rule NFJS-LEN-H")
    assert seen.shown() == ["5"]
    assert seen.text("#shown") == "14 枚中 1 枚を表示"
    seen.page.select_option("#by-finding", "severity 2")
    assert seen.shown() == ["11"]
    seen.page.select_option("#by-finding", "none")
    seen.page.select_option("#by-speaker", label="潮田真帆（2）")
    assert seen.shown() == ["10"]
    seen.page.click("#clear")
    assert len(seen.shown()) == 14
    for words, expected in (("うみなり", ["8"]), ("１１時", ["3"]), ("聞こえます", ["11"]), ("潮田真帆", ["10", "11"])):
        seen.page.fill("#search", words)
        assert seen.shown() == expected, words
    seen.page.fill("#search", "どこにもない")
    assert seen.text("#shown") == "当てはまる字幕がありません"


def test_a_jump_finds_a_row_that_the_filter_hides(show: Open) -> None:
    seen = show()
    seen.page.fill("#search", "潮田真帆")
    seen.page.fill("#jump", "3")
    seen.page.press("#jump", "Enter")
    assert len(seen.shown()) == 14
    assert "絞り込みを解きました" in seen.text("#shown")
    assert seen.focus() == "3"
    seen.page.fill("#jump", "99")
    seen.page.click("#jump-form button[type=submit]")
    assert seen.text("#shown").startswith("99 番の字幕はありません（1〜14）")


# ---------------------------------------------------------------- by keyboard alone


def test_a_journey_by_keyboard_alone(show: Open) -> None:
    seen = show()
    press = seen.page.keyboard.press
    press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    assert seen.focus() == "list-head"
    press("n")  # the first finding, then the next, then back
    press("n")
    assert seen.text("#now-number") == "5 番"
    press("Shift+N")
    assert seen.text("#now-number") == "4 番"
    press("l")
    press("j")
    assert seen.text("#now-number") == "4 番"
    press("/")
    assert seen.focus() == "search"
    seen.page.keyboard.type("図書館 n")  # letters belong to the field
    assert seen.page.input_value("#search") == "図書館 n"
    for _ in range(2):
        press("Backspace")
    assert seen.shown() == ["3"]
    for stop in ("by-finding", "by-speaker", "clear"):
        press("Tab")
        assert seen.focus() == stop
    press("Enter")
    assert len(seen.shown()) == 14
    assert seen.focus() == "search"
    for stop in ("by-finding", "by-speaker", "jump"):  # nothing is left to be cleared
        press("Tab")
        assert seen.focus() == stop
    seen.page.keyboard.type("10")
    press("Enter")
    assert seen.focus() == "10"
    press("ArrowDown")
    press("ArrowDown")
    assert seen.focus() == "12"
    press("Home")
    assert seen.focus() == "1"
    press("End")
    assert seen.focus() == "14"
    press("Enter")
    assert seen.text("#now-number") == "14 番"
    press("Tab")  # the list is one stop: behind it the page ends
    assert seen.focus() not in {str(k) for k in range(1, 15)}


def test_every_control_can_be_reached_by_tab(show: Open) -> None:
    seen = show()
    reached = []
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        reached.append(seen.focus())
        if reached[-1] == "1":
            break
    wanted = "position previous play next rate whole-screen open-keys follow framed coloured search by-finding by-speaker jump previous-finding next-finding 1"  # noqa: E501
    assert [one for one in wanted.split() if one not in reached] == []


def test_the_picture_fills_the_screen_and_leaves_it(show: Open) -> None:
    seen = show()
    seen.page.keyboard.press("f")
    seen.until("document.fullscreenElement?.id === 'player'")
    seen.page.keyboard.press("l")
    assert seen.page.is_visible("#overlay .shown")
    seen.page.keyboard.press("f")
    seen.until("!document.fullscreenElement")


def test_help_opens_and_closes_and_letters_can_be_switched_off(show: Open) -> None:
    seen = show()
    seen.page.keyboard.press("?")
    assert seen.page.is_visible("#help")
    seen.page.uncheck("#letters")
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#help")
    seen.page.keyboard.press("l")
    assert seen.text("#now-number") == "字幕なし"


# ---------------------------------------------------------------- played

# In the page: at each change of the picture, where the clock stood and which cues it showed
WATCH = """() => {
  const media = document.getElementById('media'), overlay = document.getElementById('overlay'), seen = window.seen = [];
  new MutationObserver(() => seen.push([(media?.currentTime ?? 0) * 1000, overlay.textContent]))
    .observe(overlay, { childList: true });
}"""
BEATS = filed(*((300 + k * 400, 300 + k * 400 + 250, f"拍{k}") for k in range(8)))


@pytest.mark.parametrize("how", ["beside", "inside"])
def test_the_picture_follows_the_recording_within_a_tenth_of_a_second(show: Open, tmp_path: Path, how: str) -> None:
    """Mostly within 5 ms. The best of three, since a busy machine holds any page back."""
    path = sound(tmp_path / "音 #1.wav", 4)
    expected = [(at, text) for k in range(8) for at, text in ((300 + k * 400, f"拍{k}"), (550 + k * 400, ""))]
    late = 1e9
    for _ in range(3):
        seen = show(BEATS, media=referenced(path, tmp_path) if how == "beside" else embedded(path, 1))
        seen.page.evaluate(WATCH)
        seen.page.click("#play")
        seen.until("document.getElementById('media').ended")
        assert seen.text("#play-word") == "再生"
        there = seen.page.evaluate("window.seen")
        if [text for _, text in there] == [text for _, text in expected]:
            late = min(late, max(abs(at - wanted) for (at, _), (wanted, _) in zip(there, expected, strict=True)))
        if late <= 100:
            break
    assert late <= 100


def test_a_click_on_a_cue_seeks_and_the_list_follows(show: Open, tmp_path: Path) -> None:
    cues = filed(*((k * 1000, k * 1000 + 900, f"字幕{k}") for k in range(60)))
    seen = show(cues, media=referenced(sound(tmp_path / "a.wav", 60), tmp_path))
    seen.until("document.getElementById('media').readyState > 0")
    seen.page.click(".cue >> nth=3")
    seen.until("document.getElementById('media').currentTime === 3")
    assert seen.page.inner_text("#overlay") == "字幕3"
    seen.page.evaluate("document.getElementById('media').currentTime = 49.95")
    seen.page.click("#play")
    seen.until("document.querySelector('.cue.current .number')?.textContent === '52'")
    seen.until(IN_SIGHT.format("document.querySelectorAll('.cue')[51]"))
    seen.page.click("#play")
    assert seen.page.evaluate("document.getElementById('media').paused")


def test_without_a_recording_a_clock_plays(show: Open) -> None:
    seen = show(BEATS)
    seen.page.select_option("#rate", "2")
    seen.page.keyboard.press("Escape")
    seen.page.evaluate(WATCH)
    seen.page.click("#play")
    assert seen.text("#play-word") == "停止"
    seen.until("document.getElementById('play-word').textContent === '再生'")
    assert [text for _, text in seen.page.evaluate("window.seen") if text] == [f"拍{k}" for k in range(8)]
    seen.page.click("#play")  # again, from the start
    seen.until("document.getElementById('overlay').textContent === '拍0'")


def test_a_recording_that_cannot_be_played_is_said_and_the_clock_plays(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "bad.mp4"
    path.write_bytes(b"no film")
    page = tmp_path / "page.html"
    page.write_text(document(BEATS, SDH, name="x", media=referenced(path, tmp_path)), encoding="utf-8")
    seen = opened(browser, page.as_uri())
    seen.until("document.getElementById('trouble').textContent.includes('bad.mp4')")
    seen.page.click("#play")
    seen.until("document.getElementById('overlay').textContent === '拍0'")
    assert seen.complaints == []
    seen.page.context.close()


def test_it_works_from_a_server_too(browser: Any, tmp_path: Path) -> None:
    media = referenced(sound(tmp_path / "a.wav", 2), tmp_path)
    (tmp_path / "page.html").write_text(document(BEATS, SDH, name="x", media=media), encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seen = opened(browser, f"http://127.0.0.1:{server.server_port}/page.html")
        seen.until("document.getElementById('media').readyState > 0")
        seen.page.context.close()
        server.shutdown()
    assert seen.complaints == []
    assert {re.sub("^.*/", "", url) for url in seen.requests} == {"page.html", "a.wav"}


# ---------------------------------------------------------------- large


def test_five_thousand_cues_can_be_used(show: Open) -> None:
    cues = filed(
        *((k * 2000, k * 2000 + 1900, f"夜の図書館の話 その{k + 1}\n静かなのに にぎやかなんです") for k in range(5000))
    )
    seen = show(cues)
    assert seen.page.locator(".cue").count() == 5000
    for wanted in ("4321", "17", "5000"):
        seen.page.fill("#jump", wanted)
        seen.page.press("#jump", "Enter")
        seen.until(f"document.activeElement.querySelector?.('.number')?.textContent === '{wanted}'")
        seen.until(IN_SIGHT.format("document.activeElement"))
    seen.page.fill("#search", "その4999")
    seen.until("document.querySelectorAll('.cue:not([hidden])').length === 1")
    assert seen.shown() == ["4999"]
