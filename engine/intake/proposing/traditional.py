# Part of store_group. License LGPL-3.
"""Traditional Chinese characters of headers and of words in cells, as the word lists write them: simplified."""

_PAIRS = (
    '訂订 單单 編编 號号 時时 間间 購购 買买 賣卖 實实 價价 數数 質质 類类 別别 稱称 總总 額额 運运 費费 郵邮 遞递 優优 減减 '
    '滿满 紅红 貨货 幣币 種种 門门 鋪铺 舖铺 區区 縣县 倉仓 庫库 業业 務务 員员 銷销 導导 銀银 戶户 會会 電电 話话 機机 '
    '聯联 繫系 國国 詳详 細细 條条 碼码 規规 產产 標标 題题 寶宝 貝贝 圖图 狀状 態态 發发 簽签 關关 閉闭 刪删 廢废 換换 還还 '
    '備备 註注 稅税 頭头 納纳 識识 級级 積积 點点 贈赠 樣样 試试 補补 貼贴 擔担 傭佣 續续 術术 應应 創创 處处 過过 審审 '
    '營营 網网 櫃柜 組组 專专 臺台 灣湾 個个 雙双 場场 廠厂 餘余 億亿 萬万 圓元 從从 對对 開开 據据 傳传 輸输 轉转 帳账 '
    '賬账 結结 項项 層层 屬属 於于 後后 報报 預预 計计 長长 寬宽 測测 顏颜 顧顾 內内 樓楼 暱昵 揀拣 車车 無无 確确 認认 '
    '達达 線线 絕绝 壞坏 損损 錯错 誤误 沒没 請请 駁驳 暫暂 敗败 風风 險险 來来 終终 設设 經经 辦办 製制 說说 鏈链 現现 '
    '劃划 訊讯 館馆 週周 體体 進进 採采 獎奖 禮礼 節节 賣卖 責责 憑凭 貿贸 調调 領领 給给 約约 準准 異异 動动 記记 錄录 '
    '輕轻 幹干 雜杂 併并 拋抛 徵征 債债 歸归 親亲 姓姓 藝艺 揮挥 環环 軟软 優优 證证 啟启 傷伤 陳陈 舊旧 復复 撥拨 離离'
)
_TABLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplified(key):
    """Return a key of a header or a word with simplified characters.

    >>> simplified('訂單編號'), simplified('order')
    ('订单编号', 'order')
    """
    return key if key.isascii() else key.translate(_TABLE)
