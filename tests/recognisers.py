"""The same talk in every JSON that holds talks, as each maker writes it: two people, three utterances."""

from __future__ import annotations

import json
from typing import Any

Said = list[tuple[str, int | None, int | None, str]]  # speaker, start and end in ms, words

NAMES = ("大場", "李")
TURNS = [
    (0, 0.5, 2.75, "港の朝は早いですか。"),
    (1, 3.1, 6.4, "はい、三時に網を上げます。"),
    (0, 7.2, 8.05, "三時ですか。"),
]
WORDS = [
    *[(0, a, b, w) for a, b, w in [(0.5, 1.0, "港"), (1.0, 1.2, "の"), (1.2, 1.6, "朝"), (1.6, 1.8, "は")]],
    *[(0, a, b, w) for a, b, w in [(1.8, 2.2, "早い"), (2.2, 2.75, "ですか。")]],
    *[(1, a, b, w) for a, b, w in [(3.1, 3.6, "はい、"), (3.6, 4.2, "三時"), (4.2, 4.4, "に"), (4.4, 4.9, "網")]],
    *[(1, a, b, w) for a, b, w in [(4.9, 5.1, "を"), (5.1, 5.6, "上げ"), (5.6, 6.4, "ます。")]],
    *[(0, a, b, w) for a, b, w in [(7.2, 7.7, "三時"), (7.7, 8.05, "ですか。")]],
]
FULL = "".join(text for *_, text in TURNS)


def clock(seconds: float, point: str = ".") -> str:
    """``00:00:02.750``."""
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}{point}{whole % 1000:03d}"


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def talk(*names: str, ends: bool = True, starts: bool = True) -> Said:
    """What is said, in ms, by people of these names."""
    return [
        (names[who] if names else "", ms(a) if starts else None, ms(b) if ends else None, text)
        for who, a, b, text in TURNS
    ]


def words_of(a: float, b: float) -> list[tuple[int, float, float, str]]:
    return [word for word in WORDS if a <= word[1] < b]


def bare(text: str) -> str:
    return text.strip("、。")


PODCASTING = {
    "version": "1.0.0",
    "segments": [{"speaker": NAMES[w], "startTime": a, "endTime": b, "body": t} for w, a, b, t in TURNS],
}
WHISPER = {
    "text": FULL,
    "segments": [
        {"id": 0, "seek": 0, "start": a, "end": b, "text": f" {t}", "tokens": [50364, 7861], "words": []}
        for _, a, b, t in TURNS
    ],
    "language": "ja",
}
WHISPERX = {
    "segments": [
        {
            "start": a,
            "end": b,
            "text": t,
            "speaker": f"SPEAKER_0{w}",
            "words": [{"word": c, "start": a, "end": b, "score": 0.9, "speaker": f"SPEAKER_0{w}"} for c in t],
        }
        for w, a, b, t in TURNS
    ],
    "word_segments": [{"word": c, "start": a, "end": b, "score": 0.9} for _, a, b, t in TURNS for c in t],
}
WHISPER_CPP = {
    "systeminfo": "AVX = 1 | NEON = 0",
    "model": {"type": "base", "multilingual": True},
    "result": {"language": "ja"},
    "transcription": [
        {
            "timestamps": {"from": clock(a, ","), "to": clock(b, ",")},
            "offsets": {"from": ms(a), "to": ms(b)},
            "text": t,
        }
        for _, a, b, t in TURNS
    ],
}
TRANSFORMERS = {"text": FULL, "chunks": [{"timestamp": [a, b], "text": t} for _, a, b, t in TURNS]}
GPT_DIARIZE = {
    "task": "transcribe",
    "duration": 8.2,
    "text": FULL,
    "segments": [
        {"type": "transcript.text.segment", "id": "seg_1", "start": a, "end": b, "text": t, "speaker": "AB"[w]}
        for w, a, b, t in TURNS
    ],
}
ASSEMBLYAI = {
    "id": "6rlr37",
    "language_code": "ja",
    "status": "completed",
    "audio_duration": 9,
    "text": FULL,
    "words": [{"text": t, "start": ms(a), "end": ms(b), "confidence": 0.9, "speaker": "AB"[w]} for w, a, b, t in WORDS],
    "utterances": [
        {"confidence": 0.9, "start": ms(a), "end": ms(b), "text": t, "speaker": "AB"[w], "words": []}
        for w, a, b, t in TURNS
    ],
}
ASSEMBLYAI_WORDS = {
    "text": FULL,
    "words": [{"text": t, "start": ms(a), "end": ms(b), "confidence": 0.9, "speaker": None} for _, a, b, t in WORDS],
    "utterances": None,
}
_DEEPGRAM_WORDS = [{"word": bare(t), "start": a, "end": b, "speaker": w, "punctuated_word": t} for w, a, b, t in WORDS]
DEEPGRAM = {
    "metadata": {"duration": 9.1, "channels": 1, "models": ["nova-2-general"]},
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": FULL,
                        "confidence": 0.9,
                        "words": _DEEPGRAM_WORDS,
                        "paragraphs": {
                            "transcript": "\n\n".join(f"Speaker {w}: {t}" for w, _, _, t in TURNS),
                            "paragraphs": [
                                {
                                    "sentences": [{"text": t, "start": a, "end": b}],
                                    "speaker": w,
                                    "num_words": 5,
                                    "start": a,
                                    "end": b,
                                }
                                for w, a, b, t in TURNS
                            ],
                        },
                    }
                ]
            }
        ]
    },
}
DEEPGRAM_UTTERANCES = {
    "results": {
        "channels": [{"alternatives": [{"transcript": FULL}]}],
        "utterances": [
            {"start": a, "end": b, "channel": 0, "transcript": t, "speaker": w, "id": "7ffb"} for w, a, b, t in TURNS
        ],
    }
}
DEEPGRAM_WORDS = {"results": {"channels": [{"alternatives": [{"transcript": FULL, "words": _DEEPGRAM_WORDS}]}]}}
DEEPGRAM_CHANNELS = {
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": "".join(t for who, _, _, t in TURNS if who == channel),
                        "words": [{"word": t, "start": a, "end": b} for who, a, b, t in WORDS if who == channel],
                    }
                ]
            }
            for channel in (0, 1)
        ]
    }
}
AMAZON = {
    "jobName": "talk",
    "status": "COMPLETED",
    "results": {
        "transcripts": [{"transcript": FULL}],
        "speaker_labels": {
            "speakers": 2,
            "segments": [
                {"start_time": str(a), "speaker_label": f"spk_{w}", "end_time": str(b), "items": []}
                for w, a, b, _ in TURNS
            ],
        },
        "items": [
            item
            for w, a, b, t in WORDS
            for item in (
                {
                    "start_time": str(a),
                    "speaker_label": f"spk_{w}",
                    "end_time": str(b),
                    "alternatives": [{"confidence": "0.9", "content": bare(t)}],
                    "type": "pronunciation",
                },
                {
                    "speaker_label": f"spk_{w}",
                    "alternatives": [{"confidence": "0.0", "content": t[-1]}],
                    "type": "punctuation",
                },
            )[: 1 + (t[-1] in "、。")]
        ],
    },
}
AMAZON_APART = {
    "results": {
        "transcripts": [{"transcript": FULL}],
        "speaker_labels": {
            "speakers": 2,
            "segments": [
                {
                    "start_time": str(a),
                    "speaker_label": f"spk_{w}",
                    "end_time": str(b),
                    "items": [
                        {"start_time": str(c), "end_time": str(d), "speaker_label": f"spk_{w}"}
                        for _, c, d, _ in words_of(a, b)
                    ],
                }
                for w, a, b, _ in TURNS
            ],
        },
        "items": [
            {"start_time": str(a), "end_time": str(b), "alternatives": [{"content": t}], "type": "pronunciation"}
            for _, a, b, t in WORDS
        ],
    }
}
AMAZON_AUDIO_SEGMENTS = {
    "results": {
        "transcripts": [{"transcript": FULL}],
        "items": AMAZON_APART["results"]["items"],
        "audio_segments": [
            {
                "id": 0,
                "transcript": t,
                "start_time": str(a),
                "end_time": str(b),
                "speaker_label": f"spk_{w}",
                "items": [0, 1],
            }
            for w, a, b, t in TURNS
        ],
    }
}
CALL_ANALYTICS = {
    "Participants": [{"ParticipantRole": "AGENT"}],
    "Transcript": [
        {
            "ParticipantRole": ("AGENT", "CUSTOMER")[w],
            "BeginOffsetMillis": ms(a),
            "EndOffsetMillis": ms(b),
            "Content": t,
            "Items": [],
            "Sentiment": "NEUTRAL",
        }
        for w, a, b, t in TURNS
    ],
}
GOOGLE = {
    "results": [
        *(
            {
                "alternatives": [
                    {
                        "transcript": t,
                        "confidence": 0.9,
                        "words": [
                            {"startTime": f"{c:.3f}s", "endTime": f"{d:.3f}s", "word": f"{u}|ヨミ"}
                            for _, c, d, u in words_of(a, b)
                        ],
                    }
                ],
                "resultEndTime": f"{b}s",
                "languageCode": "ja-jp",
            }
            for _, a, b, t in TURNS
        ),
        {
            "alternatives": [
                {
                    "words": [
                        {
                            "startTime": f"{a:.3f}s",
                            "endTime": f"{b:.3f}s",
                            "word": f"{t}|ヨミ",
                            "speakerTag": w + 1,
                        }
                        for w, a, b, t in WORDS
                    ]
                }
            ]
        },
    ]
}
GOOGLE_V2 = {
    "results": [
        {
            "alternatives": [
                {
                    "transcript": t,
                    "words": [
                        {"startOffset": f"{c}s", "endOffset": f"{d}s", "word": u, "speakerLabel": str(w)}
                        for _, c, d, u in words_of(a, b)
                    ],
                }
            ],
            "resultEndOffset": f"{b}s",
        }
        for w, a, b, t in TURNS
    ]
}
GOOGLE_PARTS = {
    "response": {
        "results": [
            {
                "alternatives": [
                    {
                        "transcript": FULL,
                        "words": [
                            {
                                "startTime": {"seconds": str(int(a)), "nanos": round(a % 1 * 1e9)},
                                "endTime": {"seconds": str(int(b)), "nanos": round(b % 1 * 1e9)},
                                "word": t,
                            }
                            for _, a, b, t in WORDS
                        ],
                    }
                ]
            }
        ]
    }
}
AZURE = {
    "source": "https://example.com/talk.wav",
    "timestamp": "2024-01-12T07:44:10Z",
    "durationInTicks": 90_000_000,
    "duration": "PT9S",
    "combinedRecognizedPhrases": [{"channel": 0, "lexical": "".join(map(bare, FULL)), "display": FULL}],
    "recognizedPhrases": [
        {
            "recognitionStatus": "Success",
            "channel": 0,
            "speaker": w + 1,
            "offset": f"PT{a}S",
            "duration": f"PT{b - a:.2f}S",
            "offsetInTicks": a * 1e7,
            "durationInTicks": (b - a) * 1e7,
            "nBest": [
                {"confidence": 0.8, "lexical": bare(t), "itn": bare(t), "display": t},
                {"confidence": 0.4, "display": "みなとの"},
            ],
        }
        for w, a, b, t in TURNS
    ],
}
AZURE_ISO = {
    "recognizedPhrases": [
        {"speaker": w + 1, "offset": f"PT{a}S", "duration": f"PT{round(b - a, 3)}S", "nBest": [{"display": t}]}
        for w, a, b, t in TURNS
    ]
}
AZURE_FAST = {
    "durationMilliseconds": 9000,
    "combinedPhrases": [{"text": FULL}],
    "phrases": [
        {
            "channel": 0,
            "speaker": w,
            "offsetMilliseconds": ms(a),
            "durationMilliseconds": ms(b - a),
            "text": t,
            "words": [],
            "locale": "ja-JP",
        }
        for w, a, b, t in TURNS
    ],
}
AZURE_SEGMENTS = {
    "AudioFileResults": [
        {
            "SegmentResults": [
                {
                    "Offset": round(a * 1e7),
                    "Duration": round((b - a) * 1e7),
                    "NBest": [{"Lexical": bare(t), "Display": t}],
                }
                for _, a, b, t in TURNS
            ]
        }
    ]
}
VIDEO_INDEXER = {
    "videos": [
        {
            "insights": {
                "transcript": [
                    {
                        "id": 1,
                        "text": t,
                        "confidence": 0.9,
                        "speakerId": w + 1,
                        "language": "ja-JP",
                        "instances": [{"start": f"0:00:0{a}", "end": f"0:00:0{b}"}],
                    }
                    for w, a, b, t in TURNS
                ],
                "speakers": [{"id": 1, "name": "大場", "instances": []}, {"id": 2, "name": "李", "instances": []}],
            }
        }
    ]
}
WATSON = {
    "results": [
        {
            "final": True,
            "alternatives": [
                {
                    "transcript": " ".join(u for _, _, _, u in words_of(a, b)),
                    "timestamps": [[u, c, d] for _, c, d, u in words_of(a, b)],
                    "word_confidence": [[u, 0.9] for _, _, _, u in words_of(a, b)],
                }
            ],
        }
        for _, a, b, _ in TURNS
    ],
    "speaker_labels": [{"from": a, "to": b, "speaker": w, "confidence": 0.5, "final": False} for w, a, b, _ in WORDS],
}
REV = {
    "monologues": [
        {
            "speaker": w,
            "elements": [
                element
                for _, c, d, u in words_of(a, b)
                for element in (
                    {"type": "text", "value": bare(u), "ts": c, "end_ts": d, "confidence": 0.9},
                    {"type": "punct", "value": u[-1]},
                )[: 1 + (u[-1] in "、。")]
            ],
        }
        for w, a, b, _ in TURNS
    ]
}
REV_NAMES = {
    "speakers": [{"id": 0, "name": "大場"}, {"id": 1, "name": "李"}],
    "monologues": [
        {"speaker": w, "elements": [{"type": "text", "value": t, "ts": clock(a), "end_ts": clock(b)}]}
        for w, a, b, t in TURNS
    ],
}
OTTER = {
    "speech": {
        "title": "港の話",
        "speakers": [{"id": 71, "speaker_name": "大場"}, {"id": 72, "speaker_name": "李"}],
        "transcripts": [
            {
                "id": 900 + w,
                "transcript": t,
                "start_offset": round(a * 16000),
                "end_offset": round(b * 16000),
                "speaker_id": 71 + w,
            }
            for w, a, b, t in TURNS
        ],
    }
}
SONIX = {
    "name": "港の朝 第一回",
    "transcript": [
        {
            "start_time": a,
            "end_time": b,
            "text": t,
            "speaker": f"Speaker{w + 1}",
            "words": [{"text": t, "start_time": a, "end_time": b}],
        }
        for w, a, b, t in TURNS
    ],
}
ELEVENLABS = {
    "language_code": "jpn",
    "text": FULL,
    "words": [
        {
            "text": c,
            "start": a + (b - a) * k / len(t),
            "end": a + (b - a) * (k + 1) / len(t),
            "type": "word",
            "speaker_id": f"speaker_{w}",
            "logprob": -0.1,
        }
        for w, a, b, t in WORDS
        for k, c in enumerate(t)
    ],
}
GLADIA = {
    "result": {
        "metadata": {"audio_duration": 9.0},
        "transcription": {
            "full_transcript": FULL,
            "utterances": [
                {
                    "text": t,
                    "start": a,
                    "end": b,
                    "channel": 0,
                    "speaker": w,
                    "words": [{"word": t, "start": a, "end": b}],
                }
                for w, a, b, t in TURNS
            ],
        },
    }
}
SPEECHMATICS = {
    "format": "2.9",
    "metadata": {"type": "transcription", "language_pack_info": {"word_delimiter": ""}},
    "results": [
        result
        for w, a, b, t in WORDS
        for result in (
            {
                "alternatives": [{"content": bare(t), "confidence": 1.0, "language": "ja", "speaker": f"S{w + 1}"}],
                "start_time": a,
                "end_time": b,
                "type": "word",
            },
            {
                "alternatives": [{"content": t[-1], "confidence": 1.0, "language": "ja", "speaker": f"S{w + 1}"}],
                "attaches_to": "previous",
                "start_time": b,
                "end_time": b,
                "is_eos": t[-1] == "。",
                "type": "punctuation",
            },
        )[: 1 + (t[-1] in "、。")]
    ],
}
AMIVOICE = {
    "utteranceid": "20240401",
    "text": FULL,
    "code": "",
    "segments": [
        {
            "text": t,
            "results": [
                {
                    "starttime": ms(a),
                    "endtime": ms(b),
                    "confidence": 0.9,
                    "tags": [],
                    "text": t,
                    "tokens": [
                        {
                            "written": u,
                            "spoken": "よみ",
                            "starttime": ms(c),
                            "endtime": ms(d),
                            "label": f"speaker{v}",
                        }
                        for v, c, d, u in words_of(a, b)
                    ],
                }
            ],
        }
        for _, a, b, t in TURNS
    ],
}
AMIVOICE_SYNC = {
    "results": [
        {
            "starttime": 500,
            "endtime": 8050,
            "text": FULL,
            "tokens": [{"written": t, "spoken": "よみ", "starttime": ms(a), "endtime": ms(b)} for _, a, b, t in WORDS],
        }
    ],
    "text": FULL,
}
VOSK_LINES = "\n".join(
    json.dumps(
        {
            "result": [{"conf": 1.0, "start": c, "end": d, "word": u} for _, c, d, u in words_of(a, b)],
            "spk": [0.1, -0.2],
            "text": " ".join(u for _, _, _, u in words_of(a, b)),
        },
        ensure_ascii=False,
        indent=2,
    )
    for _, a, b, _ in TURNS
)
FIREFLIES = [
    {
        "index": 0,
        "speaker_name": NAMES[w],
        "speaker_id": w,
        "sentence": t,
        "startTime": clock(a),
        "endTime": clock(b),
        "ai_filters": {"task": None},
    }
    for w, a, b, t in TURNS
]
PREMIERE = {
    "language": "ja-jp",
    "segments": [
        {
            "duration": b - a,
            "language": "ja-jp",
            "speaker": f"3f-{w}",
            "start": a,
            "words": [
                {"confidence": 1, "duration": d - c, "eos": u[-1] == "。", "start": c, "text": u, "type": "word"}
                for _, c, d, u in words_of(a, b)
            ],
        }
        for w, a, b, _ in TURNS
    ],
    "speakers": [{"id": "3f-0", "name": "大場"}, {"id": "3f-1", "name": "李"}],
}
YOUTUBE_JSON3 = {
    "wireMagic": "pb3",
    "pens": [{}],
    "events": [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
        *(
            event
            for _, a, b, t in TURNS
            for event in (
                {
                    "tStartMs": ms(a),
                    "dDurationMs": ms(b - a),
                    "wWinId": 1,
                    "segs": [{"utf8": t[:3], "acAsrConf": 0}, {"utf8": t[3:], "tOffsetMs": 300}],
                },
                {"tStartMs": ms(b), "dDurationMs": 10, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            )
        ),
    ],
}
DISCORD = {
    "guild": {"name": "釣り部"},
    "messages": [
        {
            "id": "1",
            "type": "Default",
            "timestamp": f"2024-05-01T20:0{int(a)}:00+09:00",
            "content": t,
            "author": {"id": f"9{w}", "name": NAMES[w]},
        }
        for w, a, _, t in TURNS
    ],
}
TELEGRAM = {
    "name": "釣り部",
    "messages": [
        {
            "id": 1,
            "type": "message",
            "date_unixtime": str(1_700_000_000 + int(a)),
            "from": NAMES[w],
            "text": [t[:2], {"type": "bold", "text": t[2:]}],
        }
        for w, a, _, t in TURNS
    ],
}
SLACK = [
    {"type": "message", "user": f"U0{w}", "text": t, "ts": f"{1_700_000_000 + int(a)}.000200"} for w, a, _, t in TURNS
]
MINUTES = {
    "面談日": "2024年5月1日",
    "参加者": ["大場", "李"],
    "発言内容": [{"話者": NAMES[w], "内容": t} for w, _, _, t in TURNS],
    "要約": "港の朝の話をした。",
}
PANDAS = {
    key: {str(k): turn[n] if n else NAMES[turn[0]] for k, turn in enumerate(TURNS)}
    for n, key in enumerate(("speaker", "start", "end", "text"))
}
PANDAS_SPLIT = {
    "columns": ["speaker", "start", "end", "text"],
    "index": [0, 1, 2],
    "data": [[NAMES[w], a, b, t] for w, a, b, t in TURNS],
}
TRACKS = {
    "tracks": [
        {"name": NAMES[who], "segments": [{"start": a, "end": b, "text": t} for w, a, b, t in TURNS if w == who]}
        for who in (0, 1)
    ]
}
QUESTIONS = {
    "interview": [
        {"question": "なぜ海へ？", "answer": "好きだから。"},
        {"question": "今も？", "answer": "今もです。"},
    ]
}
UNTIMED = {"starts": False, "ends": False}
SPEAKERS = ("SPEAKER_00", "SPEAKER_01")

SHAPES: dict[str, tuple[Any, Said]] = {
    "Podcasting 2.0": (PODCASTING, talk(*NAMES)),
    "Whisper": (WHISPER, talk()),
    "a bare list": ([{"start": a, "end": b, "text": t} for _, a, b, t in TURNS], talk()),
    "WhisperX": (WHISPERX, talk(*SPEAKERS)),
    "whisper.cpp": (WHISPER_CPP, talk()),
    "whisper.cpp, offsets alone": (
        {"transcription": [{"offsets": {"from": ms(a), "to": ms(b)}, "text": t} for _, a, b, t in TURNS]},
        talk(),
    ),
    "Transformers": (TRANSFORMERS, talk()),
    "gpt-4o-transcribe-diarize": (GPT_DIARIZE, talk("A", "B")),
    "AssemblyAI": (ASSEMBLYAI, talk("A", "B")),
    "AssemblyAI without speakers": (ASSEMBLYAI_WORDS, talk()),
    "Deepgram, paragraphs": (DEEPGRAM, talk("0", "1")),
    "Deepgram, utterances": (DEEPGRAM_UTTERANCES, talk("0", "1")),
    "Deepgram, words": (DEEPGRAM_WORDS, talk("0", "1")),
    "Deepgram, channels": (DEEPGRAM_CHANNELS, talk("0", "1")),
    "Amazon Transcribe": (AMAZON, talk("spk_0", "spk_1")),
    "Amazon Transcribe, speakers apart from words": (AMAZON_APART, talk("spk_0", "spk_1")),
    "Amazon Transcribe, audio segments": (AMAZON_AUDIO_SEGMENTS, talk("spk_0", "spk_1")),
    "Amazon Call Analytics": (CALL_ANALYTICS, talk("AGENT", "CUSTOMER")),
    "Google v1, the last result has the speakers": (GOOGLE, talk("1", "2")),
    "Google v2": (GOOGLE_V2, talk("0", "1")),
    "Google, times in parts": (GOOGLE_PARTS, talk()),
    "Azure, batch": (AZURE, talk("1", "2")),
    "Azure, ISO times alone": (AZURE_ISO, talk("1", "2")),
    "Azure, fast": (AZURE_FAST, talk("0", "1")),
    "Azure, ticks without a name": (AZURE_SEGMENTS, talk()),
    "Azure Video Indexer": (VIDEO_INDEXER, talk(*NAMES)),
    "Watson": (WATSON, talk("0", "1")),
    "Rev": (REV, talk("0", "1")),
    "Rev with names": (REV_NAMES, talk(*NAMES)),
    "Otter, samples at 16 kHz": (OTTER, talk(*NAMES)),
    "Sonix": (SONIX, talk("Speaker1", "Speaker2")),
    "ElevenLabs": (ELEVENLABS, talk("speaker_0", "speaker_1")),
    "Gladia": (GLADIA, talk("0", "1")),
    "Speechmatics": (SPEECHMATICS, talk("S1", "S2")),
    "AmiVoice": (AMIVOICE, talk("speaker0", "speaker1")),
    "AmiVoice without speakers": (AMIVOICE_SYNC, [("", 500, 8050, FULL)]),
    "Vosk, JSON Lines": (VOSK_LINES, talk()),
    "Fireflies": (FIREFLIES, talk(*NAMES)),
    "Premiere": (PREMIERE, talk(*NAMES)),
    "YouTube, json3": (YOUTUBE_JSON3, talk()),
    "YouTube, start and duration": (
        [{"text": t, "start": a, "duration": round(b - a, 3)} for _, a, b, t in TURNS],
        talk(),
    ),
    "Japanese keys": (
        [{"話者": NAMES[w], "発話内容": t, "開始時刻": f"{a}秒", "終了時刻": f"{b}秒"} for w, a, b, t in TURNS],
        talk(*NAMES),
    ),
    "a chat": (
        [{"time": f"20:0{int(a)}:00", "name": NAMES[w], "message": t} for w, a, _, t in TURNS],
        [(NAMES[w], int(a) * 60_000, None, t) for w, a, _, t in TURNS],
    ),
    "Discord": (DISCORD, [(NAMES[w], int(a) * 60_000, None, t) for w, a, _, t in TURNS]),
    "Telegram": (TELEGRAM, [(NAMES[w], int(a) * 1000, None, t) for w, a, _, t in TURNS]),
    "Slack": (SLACK, [(f"U0{w}", int(a) * 1000, None, t) for w, a, _, t in TURNS]),
    "a model's dialogue": (
        {
            "messages": [
                {"role": ("host", "guest")[w], "content": [{"type": "text", "text": t}]} for w, _, _, t in TURNS
            ]
        },
        talk("host", "guest", **UNTIMED),
    ),
    "minutes of a model": (MINUTES, talk(*NAMES, **UNTIMED)),
    "names as keys": ([{NAMES[w]: t} for w, _, _, t in TURNS], talk(*NAMES, **UNTIMED)),
    "pairs": (
        [*([NAMES[w], t] for w, _, _, t in TURNS), ["李", "はい。"]],
        [*talk(*NAMES, **UNTIMED), ("李", None, None, "はい。")],
    ),
    "clocks as keys": (
        {clock(a): {"speaker": NAMES[w], "text": t} for w, a, _, t in TURNS},
        talk(*NAMES, ends=False),
    ),
    "numbers as keys": (
        {str(k): {"speaker": NAMES[w], "start": a, "end": b, "text": t} for k, (w, a, b, t) in enumerate(TURNS)},
        talk(*NAMES),
    ),
    "columns of pandas": (PANDAS, talk(*NAMES)),
    "split by pandas": (PANDAS_SPLIT, talk(*NAMES)),
    "a track for each person": (TRACKS, talk(*NAMES)),
    "an unknown key": (
        [{"start": a, "end": b, "speaker": NAMES[w], "kaiwa": t} for w, a, b, t in TURNS],
        talk(*NAMES),
    ),
    "an object around the text": (
        [
            {"startMs": str(ms(a)), "endMs": str(ms(b)), "text": {"runs": [{"text": t[:2]}, {"text": t[2:]}]}}
            for _, a, b, t in TURNS
        ],
        talk(),
    ),
    "questions and answers": (
        QUESTIONS,
        [(who, None, None, row[who]) for row in QUESTIONS["interview"] for who in ("question", "answer")],
    ),
}
