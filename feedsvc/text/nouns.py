"""Words for a whole text and for its parts, as patterns for `folded` text."""

from feedsvc.text.folding import folded


def _any_of(words: str, unspaced: str) -> str:
    """One pattern for words of languages that part them, and of those that do not."""
    parted = "|".join(folded(words).split())
    return rf"(?<!\w)(?:{parted})(?!\w)|(?:{'|'.join(folded(unspaced).split())})"


PART = _any_of(
    r"""
    photo\w* foto(?:s|'s|graf\w*)? image[sn]? images? imagem imagen imagenes imagens immagin[ei]
    pictures? illustra\w+ ilustra\w+ artworks? drawings? paintings? cartoons? infograph\w+
    infograf\w+ cover screenshots? thumbnails? icons? icone[ns]? logos? avatars? banners? clip-?art
    bild(?:er|ern|es)? abbildung(?:en)? zeichnung\w* afbeelding(?:en)? obrazk\w+ zdjeci\w+
    graphic\w* graphi[ck]s? graphs? graphiques? grafik\w* grafic[oaih]\w* charts? diagram\w*
    figures? tables? tabell\w* tableaux? visuali[sz]ations? plots? maps? karte[n]? kartenmaterial
    cartes? mapas? mapp[ae] data daten(?:satz\w*)? donnees datos dados dati dataset database
    metadata statistics
    videos? films? movies? footage clips? animations? trailers? audio\w* recordings? aufnahme[n]?
    enregistrements? music\w* musik\w* musique\w* musica muziek sounds? songs? soundtracks?
    jingles? lyrics podcast-musik
    code codes source-?code quellcode software scripts? snippets? plugins? widgets? css fonts?
    schrift(?:en|arten)? theme[sn]? themas? templates? vorlagen? design layouts? styles?
    comments? commentaires? kommentar\w* comentarios? commenti reacties
    definitions? quotes? quotations? quoted zitat\w* citations? citas? citazion\w*
    excerpts? extracts? auszug\w* ausschnitt\w* extraits? extractos? estratt[oi] headlines?
    titles? titres? titulos? titoli uberschrift\w* abstracts? summar(?:y|ies) teasers?
    zusammenfassung\w* resumes? slides? presentations? folien
    фото\w* изображени\w+ видео\w* картин\w+ музык\w+ рисун\w+ комментари\w+ цитат\w+ иллюстраци\w+
    """,
    """
    写真 画像 動画 音楽 図表 コメント 引用 图片 圖片 图像 視頻 视频 影片 照片 音乐 音樂 评论 評論
    사진 이미지 동영상 댓글
    """,
)
"""A part of an article, or what stands beside it."""

WHOLE = _any_of(
    r"""
    text\w* content\w* articles? posts? postings? blogposts? entr(?:y|ies) works? (?:web)?sites?
    (?:we)?blogs? podcasts? episodes? feeds? pages? stor(?:y|ies) everything materials? essays?
    columns? news items? publications? writings? newsletters? newspaper journal magazine books?
    chapters? documents? pieces? papers? reports? wiki transcripts?
    inhalte?n? inhalts beitrag\w* artikel\w* (?:web)?seite[n]? werk\w* alles dokument\w*
    contenu\w* billets? œuvres? oeuvres? textes? publications? tout
    contenid\w* articulos? entradas? obras? textos? sitio publicacion\w* todo
    conteud\w* artigos? trabalhos? publicac\w+ tudo postagens
    contenut\w* articol[oi] oper[ae] sito test[oi] pubblicazion\w+ tutto
    inhoud teksten? tekst\w* berichten? website
    стать\w+ материал\w* текст\w* содержани\w+ содержимое контент\w* саит\w* блог\w* произведени\w+
    """,
    "記事 本文 作品 文章 内容 當站 当サイト 本サイト 本站 本博客 文書 ブログ 글 저작물",
)
"""A text as such, and what consists of texts."""
