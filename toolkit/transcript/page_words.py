"""Words and lines that belong to a page, to a program's export or to the credits, and are said by nobody."""

from __future__ import annotations

from toolkit.japanese.lazy import lazy

# What stands around an article on its page, and is no part of it.
PAGE_WORDS = lazy(
    "(?i)シェア|ツイート|いいね|ブックマーク|はてな|Facebook|Twitter|LINE|メルマガ|会員登録|ログイン|ログアウト|マイページ|検索|メニュー|ホーム|トップページ|TOP|サイトマップ|"
    "プライバシー|利用規約|お問い合わせ|広告|PR|スポンサー|Sponsored|関連記事|関連リンク|おすすめ|人気記事|ランキング|新着|一覧|続きを読む|もっと見る|次の(?:ページ|記事)|前の(?:ページ|記事)|"
    "次へ|前へ|閉じる|印刷|コメント|カテゴリ|タグ|バックナンバー|Copyright|©|（c）|無断転載|All Rights Reserved|cookie|クッキー|同意|ページの先頭|文字起こし(?:サービス|ツール|by)|自動(?:生成|文字起こし)|文字起こしを|文字起こしは|音声認識|"
    "transcribed by|powered by|subscribe|チャンネル登録|購読|アプリで|ダウンロード|定期購読"
)
# What meeting tools write into their transcripts, and the pages of newspapers between their parts.
SYSTEM_LINE = lazy(
    r"\s*(?:.{1,30}\s?(?:さん)?(?:が|は)\s?(?:文字起こし|トランスクリプト|録画|録音|レコーディング|会議|通話)を?(?:開始|停止|終了)しました。?"
    r"|.{1,30}\s?(?:さん)?(?:が|は)\s?(?:入室|退室|退出|退席|参加|会議に参加)しました。?|.{1,40} (?:started|stopped) transcription"
    r"|(?:次|前)の?ページ(?:へ|は|[:：「『　 ].{0,40})?|.{1,20}さんの最新.{0,8}記事.{0,20}|[0-9０-９]{1,2}\s?[/／]?\s?[0-9０-９]{0,2}ページ(?:目)?"
    r"|この記事(?:を|は).{0,20}(?:シェア|保存|印刷|コメント|有料|会員).{0,12}|(?:残り|あと)\s?[0-9０-９,，]{1,6}\s?(?:文字|字).{0,12}"
    r"|(?::[a-z0-9_+'-]{2,30}:\s*\d{0,3}\s*){1,8}|☎.{0,24}|.{0,20}メッセージの送信を取り消しました|\[(?:スタンプ|写真|動画|アルバム|ファイル|ボイスメッセージ|連絡先|位置情報|画像|ノート)\]|（編集済み）|\(編集済み\)|\(edited\)|\d{1,3}\s?件の返信.{0,20})\s*"
)
# What a script says of its sounds: ＳＥ　波の音.
_SOUND = r"[\s　]*(ＳＥ|SE|ＢＧＭ|BGM|効果音|ジングル|ＣＭ|CM|Ｍ[0-9０-９]{1,2}|M[0-9]{1,2})"
SOUND_HEAD = lazy(rf"{_SOUND}(?=[\s　：:＝=]|$)")
SOUND_LINE = lazy(rf"{_SOUND}(?:[\s　：:＝=]+[^。「」]{{1,40}})?[\s　]*")
# Who made a text: at its end or its head.
CREDIT_WORDS = lazy(
    "(?:取材|構成|文|撮影|写真|編集|聞き手|執筆|採録|記録|文責|文字起こし|書き起こし|校正|イラスト|協力|翻訳|制作)(?:・[^\\s:：＝=／]{1,6})*(?:\\s*(?:[:：＝=／/●◎|｜]|　| by)|\\s{2,})|"
    "(?:取材|構成|撮影|編集|聞き手|執筆)(?:・[^\\s:：＝=／]{1,6})+\\s|・(?:取材|構成|撮影|編集|執筆)\\s|"
    "[●◎](?:文|取材|構成|撮影|写真)(?:[・\\s]|$)|"
    "[（(](?:取材|構成|文|撮影|写真|聞き手|記録|文責)[・、:：＝=／ 　]"
)
