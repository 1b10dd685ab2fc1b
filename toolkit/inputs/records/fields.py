"""What the keys of a record mean, and what its values say, whoever wrote the file. Every table is in order of trust.

Sources: the forms of Podcasting 2.0, Whisper and its kin, AssemblyAI, Deepgram, Amazon Transcribe and Call Analytics,
Google Speech, Azure Speech and Video Indexer, Watson, Rev, Otter, Sonix, ElevenLabs, Gladia, Speechmatics, AmiVoice,
Vosk, Fireflies, Premiere, YouTube (json3), Slack, Discord and Telegram, as their own documentation shows them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from toolkit.inputs.clean import in_one_line

TEXT = (
    "displaytext display punctuatedword punctuated punct utterance sentence script body text transcript content "
    "message msg txt utf8 written word value caption finalsentence speech phrase line token term cue said dialogue "
    "quote transcription fulltext fulltranscript 発言 発言内容 発話 発話内容 本文 テキスト 内容 文 台詞 セリフ せりふ "
    "字幕 コメント メッセージ 文字起こし 書き起こし 書き起こし文"
).split()
WHOLE = frozenset(
    "text transcript transcription fulltext fulltranscript body content display 本文 全文 文字起こし".split()
)
# the same words once more, as they are read or before they are made presentable
SPELLING = frozenset("spoken spokenform reading kana yomi pronunciation phonemes lexical itn maskeditn rawtext".split())
SPEAKER = (
    "speakername speakerdisplayname speaker displayname name 話者 話者名 発言者 発言者名 話し手 登壇者 氏名 名前 役名 "
    "author interlocutor interlocutorid participantid sender username nickname from by who person people character "
    "role participantrole participant actor user "
    "speakerlabel speakermodellabel speakerid speakertag speakers spk spkid speakeridx talker talkerid userid label "
    "channel channellabel channelid channeltag voice persona member handle nick agent talent"
).split()
# keys that name the speaker of everything inside an object; others may name the file, the model, the listener
ABOVE = frozenset(key for key in SPEAKER if key.startswith(("speaker", "spk", "話者", "talker"))) - {"speakers"}
PEOPLE = frozenset(
    "speakers speakerlist speakernames speakermap speakermapping speakerlabels participants people persons members "
    "users cast hosts tracks channels 話者 話者一覧 参加者 出席者 登壇者 出演者".split()
)
_ID = "id speakerid spkid uuid speaker speakerlabel label key tag index userid".split()
_NAME = "name displayname speakername fullname realname nickname username 名前 氏名 話者名 title label".split()
# lists of words, as far as their items are short
WORDS = frozenset(
    "words word tokens items elements wordsegments subwords terms displaywords timestamps alignment result chars "
    "characters wordtimestamps segs".split()
)
WORD = frozenset("word punctuatedword written token term value".split())
WORD_TYPES = frozenset(("word", "pronunciation", "punctuation", "punct", "spacing"))  # what ``type`` calls them
TRANSCRIPT = frozenset(
    "segments utterances chunks transcript transcripts transcription transcriptions results words monologues "
    "paragraphs sentences phrases recognizedphrases captions cues subtitles messages events dialogue dialogues "
    "conversation turns lines entries audiosegments speech talk script "
    "発言 発言内容 発言一覧 会話 字幕 本文 文字起こし".split()
)
QUESTION, ANSWER = frozenset("question q 質問 問 問い".split()), frozenset("answer a 回答 答 答え".split())
RIVALS = frozenset("alternatives nbest hypotheses candidates".split())
TRANSLATION = frozenset("translation translations translated translationresults 翻訳".split())
TITLE = "episodetitle title タイトル 題名 件名 name showtitle".split()
META = frozenset(
    "showtitle show podcast podcasttitle podcastname series seriestitle program date published publishedat pubdate "
    "publishdate recorded recordedat recordingdate broadcastdate guest guests host hosts interviewer interviewee "
    "author authors writer editor participants speakers attendees place location venue description subtitle "
    "日付 日時 開催日 収録日 公開日 放送日 面談日 会場 場所 ゲスト 司会 聞き手 出演者 出席者 参加者 登壇者 文 構成 "
    "番組 番組名 概要 説明".split()
)
# an object with one of these is an article, a product, a line of a log: something else than what somebody says
OTHER = frozenset("title headline url link href price slug sku level severity 見出し 価格".split())

_SIGNS = re.compile(r"[^\w]|_")


@lru_cache(maxsize=4096)
def plain(key: str) -> str:
    """A key without case, signs and width: ``start_time``, ``startTime`` and ``Start time`` are one."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", key)).lower()


def text_of(value: Any, depth: int = 3) -> str | None:
    """The words in a value: a string, runs of strings and objects, an object around them; None if it holds none."""
    if isinstance(value, str):
        return value
    if depth == 0:
        return None
    if isinstance(value, list):
        parts = [text_of(part, depth - 1) for part in value]
        return "".join(part for part in parts if part is not None) if None not in parts and parts else None
    if isinstance(value, Mapping):
        keys = {plain(key): key for key in reversed(list(value))}
        inner = next((keys[name] for name in (*TEXT, "runs") if name in keys), None)
        return None if inner is None else text_of(value[inner], depth - 1)
    return None


def name_of(value: Any) -> str:
    """A speaker as a record names it: a string, a whole number, an object with a name, a list of them; '' if none."""
    if isinstance(value, str):
        return clean_name(value)
    if isinstance(value, int | float):
        whole = not isinstance(value, bool) and value == value // 1
        return str(int(value)) if whole else ""
    if isinstance(value, Mapping):
        return name_of(of_keys(value, _NAME) or of_keys(value, _ID))
    if isinstance(value, list) and all(isinstance(part, str | Mapping) for part in value):
        return "・".join(filter(None, map(name_of, value)))
    return ""


_NOBODY = frozenset(("null", "none", "nil", "nan", "undefined", "n/a", "-", "--"))


@lru_cache(maxsize=4096)
def clean_name(text: str) -> str:
    """A name in one line, without control and direction characters and without half characters; '' for what programs
    write where nobody is named.
    """
    name = in_one_line(text)
    return "" if name.casefold() in _NOBODY else name


def of_keys(item: Mapping[str, Any], names: list[str]) -> Any:
    """The first value that is there under one of these plain keys."""
    keys = {plain(key): key for key in reversed(list(item))}
    return next((item[keys[name]] for name in names if name in keys and item[keys[name]] not in (None, "")), None)


def id_and_name(item: Mapping[str, Any]) -> tuple[str, str] | None:
    """A row of a table of people: what records call them, and their name."""
    key = of_keys(item, _ID)
    name = of_keys({k: v for k, v in item.items() if v is not key}, _NAME)
    known = isinstance(key, str | int) and isinstance(name, str)
    return (name_of(key), clean_name(name)) if known and clean_name(name) else None
