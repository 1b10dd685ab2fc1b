"""The word lists of the reader. They only add weight to what the layout shows; no list alone makes a speaker.

Family names: frequent ones of Japan, without those that are ordinary words or places first, as evidence for a name seen
once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """The family names of ``data/surnames.txt``."""
    return frozenset((Path(__file__).parent / "data" / "surnames.txt").read_text(encoding="utf-8").split())


# Words that stand for a person whose name is not given.
GENERIC = frozenset(
    "司会 司会者 進行 進行役 聞き手 聴き手 聞く人 話し手 語り手 インタビュアー インタビュイー インタビューアー 記者 質問者 回答者 編集部 編集者 編集長 ライター "
    "ナレーター ナレーション モデレーター ファシリテーター パネリスト ホスト ゲスト キャスター アナウンサー パーソナリティ リポーター レポーター "
    "会場 客席 観客 聴衆 参加者 出席者 来場者 一同 全員 スタッフ 運営 事務局 学生 高校生 大学生 中学生 小学生 生徒 教師 主婦 会社員 先生 社員 店員 店主 患者 医師 看護師 弁護士 警察官 相談者 相談員 支援員 利用者 保護者 住民 市民 町民 株主 講師 実況 解説 解説者 審判官 受審人 補佐人 主催者 担当者 調査官 証言者 証人 裁判官 裁判長 検察官 検事 弁護人 被告人 被告 原告 代理人 通訳 翻訳者 議長 委員長 "
    "委員 議員 町議 市議 村議 区議 県議 座長 監督 男性 女性 男 女 男の子 女の子 少年 少女 母 父 夫 妻 娘 息子 子ども 話者 発言者 発話者 スピーカー 調査者 対象者 調査員 面接官 応募者 "
    "質問 回答 問 答 Q A host guest interviewer interviewee moderator narrator speaker audience staff q a mc translator interpreter presenter reporter director producer dj 不明 ? ?? ???".lower().split()
)
# Words that end a role or a title; "OG CEO兼社長", "東京大学教授".
ROLES = (
    "代理人",
    "弁護人",
    "分団長",
    "副団長",
    "師長",
    "参考人",
    "大臣",
    "政務官",
    "長官",
    "次官",
    "次長",
    "審議官",
    "参事官",
    "参事",
    "主査",
    "主幹",
    "主任",
    "補佐",
    "理事長",
    "理事",
    "監事",
    "教育長",
    "副市長",
    "副議長",
    "副委員長",
    "支配人",
    "コーチ",
    "主将",
    "キャプテン",
    "杜氏",
    "代表取締役社長",
    "代表取締役",
    "最高経営責任者",
    "最高技術責任者",
    "副社長",
    "社長",
    "会長",
    "代表理事",
    "代表",
    "専務",
    "常務",
    "取締役",
    "執行役員",
    "本部長",
    "部長",
    "課長",
    "係長",
    "室長",
    "局長",
    "所長",
    "館長",
    "園長",
    "校長",
    "学長",
    "院長",
    "店長",
    "支店長",
    "工場長",
    "船長",
    "町長",
    "村長",
    "市長",
    "知事",
    "組合長",
    "理事長",
    "理事",
    "監督",
    "主任",
    "主査",
    "主幹",
    "編集長",
    "特任教授",
    "名誉教授",
    "准教授",
    "教授",
    "助教",
    "講師",
    "研究員",
    "博士",
    "先生",
    "監修",
    "大臣",
    "首相",
    "大統領",
    "議員",
    "議長",
    "委員長",
    "委員",
    "座長",
    "記者",
    "創業者",
    "共同創業者",
    "オーナー",
    "リーダー",
    "マネージャー",
    "ディレクター",
    "技師",
    "技術者",
    "職員",
    "隊長",
    "団長",
    "プロデューサー",
    "デザイナー",
    "エンジニア",
    "担当",
    "選手",
    "棋士",
    "作家",
    "俳優",
    "女優",
    "歌手",
    "医師",
    "弁護士",
    "アナウンサー",
    "キャスター",
    "CEO",
    "CTO",
    "COO",
    "CFO",
    "CMO",
    "CIO",
    "Dr.",
    "Dr",
    "Prof.",
    "Mr.",
    "Ms.",
    "Mrs.",
)
ORGANISATIONS = (
    "株式会社",
    "大学",
    "大学院",
    "研究所",
    "研究科",
    "財団",
    "協会",
    "組合",
    "センター",
    "省",
    "庁",
    "新聞",
    "銀行",
    "病院",
    "高校",
    "Inc.",
    "Inc",
)
HONORIFICS = ("さん", "氏", "様", "さま", "君", "くん", "ちゃん", "殿", "選手", "先生")
# Nouns that stand before a colon, or alone on a line, and speak for nobody.
NOT_NAMES = frozenset(
    "対談 鼎談 座談会 特別対談 インタビュー 特集 連載 注 注意 注釈 凡例 略号 記号 備考 補足 追記 参考 参照 例 事例 結論 結果 理由 目的 背景 概要 要約 要点 ポイント まとめ はじめに おわりに 終わりに 最後に 前編 後編 目次 料金 価格 費用 "
    "日時 日程 時間 期間 場所 会場名 住所 電話 開催 定員 対象 内容 条件 特徴 課題 対策 解決策 方法 手順 効果 効用 歴史 経歴 略歴 受賞歴 著書 関連 関連記事 プロフィール "
    "お知らせ 問い合わせ お問い合わせ 編集後記 あとがき まえがき 序章 終章 本文 見出し 小見出し 写真 図 表 動画 画像 資料 出典 引用 質疑応答 自己紹介 現在 過去 未来 当時 "
    "昨日 今日 明日 一方 また つまり ただし さらに しかし そして 以上 以下 全文 第一部 第二部 第三部 前半 後半 休憩 余談 雑談 本題 問題 疑問 提案 決定 合計 "
    "はい いいえ いえ ええ うん ううん いや そう そうです そうですか そうですね そうなんです なるほど なるほどね へえ へー ほう ああ おお えっ え あ あー えー うーん まあ まあね ですね ですよね たしかに 確かに もちろん "
    "ありがとうございます ありがとうございました よろしくお願いします 了解です すみません どうぞ どうも こんにちは こんばんは おはようございます いいですね すごい すごいですね 本当ですか "
    "se bgm 効果音 音楽 テロップ 字幕 スライド ト書き ジングル 挿入歌 主題歌 "
    "note notes summary profile introduction conclusion http https url tel fax mail email".split()
)
META_KEYS = frozenset(
    "著者 筆者 執筆 執筆者 作者 文 文責 記事 取材 取材者 取材・文 取材文 構成 構成・文 取材・構成 取材・構成・文 編集 編集協力 撮影 写真 イラスト 図版 翻訳 訳 訳者 監修 校正 校閲 "
    "出典 出典元 引用元 引用 初出 転載元 掲載 掲載日 掲載誌 媒体 提供 協力 日付 日時 公開 公開日 投稿日 更新日 最終更新 最終更新日 収録 収録日 収録場所 取材日 取材場所 場所 会場 開催日 "
    "記録 記録者 書記 採録 速記 作成 作成者 起こし 文字化 主催 共催 後援 議題 議事 議案 欠席 欠席者 傍聴 傍聴者 配布資料 資料 会見者 対象 期間 とき ところ 司会進行 採録日 録音 録音日 "
    "実施日 インタビュー日 証人 聞き手 聴き手 インタビュアー インタビュー 話し手 語り手 講師 講演者 演者 ゲスト 出演 出演者 登壇者 参加者 出席者 司会 進行 文字起こし 書き起こし タイトル 題名 題 副題 "
    "シリーズ カテゴリ カテゴリー タグ キーワード ライセンス 著作権 URL 言語 author by source date title subtitle interviewer interviewee guest host text photo photos photography "
    "from subject to cc sent 件名 差出人 宛先 送信者 送信日時 "
    "words translation translator translated editor edited tags category categories url lang language description slug published updated copyright license".lower().split()
)
TITLE_KEYS = ("title", "タイトル", "題名", "題")
ASKER_KEYS = (
    "聞き手",
    "聴き手",
    "インタビュアー",
    "interviewer",
    "取材",
    "取材・文",
    "取材・構成",
    "取材・構成・文",
)
ASKED_KEYS = (
    "話し手",
    "語り手",
    "ゲスト",
    "interviewee",
    "guest",
    "出演",
    "回答者",
    "会見者",
    "講師",
    "講演者",
    "演者",
    "証言者",
    "証人",
    "差出人",
    "from",
)
TAIL_HEADINGS = (
    "プロフィール",
    "略歴",
    "経歴",
    "編集後記",
    "あとがき",
    "関連記事",
    "関連リンク",
    "著者紹介",
    "参考文献",
    "参考資料",
    "脚注",
    "注釈",
    "profile",
    "お知らせ",
    "書籍情報",
)

ANNOUNCED = (
    "インタビュー",
    "対談",
    "鼎談",
    "座談会",
    "全文",
    "やり取り",
    "やりとり",
    "一問一答",
    "書き起こし",
    "文字起こし",
    "会話",
    "会見",
    "質疑",
    "発言",
    "トーク",
    "interview",
    "話を聞いた",
    "話を伺った",
    "お話を",
)
ANNOUNCES = (
    "以下",
    "次の",
    "下記",
    "とおり",
    "通り",
    "全文",
    "お届け",
    "紹介",
    "掲載",
    "公開",
    "聞いた",
    "伺った",
    "うかがった",
    "です",
    "ます",
    "transcript",
)
