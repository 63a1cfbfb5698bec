"""The Slavic languages, Greek, Finnish and Hungarian."""

from feedsvc.rights.phrases.grammar import Phrases

RUSSIAN = Phrases(
    words=(
        "впервые изначально первоначально сначала ранее опубликован опубликована опубликовано"
        " опубликованы вышла вышел вышло появилась появился появилось появились перепечатано"
        " перепечатка перепечатан перепечатана перепубликовано взято взята взят источник"
        " первоисточник оригинал разрешения согласия публикация публикуется перепост репост"
        " размещена размещено размещён оригинальная републикация предоставлен предоставлена"
    ),
    subject=(
        r"(?:(?:сокращ[её]нная |полная |русская )?(?:версия|перевод) )?(?:эт(?:а|от|о|ой|ого|и)"
        r" |данн(?:ая|ый|ое|ой|ого) |наш(?:а)? )?(?:стать[яи]|материала?|текста?|заметк[аи]"
        r"|пост|публикаци[яи]|колонк[аи]|интервью|рассказа?|репортажа?|очерка?|эссе|запис[ьи]"
        r"|новост[ьи]|обзора?|расследовани[ея]|истори[яи]|фельетона?|лекци[яи])\b"
    ),
    fillers=r"был[аои]?|уже|также|ранее|и|здесь",
    first=r"впервые|изначально|первоначально|сначала|ранее|в первый раз|первым",
    placed=(
        r"опубликован(?:[аоы]|ной|ного)?|вышл[аои]|вышел|появил(?:ась|ся|ось|ись)|размещ[её]н[аоы]?"
        r"|напечатан[аоы]?"
        r"|публиковал(?:ась|ся|ось)"
    ),
    at=r"на|в|во|у|(?=\d)",
    by=r"изданием|порталом|газетой|журналом|сайтом|агентством",
    again=(
        r"перепечатан[аоы]?|перепечатка|перепубликован[аоы]?|взят[аоы]?|репост|публикуется"
        r"|перепост|переведен[аоы]?|заимствован[аоы]?|воспроизводится|опубликован[аоы]?|републикация|републикован[аоы]?"
    ),
    further=r"(?:любезно )?предоставлен[аоы]?",
    given=r"(?:здесь )?(?:с (?:любезного )?(?:разрешения|согласия)|с(?= )|из|со страниц)",
    bare=(
        r"(?:с (?:любезного )?разрешения)(?= )"
        r"|оригинал(?: (?:статьи|материала|текста|публикации))?(?: (?:был )?опубликован[аоы]?"
        r"| размещ[её]н| вышел| доступен)?,? (?:на|в|у)|(?:первая|первоначальная) публикация,?"
        r" (?:на|в)"
        r"|читайте оригинал(?: \w+)? (?:на|в)"
    ),
    titled=(
        r"(?:сообщение|запись|статья|пост|публикация)",
        (
            r"(?:(?:появил(?:ись|ась|ось|ся) сначала|сначала появил(?:ись|ась|ось|ся)"
            r"|впервые появил(?:ась|ось|ся|ись))(?: (?:на|в))?)"
        ),
    ),
    labels=(
        r"(?:первоисточник|оригинал(?: (?:статьи|материала|текста|публикации))?"
        r"|источник (?:статьи|материала|текста|публикации)|оригинальная (?:статья|публикация)"
        r"|первая публикация)"
    ),
    sources=r"источник|via|через|отсюда|взято отсюда",
)

UKRAINIAN = Phrases(
    words=(
        "вперше уперше спочатку спершу першою первісно початково раніше опублікована"
        " опубліковано опублікований вийшла вийшов вийшло явилася явилась явився явилося"
        " передруковано передрук джерело першоджерело дозволу згодою оригінал оригінальна"
        " публікація публікується узято взято"
    ),
    subject=(
        r"(?:(?:скорочена |повна )?(?:версія|переклад) )?(?:ц(?:я|ей|е|ієї|ього|і) |дан(?:а|ий) )?"
        r"(?:статт[яію]|історі[яїю]|матеріалу?|текст[у]?|допис|пост|публікаці[яї]|колонк[аи]|інтерв['’]ю"
        r"|репортажу?|нарис|есе|запис|новин[аи]|огляд|розслідування|оповідання)\b"
    ),
    fillers=r"бу(?:в|ла|ло|ли)|вже|також|раніше|і|тут",
    first=r"вперше|спочатку|спершу|первісно|початково|раніше|уперше|першочергово",
    placed=(
        r"опублікован(?:а|о|ий|і|е|ої|ого)|вийшл[аио]|вийшов|з['’ʼ]явил(?:ась|ася|ося|ись|ися)"
        r"|з['’ʼ]явився"
        r"|розміщен(?:а|о|ий)|надрукован(?:а|о|ий)"
    ),
    at=r"на|в|у|(?=\d)",
    by=r"виданням|порталом|газетою|журналом|сайтом",
    again=(
        r"передрук(?:овано|ована|ований)?|републіковано|взят[оа]|узято|репост|публікується"
        r"|перекладено|опублікован(?:а|о|ий)|запозичено"
    ),
    given=r"(?:тут )?(?:(?:з|із) (?:люб['’]язного )?дозволу|за згодою|(?:з|із)(?= ))",
    bare=(
        r"(?:з|із) (?:люб['’]язного )?дозволу(?= )"
        r"|оригінал(?: (?:статті|матеріалу|тексту|публікації))?(?: (?:був )?опублікован\w+"
        r"| розміщено)?,? (?:на|в|у)|перша публікація,? (?:на|в|у)"
    ),
    titled=(
        r"(?:запис|допис|стаття|повідомлення|публікація)",
        (
            r"(?:спершу|спочатку|вперше|першою?) (?:з['’ʼ]яви(?:вся|лась|лася|лося|лись)"
            r"|опубліковано)"
            r"(?: (?:на|в|у))?"
        ),
    ),
    labels=(
        r"першоджерело|оригінал(?: (?:статті|матеріалу|тексту|публікації))?"
        r"|джерело (?:статті|матеріалу|тексту)|оригінальна (?:стаття|публікація)|перша публікація"
    ),
    sources=r"джерело|via|через",
)

POLISH = Phrases(
    words=(
        "opublikowany opublikowana opublikowano opublikowane ukazał ukazała ukazało pojawił"
        " pojawiła pierwotnie oryginalnie początkowo wcześniej najpierw pierwszy przedruk"
        " przedrukowano źródło pochodzi zgodą pozwoleniem oryginał oryginalny zamieszczony"
        " zamieszczono przetłumaczono pierwodruk pierwsza oryginalnie"
    ),
    subject=(
        r"(?:(?:skrócona )?wersja )?(?:(?:ten|niniejszy|ta|to|powyższy|nasz|tego|tej) )?"
        r"(?:artykułu?|tekstu?|wpisu?|materiału?|felietonu?|esej|wywiadu?|reportażu?|historia"
        r"|recenzja|post|komentarz|publikacja|analiza|opowiadanie)(?: ten)?\b"
    ),
    fillers=r"został[ao]?|był[ao]?|się|jest|także|też|ukazał się|w",
    first=(
        r"pierwotnie|po raz pierwszy|najpierw|oryginalnie|wcześniej|początkowo|w oryginale"
        r"|premierowo"
    ),
    placed=(
        r"opublikowan[yaoe]|ukazał[ao]? się|pojawił[ao]? się|opublikowaliśmy|wydrukowan[yao]"
        r"|ukazał|zamieszczon[yao]"
    ),
    at=r"na|w|we|u|(?=\d)",
    by=r"przez",
    again=(
        r"przedruk(?:owan[yao])?|przetłumaczon[yao]|skopiowan[yao]|zaczerpnięt[yao]"
        r"|opublikowan[yao]"
    ),
    given=r"(?:tutaj )?(?:za (?:uprzejmą )?(?:zgodą|pozwoleniem)|za|ze?(?= ))",
    further=r"pochodzi (?:z|ze)",
    bare=(
        r"za (?:uprzejmą )?(?:zgodą|pozwoleniem)(?= )|przeczytaj oryginał (?:na|w)"
        r"|oryginalny (?:artykuł|tekst) (?:ukazał się|został opublikowany|opublikowano) (?:na|w|we"
        r"|przez)"
    ),
    titled=(
        r"(?:artykuł|wpis|post)",
        (
            r"pochodzi z(?:e)?(?: (?:serwisu|strony|bloga))?|pojawił się po ?raz pierwszy(?: (?:na"
            r"|w))?"
        ),
    ),
    labels=(
        r"oryginał|oryginalny (?:artykuł|tekst)|pierwodruk|pierwsza publikacja"
        r"|źródło (?:artykułu|tekstu)"
    ),
    sources=r"źródło|via|za",
)

CZECH = Phrases(
    words=(
        "původně poprvé nejprve nejdříve dříve publikováno publikován publikovaný publikovaná"
        " vyšel vyšlo vyšla zveřejněno zveřejněn zveřejněný převzato převzatý převzat"
        " přetištěno zdroj svolením souhlasem původní pochází objevil originál přetisk pôvodne"
        " prvýkrát najskôr najprv publikované publikovaná uverejnený uverejnené zverejnený"
        " zverejnené vyšiel prevzaté prevzatý súhlasom povolením pôvodný zobrazený"
    ),
    subject=(
        r"(?:(?:verze|preklad|překlad) )?(?:(?:tento|tato|toto|tohoto|ten|náš|táto|tohto|tejto) )?"
        r"(?:člán(?:ek|ok|ku)|text[u]?|příspěve?k(?:u)?|rozhovor|komentář|reportáž|blog|post|esej"
        r"|příběh|zpráva|príspevok|komentár|príbeh|správa|recenze|recenzia|sloupek|stĺpček)\b"
    ),
    fillers=r"byl[ao]?|bol[ao]?|je|se|sa|již|už|také|tiež|i|aj",
    first=(
        r"původně|poprvé|nejprve|nejdříve|dříve|pôvodne|prvýkrát|po prvýkrát|najskôr|najprv"
        r"|poprvýkrát"
    ),
    placed=(
        r"publikován[aoy]?|vyšel|vyšl[aoi]|zveřejněn[aoy]?|objevil[ao]?|otištěn[ao]?"
        r"|uveřejněn[aoy]?"
        r"|vydán[ao]?|publikovan[ýáé]|publikované|uverejnen[ýáé]|uverejnené|zverejnen[ýáé]"
        r"|zverejnené"
        r"|vyšiel"
    ),
    at=r"na|v|ve|vo|u|(?=\d)",
    again=(
        r"převzato|převzat[ýa]?|přetištěno|prevzaté|prevzatý|pretlačené|přeloženo|preložené"
        r"|publikováno|publikované|přetisk|zveřejněno"
    ),
    given=(
        r"(?:zde |tu )?(?:se? (?:laskavým |láskavým )?(?:svolením|souhlasem|súhlasom|povolením)"
        r"|zo?(?= )|ze?(?= ))"
    ),
    bare=(
        r"(?:se? (?:laskavým )?(?:svolením|souhlasem|súhlasom))(?= )"
        r"|původní (?:článek|text) (?:vyšel|byl (?:zveřejněn|publikován)) (?:na|v|ve)"
    ),
    titled=(
        r"(?:příspěvek|článek|článok|príspevok)",
        (
            r"(?:pochází z(?:e)?|(?:se )?nejdříve objevil na|zobrazený najskôr|pochádza z|"
            r"se objevil nejdříve na|je zobrazen nejdříve na)"
        ),
    ),
    labels=r"původní (?:článek|text|zdroj)|originál|pôvodný (?:článok|text|zdroj)|zdroj článku",
    sources=r"zdroj|via|zdroje",
)

BULGARIAN = Phrases(
    words=(
        "първоначално първо публикувана публикуван публикувано източник разрешение препечатано"
        " оригинална оригинал път првично прво објавено објавен извор преземено појави појави"
    ),
    subject=(
        r"(?:тази|този|тоа|оваа|овој) (?:статия|материал|текст|публикация|статија|напис"
        r"|колумна)\b"
    ),
    fillers=r"е|беше|бе|била?",
    first=r"първоначално|за първи път|първо|најпрво|првично|прво|за прв пат",
    placed=r"публикувана?о?|излезе|се появи|објавена?о?",
    at=r"в|във|на|(?=\d)",
    by=r"от|од",
    again=r"препечатана?о?|препубликувана?о?|преземено|взето",
    given=r"(?:с (?:любезното )?разрешение(?:то)? на|со дозвола на|от|од)",
    titled=(r"(?:публикацията|статията)", r"се появи първо (?:в|на)"),
    labels=r"оригинална (?:статия|публикация)|оригинал",
    sources=r"източник|извор",
)

GREEK = Phrases(
    words=(
        "δημοσιεύτηκε δημοσιεύθηκε δημοσιευτεί δημοσιευθεί πρωτοδημοσιεύτηκε πρωτοδημοσιεύθηκε"
        " αρχικά πρώτα εμφανίστηκε κυκλοφόρησε αναδημοσίευση αναδημοσιεύεται αναδημοσιεύτηκε"
        " άδεια πηγή φορά δημοσίευση πρωτότυπο"
    ),
    subject=(
        r"(?:(?:αυτό|αυτή|το|η|τo|παρόν|παρούσα) )*(?:άρθρο|κείμενο|ανάρτηση|ιστορία|συνέντευξη"
        r"|ρεπορτάζ|είδηση|δημοσίευση|δημοσίευμα|ανάλυση|κριτική)(?: αυτό| αυτή)?\b"
    ),
    fillers=r"έχει|είχε|και|που",
    first=r"αρχικά|πρώτα|για πρώτη φορά|πρώτη φορά|αρχικώς|προηγουμένως|πρωτίστως",
    placed=(
        r"δημοσιε[υύ](?:τηκε|θηκε|τεί|θεί|μένο|μένη)|εμφανίστηκε|κυκλοφόρησε|αναρτήθηκε"
        r"|δημοσιεύεται"
    ),
    at=r"στον|στο|στην|στη|στα|στις|σε",
    by=r"από(?: (?:τον|την|τη|το))?",
    again=(
        r"αναδημοσίευση|αναδημοσιε[υύ](?:εται|τηκε|θηκε|μένο)|μεταφράστηκε|προέρχεται|δημοσιεύεται"
    ),
    given=(
        r"(?:εδώ )?(?:από(?: (?:τον|την|τη|το))?|με (?:την )?(?:ευγενική )?άδεια"
        r"(?: (?:του|της|των))?)"
    ),
    further=r"πρωτοδημοσιε[υύ](?:τηκε|θηκε) (?:στον|στο|στην|στη|στα|στις|σε|από)",
    bare=(
        r"πρωτοδημοσιε[υύ](?:τηκε|θηκε) (?:στον|στο|στην|στη|στα|στις|σε|από)"
        r"|πρώτη δημοσίευση:? (?:στον|στο|στην|στη|στα)"
    ),
    titled=(r"(?:το άρθρο|το|η ανάρτηση)", r"εμφανίστηκε πρώτα (?:στο|στον|στην|στη|σε)"),
    labels=r"αρχική (?:πηγή|δημοσίευση)|πρωτότυπο άρθρο|πρώτη δημοσίευση|πηγή άρθρου",
    sources=r"πηγή|via|αναδημοσίευση",
)

FINNISH = Phrases(
    words=(
        "julkaistu ilmestynyt ilmestyi julkaistiin lähde alun alunperin megjelent jelent"
        " eredetileg először forrás eredeti alkuperäinen"
    ),
    subject=r"(?:tämä )?(?:artikkeli|juttu|kirjoitus|teksti|kolumni|haastattelu|blogikirjoitus)\b",
    fillers=r"on|oli|se",
    first=r"alun perin|ensimmäisen kerran|ensin|alunperin|aiemmin",
    placed=r"julkaistu|ilmestynyt|ilmestyi|julkaistiin",
    at=r"(?:sivustolla|verkkolehdessä|blogissa|lehdessä|sivuilla)",
    titled=(r"(?:artikkeli|kirjoitus)", r"ilmestyi ensin|julkaistiin ensimmäisenä sivustolla"),
    whole=(
        (
            r"(?:tämä )?(?:artikkeli|juttu|kirjoitus|teksti|kolumni) (?:on )?(?:alun perin )?"
            r"(?:julkaistu|ilmestynyt|ilmestyi|julkaistiin) (?:alun perin"
            r"|ensimmäisen kerran|ensin) "
            r"(?P<o>[^.,]{2,60})"
        ),
        (
            r"(?:ez )?a (?:cikk|írás|szöveg|bejegyzés|interjú) (?:eredetileg|először) "
            r"(?:az? )?(?P<o>[^.,]{2,60}?)(?:-?(?:n|on|en|ön|ban|ben)| (?:oldalán|oldalon|blogon))"
            r" (?:jelent meg|megjelent)"
        ),
        r"az? [^.!?。！？]{1,200}? bejegyzés először (?P<o>[^.,]{2,60}?)(?:-[eéöoa]?n)? jelent meg",
    ),
    labels=r"alkuperäinen (?:artikkeli|lähde)|eredeti (?:cikk|forrás)",
    sources=r"lähde|forrás",
)
