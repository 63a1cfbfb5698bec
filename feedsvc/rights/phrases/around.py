"""The words around the name of an origin, in every language that `phrases` knows."""


def _apart(separator: str | None, *lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split(separator))


LEADING = _apart(
    None,
    "print issue edition publisher editors redakcji redakce редакции редакції von",
    "magazynu czasopisma gazety tygodnika dziennika dzienniku pisma miesięcznika serwis",
    "the a an author's author’s our my own their his her its website web site blog weblog page",
    "pages magazine personal",
    "newspaper journal daily weekly platform portal online of called newsletter sister",
    "partner publication archives homepage der die das dem den des ihrem seinem meinem",
    "unserem eigenen le la les l' l’ du de d' mon notre son blogue revue quotidien",
    "hebdomadaire média plateforme el los las lo nuestro nuestra su mi sitio página páginas",
    "revista diario periódico semanario medio o os as seu jornal do da il i gli sito rivista",
    "giornale quotidiano settimanale testata portale nostro un una uno on het een krant",
    "tijdschrift nieuwssite opiniesite webbplatsen webbplats tidningen tidskriften sajten",
    "bloggen hemmeside hjemmesiden avisen magasinet nettstedet bladet tidsskriftet stronie",
    "portalu serwisie serwisu blogu łamach czasopiśmie gazecie tygodniku magazynie",
    "miesięczniku witrynie witryny bloga strony webu stránkách stránce serveru časopise",
    "časopisu novinách deníku webe portáli portálu stránke denníku týždenníku сайте сайта",
    "сайт портале портала журнале журнала газете газеты издании издания блоге блога ресурсе",
    "канале странице страницах веб-сайте интернет-издании интернет-портале моём моем нашем",
    "сайті сайту порталі порталу журналі журналу газеті виданні видання блозі блогу сторінці",
    "сторінках інтернет-виданні сторінки επίσημο ιστότοπο ιστοσελίδα εφημερίδα περιοδικό",
    "σελίδα την τον το του της ιστολόγιο situs laman majalah koran harian surat kabar media",
    "halaman trang báo tạp chí chuyên mục موقع صحيفة مجلة مدونة جريدة منصة موقعنا منصّة سایت",
    "وب‌سایت روزنامه مجله وبسایت وبلاگ نشریه خبرگزاری אתר בלוג עיתון מגזין site-ul ziarul",
    "blogul site-ului sivustolla verkkolehdessä lehdessä blogissa here also first originally",
    "official official, news outlet under at by from сайтов di del della dello dei",
)
"""Words before a name that are no part of it, lower case."""

KINDS = _apart(
    None,
    "website webseite seite blog magazin zeitung zeitschrift portal plattform internetseite",
    "homepage onlinemagazin online-magazin nachrichtenportal",
)
"""Nouns before a name that German writes with a capital, lower case."""

STOPS = _apart(
    None,
    "on in at and & is was were has have had are as where which who that for via after before",
    "during since when while but or it its this these then there now am im auf bei von und",
    "mit unter ist wird wurde worden als für vom zum zuerst hier erschienen veröffentlicht",
    "publiziert wo et est a en par dans sur ici puis où qui le lors y e se fue ha es aquí con",
    "bajo por el donde foi com sob no na em pelo é aqui quando è stato ed su il che sotto",
    "dove op met onder door werd wordt verschenen gepubliceerd waar i och är på av med",
    "tillstånd og er af oraz w pod przez jest za dnia r. v s je dne byl so aj и в под с на",
    "был где по і та з у під де dan pada dengan oleh di yang ini dalam và vào với theo bởi",
    "của tại trên ngày και με στις υπό από في على بتاريخ و مع وقد תחת ביום ב ו",
)
"""Words that end a name where no capital follows."""

HARD_STOPS = _apart(
    None,
    "übernommen veröffentlicht erschienen publiziert verschenen gepubliceerd zveřejněn",
    "by with under here and/or avec sous mit unter bajo sob sotto met onder под с з med z za",
    "pod on at licensed appeared reposted republished reprinted published first originally",
    "dengan με разрешения і и та dne pada pertama tanggal",
    "ويعاد ويُعاد وأعيد وأُعيد وتم ونعيد بإذن",
)
"""Words that end a name."""

TRAILING = _apart(
    None,
    "website site blog weblog magazine newspaper page newsletter podcast sitesinde dergisinde",
)
"""Words after a name that are no part of it."""

GENERIC = _apart(
    "|",
    "here|this site|this page|this website|this link|this blog|link|original|the original",
    "original article|original post|original story|the original article|the original post",
    "the original story|read the original article|website|site|blog|my blog|our blog|source",
    "article|this article|post|this post|story|this story|hier|originalartikel|ici|lien",
    "article original|l'article original|l’article original|aquí|aqui|artículo original",
    "enlace|artigo original|qui|articolo originale|origineel|her|här|tutaj|tu|oryginał|zde",
    "здесь|тут|ссылка|по ссылке|оригинал|ссылке|оригінал|原文|原文链接|链接|这里|這裡|此处",
    "連結|こちら|元記事|ここ",
    "リンク|여기|원문|링크|burada|buradan|kaynak|di sini|sini|tautan|tại đây|đây|هنا|الرابط",
    "اینجا|כאן",
    "קישור|εδώ|aici",
)
"""What a link says that leads to an origin without naming it, lower case."""

NOWHERE = _apart(
    "|",
    "sunday|sundays|monday|mondays|tuesday|tuesdays|wednesday|wednesdays|thursday|thursdays|friday",
    "fridays|saturday|saturdays|amazon prime|hardcover|audio|full|part",
    "stage|scene|print|paperback|hardcover|hardback|vinyl|television|tv|radio|public|english",
    "german|french|spanish|italian|russian|chinese|japanese|dutch|portuguese|arabic|polish",
    "latin|hebrew|france|germany|england|britain|great britain|japan|spain|italy|russia|china",
    "brazil|india|america|the united states|united states|usa|u.s|the us|us|uk|the uk|europe",
    "canada|australia|spring|summer|autumn|fall|winter|deutschland|englisch|deutsch",
    "französisch|österreich|schweiz|frankreich|buchform|druck|allemagne|angleterre|anglais",
    "français|españa|francia|inglés|español|argentina|méxico|brasil|portugal|inglês|português",
    "italia|inglese|italiano|nederland|engels|россии|ссср|англии|сша|германии|франции|україні",
    "росії|polsce|anglii|česku|中国|日本|美国|bluetooth|wi-fi|email|e-mail|usb|sms|rss|mail",
    "youtube channel|issue|github issue|chapter|page|part|volume|season|episode|teil|kapitel",
    "band|tome|i|it|he|she|they|we|you|this|that|these",
)
"""What stands where a name may stand and is none, lower case."""

ABBREVIATED = _apart(None, "S St Dr Mr Mrs Ms Jr Sr vs No Co Mt Ft Inc")
"""Words that end with a full stop inside a name."""
