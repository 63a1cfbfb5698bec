"""How people name licences, in the languages of most feeds, and how spellings are made to meet."""

import re
import unicodedata
from collections.abc import Mapping

from feedsvc.text.folding import folded

_DROPPED = frozenset(
    " \t\n\r\xa0\u3000-\u2010\u2011\u2012\u2013\u2014\u2015_'\"`\xb4\u2018\u2019\u201c\u201d\u201e"
    "«»,:/()[]&+*・!"
)


def bare(text: str) -> tuple[str, list[int]]:
    """The letters, digits and points of a text, folded, and where each of them stands in it."""
    letters: list[str] = []
    places: list[int] = []
    for place, written in enumerate(text):
        if written in _DROPPED:
            continue
        if written.isascii():
            letters.append(written.lower())
            places.append(place)
            continue
        for one in unicodedata.normalize("NFKD", written.casefold()).casefold():
            if not unicodedata.combining(one) and one not in _DROPPED:
                letters.append("i" if one == "ı" else one)
                places.append(place)
    return "".join(letters), places


def _bare(words: str) -> tuple[str, ...]:
    """Longest first, so that none hides another that begins with it."""
    found = {re.escape(bare(word)[0]) for word in words.split("|")}
    return tuple(sorted(found, key=len, reverse=True))


def _folded(words: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in words.split("|"))


TERMS: Mapping[str, tuple[str, ...]] = {
    "by": _bare(
        """
        Attribution | Namensnennung | Paternité | Reconocimiento | Atribución | Attribuzione |
        Atribuição | Naamsvermelding | Navngivelse | Navngivning | Erkännande | Nimeä |
        Uznanie autorstwa | Uveďte původ | Atıf | Reconeixement | Nevezd meg | Atribuire |
        С указанием авторства | Атрибуция | Зазначення авторства | Із зазначенням авторства | 表示
        | 署名 | 姓名標示 | 저작자표시
        """
    ),
    "nc": _bare(
        """
        Non-Commercial | Nicht kommerziell | Nicht-kommerzielle | Utilisation non commerciale |
        Keine kommerzielle Nutzung | Pas d'utilisation commerciale | No comercial |
        Pas d'utilisation à des fins commerciales | Sin fines comerciales | Não comercial |
        Non commerciale | Uso não-comercial | Niet-commercieel | Użycie niekomercyjne | Ikke-
        kommersiell | Ikke-kommerciel | Icke-kommersiell | Ei-kaupallinen | Epäkaupallinen |
        GayriTicari | Некоммерческая | Некоммерческое использование | Некомерційна |
        Neužívejte komerčně | Ne add el! |
        Necomercial | 非営利 | 非商业性使用 | 非商業性使用 |
        非商业性 | 非商業性 |
        비영리
        """
    ),
    "nd": _bare(
        """
        No Derivatives | No Derivs | No Derivative Works | NoDeriv | Keine Bearbeitung |
        Keine Bearbeitungen | Keine Derivate | Pas de modification | Pas d'œuvre dérivée |
        Sin obra derivada | Sin obras derivadas | Sin derivadas | Sin derivar |
        Non opere derivate | Sem derivações | Sem derivados | Sem trabalhos derivados |
        Geen afgeleide werken | Ingen bearbeidelse | Ingen bearbejdelse | Inga bearbetningar |
        Bez utworów zależnych | Без производных | Без похідних | Nezpracovávejte | Türetilemez |
        改変禁止 | 禁止演绎 | 禁止演繹 | 禁止改作 | 변경금지
        """
    ),
    "sa": _bare(
        """
        Share-Alike | Weitergabe unter gleichen Bedingungen | Compartir Igual |
        Partage dans les mêmes conditions | Partage à l'identique | Condividi allo stesso modo |
        Partage des conditions initiales à l'identique | Compartilha Igual | CompartilhaIgual |
        Compartilhamento pela mesma licença | Partilha nos mesmos termos | Gelijk delen |
        Partilha nos termos da mesma licença | Na tych samych warunkach | Del på samme vilkår |
        Dela lika | Jaa samoin | Zachovejte licenci | С сохранением условий | AynıLisanslaPaylaş
        | На тех же условиях | Поширення на тих самих умовах |
        Compartir amb la mateixa llicència | 継承 | 相同方式共享 | 相同方式分享 | 동일조건변경허락
        """
    ),
}
"""What the parts of a Creative Commons licence are called, as patterns for `bare` text."""

FAMILY = _bare("Creative Commons | クリエイティブ・コモンズ | 知识共享 | 創用CC | Криэйтив Коммонс")
"""What the family itself is called, likewise."""

RESERVED = _bare(
    """
        All rights reserved | All right reserved | All rights are reserved |
        Alle Rechte vorbehalten | Alle Rechte sind vorbehalten | Tous droits réservés |
        Tous les droits sont réservés | Tous les droits réservés | Alle rechten voorbehouden |
        Todos los derechos reservados | Todos los derechos están reservados |
        Reservados todos los derechos | Todos os direitos reservados | Todos direitos reservados
        | Tutti i diritti riservati | Tutti i diritti sono riservati | Tots els drets reservats
        | Все права защищены | Все права сохранены | Все права принадлежат | Усі права захищені
        | Усі права захищено | Всі права захищені | Всі права захищено | Всички права запазени |
        Wszelkie prawa zastrzeżone | Wszystkie prawa zastrzeżone | Všechna práva vyhrazena |
        Všetky práva vyhradené | Vse pravice pridržane | Sva prava pridržana |
        Sva prava zadržana | Сва права задржана | Minden jog fenntartva |
        Toate drepturile rezervate | Toate drepturile sunt rezervate | Tüm hakları saklıdır |
        Her hakkı saklıdır | Tüm haklar saklıdır | Με επιφύλαξη παντός δικαιώματος |
        Alla rättigheter förbehållna | Alla rättigheter förbehålls | Alle rettigheter reservert
        | Alle rettigheter forbeholdt | Alle rettigheder forbeholdes |
        Kaikki oikeudet pidätetään | Visos teisės saugomos | Visas tiesības aizsargātas |
        Kõik õigused kaitstud | Mọi quyền được bảo lưu | Hak cipta dilindungi |
        جميع الحقوق محفوظة | كل الحقوق محفوظة | تمامی حقوق محفوظ است | تمام حقوق محفوظ است |
        کلیه حقوق محفوظ است | כל הזכויות שמורות | सर्वाधिकार सुरक्षित | สงวนลิขสิทธิ์ | 版权所有 |
        版權所有 | 保留所有权利 | 保留所有權利 | 保留一切权利 |
        無断転載を禁じます | 無断転載禁止 | 無断転載・複製を禁じます |
        無断複写・転載を禁じます |
        不許複製 | 禁無断転載 | 무단전재 | 무단 전재 | 모든 권리 보유
    """
)
"""Words that reserve all rights, likewise."""

FREED = _folded(
    """
        in the public domain | public domain mark | dans le domaine public |
        en el dominio público | no domínio público | nel pubblico dominio | di pubblico dominio
        | ist gemeinfrei | in het publieke domein | in public domain | into the public domain |
        to the public domain | public domain dedication | public domain work |
        em domínio público | ao domínio público | sind gemeinfrei
    """
)
"""Words that give all rights up, for `folded` text."""

FREE = _folded(
    """
        public domain | gemeinfrei | domaine public | dominio público | domínio público |
        pubblico dominio | dominio pubblico | publiek domein | domena publiczna |
        общественное достояние | パブリックドメイン | 公有领域
    """
)
"""Words that do so where nothing else is said, likewise."""

COUNTRIES: Mapping[str, str] = {
    folded(name): port
    for port, names in {
        "at": ("Austria", "Österreich"),
        "au": ("Australia",),
        "be": ("Belgium", "België", "Belgique"),
        "br": ("Brazil", "Brasil"),
        "ca": ("Canada",),
        "ch": ("Switzerland", "Schweiz", "Suisse", "Svizzera"),
        "de": ("Germany", "Deutschland"),
        "dk": ("Denmark", "Danmark"),
        "es": ("Spain", "España"),
        "fr": ("France",),
        "igo": ("IGO",),
        "it": ("Italy", "Italia"),
        "jp": ("Japan", "日本"),
        "nl": ("Netherlands", "Nederland"),
        "nz": ("New Zealand",),
        "pl": ("Poland", "Polska"),
        "pt": ("Portugal",),
        "scotland": ("UK: Scotland", "Scotland"),
        "uk": ("England and Wales", "UK: England", "England & Wales"),
        "us": ("United States", "USA"),
    }.items()
    for name in names
}
"""The countries most licences were fitted to, folded, to their ports."""
