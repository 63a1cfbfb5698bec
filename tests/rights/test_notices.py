import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.rights.deeds import by_name
from feedsvc.rights.notices import named
from feedsvc.rights.wordings import FREE, RESERVED, TERMS
from feedsvc.text.folding import folded

ALL = "LicenseRef-All-Rights-Reserved"
FREED = "LicenseRef-Public-Domain"
DEED = "https://creativecommons.org/licenses/by/4.0/"


def ids(text: str) -> list[str]:
    return [one.id for one in named(text)]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC-BY 3.0 DE", "CC-BY-3.0-DE"),
        ("CC BY-NC-SA 3.0 IGO", "CC-BY-NC-SA-3.0-IGO"),
        ("© 2019 Ann under (CC) BY-NC-SA 4.0. All thoughts are mine.", "CC-BY-NC-SA-4.0"),
        ("CC BY\u2011NC\u2011ND\xa04.0", "CC-BY-NC-ND-4.0"),
        ("CC: by, nc, sa v3", "CC-BY-NC-SA-3.0"),
        ("CC BY", "CC-BY"),
        ("cc-by-sa", "CC-BY-SA"),
        ("CC BY-NC 2009 Ann", "CC-BY-NC"),
        ("CC BY 3.0 at herald.example", "CC-BY-3.0"),
        ("Creative Commons BY-SA 4.0 International", "CC-BY-SA-4.0"),
        ("licensed under a Creative Commons Attribution 4.0 licence", "CC-BY-4.0"),
        (
            "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License",
            "CC-BY-NC-SA-4.0",
        ),
        ("Creative Commons 3.0 Attribution license", "CC-BY-3.0"),
        ("Creative Commons Attribution-NoDerivs License", "CC-BY-ND"),
        ("Creative Commons Attribution-No Derivative Works 3.0 Germany", "CC-BY-ND-3.0-DE"),
        ("Creative Commons Attribution 2.5 UK: Scotland", "CC-BY-2.5-SCOTLAND"),
        ("Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)", "CC-BY-SA-4.0"),
        ("Attribution 3.0 Unported", "CC-BY-3.0"),
        ("Creative Commons Namensnennung 4.0", "CC-BY-4.0"),
        (
            (
                "Creative Commons Namensnennung - Nicht-kommerziell - Weitergabe unter gleichen "
                "Bedingungen 3.0 Deutschland Lizenz"
            ),
            "CC-BY-NC-SA-3.0-DE",
        ),
        ("Creative Commons Namensnennung-Keine Bearbeitungen 4.0", "CC-BY-ND-4.0"),
        (
            (
                "mis à disposition selon les termes de la Licence Creative Commons Attribution - "
                "Pas d\u2019Utilisation Commerciale - Pas de Modification 4.0 International"
            ),
            "CC-BY-NC-ND-4.0",
        ),
        ("Licence Creative Commons Paternité 2.0 France", "CC-BY-2.0-FR"),
        (
            "Licencia Creative Commons Reconocimiento-NoComercial-SinObraDerivada 2.5 España",
            "CC-BY-NC-ND-2.5-ES",
        ),
        ("Creative Commons Atribución-CompartirIgual 4.0 Internacional", "CC-BY-SA-4.0"),
        (
            "Creative Commons Attribuzione-Non commerciale-Condividi allo stesso modo 3.0 Italia",
            "CC-BY-NC-SA-3.0-IT",
        ),
        ("Creative Commons Atribuição-NãoComercial-SemDerivações 4.0", "CC-BY-NC-ND-4.0"),
        ("Creative Commons Naamsvermelding-GelijkDelen 4.0 Internationaal", "CC-BY-SA-4.0"),
        ("クリエイティブ・コモンズ 表示 - 非営利 - 継承 4.0 国際", "CC-BY-NC-SA-4.0"),
        ("知识共享署名-非商业性使用 4.0 国际许可协议", "CC-BY-NC-4.0"),
        ("Creative Commons NonCommercial 4.0", "CC-BY-NC-4.0"),
        ("CC0", "CC0-1.0"),
        ("Creative Commons Zero 1.0", "CC0-1.0"),
        ("GNU Free Documentation License 1.2", "GFDL-1.2"),
        ("Released under the GFDL.", "GFDL"),
        ("Licence Art Libre 1.3", "LAL-1.3"),
        ("Open Government Licence v3.0", "OGL-UK-3.0"),
        (f"See {DEED}deed.de, please.", "CC-BY-4.0"),
        ("(creativecommons.org/licenses/by/4.0)", "CC-BY-4.0"),
        (f'<a rel="x" href="{DEED}">Some rights reserved</a>', "CC-BY-4.0"),
        ("public domain", FREED),
        ("© Public Domain.", FREED),
        ("This work is in the public domain", FREED),
        ("Dominio público", FREED),
        ("Except where otherwise noted, CC BY 4.0", "CC-BY-4.0"),
        ("Soweit nicht anders angegeben unter CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Content on this non-profit site is CC BY 4.0", "CC-BY-4.0"),
        ("Text and photos: CC BY 4.0", "CC-BY-4.0"),
        ("Text: CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Text only: CC BY 4.0", "CC-BY-4.0"),
        ("© 2024 Ann. Licensed under CC BY-SA 4.0.", "CC-BY-SA-4.0"),
        ("© 2024 Open Data Herald. Licensed under CC BY-SA 4.0.", "CC-BY-SA-4.0"),
        (
            "Except where otherwise noted, content on this site is licensed under CC BY 4.0",
            "CC-BY-4.0",
        ),
        ("Unless otherwise stated, all content is CC BY 4.0", "CC-BY-4.0"),
        ("Sauf mention contraire, les contenus de ce site sont sous CC BY 4.0", "CC-BY-4.0"),
        (
            "This work is licensed under a Creative Commons Attribution 4.0 International License",
            "CC-BY-4.0",
        ),
        ("Except for photos, content is CC BY 4.0", "CC-BY-4.0"),
        ("Everything but the photos is CC BY 4.0", "CC-BY-4.0"),
        ("CC BY 4.0 except photos", "CC-BY-4.0"),
        ("CC BY 4.0, photos © Ann", "CC-BY-4.0"),
        ("Photos © Ann, text CC BY 4.0", "CC-BY-4.0"),
        ("Some photos © Ann, text CC BY 4.0", "CC-BY-4.0"),
        ("The text and the images on this site are CC BY 4.0", "CC-BY-4.0"),
        ("All content (text, images, code) is CC BY 4.0", "CC-BY-4.0"),
        ("CC BY 4.0 for text and photos", "CC-BY-4.0"),
        ("The photo blog of Ann is CC BY 4.0", "CC-BY-4.0"),
        ("Some rights reserved: CC BY 4.0", "CC-BY-4.0"),
        ("CC BY-NC 4.0, for non-commercial use only", "CC-BY-NC-4.0"),
        ("This work is marked with CC0 1.0 Universal", "CC0-1.0"),
        ("Licensed under CC BY 4.0. All other rights reserved.", "CC-BY-4.0"),
        ("Photos are © Bob, but text is CC BY 4.0", "CC-BY-4.0"),
        ("You are free to republish under CC BY-ND 4.0", "CC-BY-ND-4.0"),
        ("We are publishing under CC BY 4.0", "CC-BY-4.0"),
    ],
)
def test_a_notice_names_a_licence(text: str, id_: str) -> None:
    assert ids(text) == [id_]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "© 2026 The Herald",
        "Some rights reserved",
        "Licensed under Creative Commons",
        "(cc) by Ann",
        "cc by Ann",
        "CC: bob@herald.example",
        "not available under CC BY 4.0",
        "This text is not licensed under Creative Commons Attribution 4.0",
        "Nicht unter CC BY-SA 4.0",
        "CC BY 4.0 does not apply to this feed",
        "formerly CC BY 4.0",
        "not all rights reserved",
        "Photo: CC BY 2.0",
        "Music by Bo, CC BY 4.0",
        "CC BY 4.0 for photos",
        "Some of our articles are CC BY 4.0",
        "Videos CC BY 4.0, all else reserved",
        "Charts and videos are CC BY 4.0; all other rights reserved",
        "Podcast music by X (CC BY 3.0). © Herald",
        "Photos by A; CC BY 2.0",
        "Photo by A. CC BY 2.0",
        "Images on this site are CC BY 4.0",
        "The code of this blog is CC0",
        "CC BY 4.0 does not cover articles",
        "CC BY 4.0 gilt nicht für Artikel",
        "some older ones are CC BY",
        "Articles, some of them, are CC BY",
        "Excerpts CC BY",
        "Headlines only: CC BY",
        "Contents before 2010 are CC BY",
        "Articles older than a year: CC BY 4.0",
        "CC BY 4.0 to subscribers only",
        "CC BY 4.0 (videos)",
        f'<a href="{DEED}">CC BY 4.0</a> videos',
        f"{DEED} applies to charts",
        "CC BY 4.0 until 2030",
        "CC BY 4.0 after twelve months",
        "CC BY 4.0 where noted",
        "Everything except articles is CC BY 4.0",
        "CC BY 4.0, except articles",
        "Except for articles, everything is CC BY 4.0",
        "Everything except photos and articles is CC BY 4.0",
        "CC BY 4.0 (articles excepted)",
        "Other content is CC BY 4.0",
        "Our recipes are CC BY 4.0",
        "Posters CC BY 4.0, everything else reserved",
        "Articles marked CC BY may be shared",
        "Videos stehen unter CC BY 4.0",
        "Les vidéos sont sous CC BY 4.0",
        "Nur Grafiken: CC BY 4.0",
        "Nur ältere Beiträge: CC BY 4.0",
        "Certains articles sont sous CC BY 4.0",
        "videos are in the public domain",
        "not in the public domain",
        "The Public Domain Review 2026",
        "Proper attribution 4.0 times a day",
        f"not under {DEED}",
        '<img src="https://i.creativecommons.org/l/by/4.0/88x31.png">',
        f'<base href="{DEED}">',
        "https://creativecommons.org/",
    ],
)
def test_a_notice_that_names_none(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "© 2026 The Herald. All Rights Reserved.",
        "ALLE RECHTE VORBEHALTEN",
        "Tous droits réservés",
        "Todos los derechos reservados",
        "Todos os direitos reservados",
        "Tutti i diritti riservati",
        "Alle rechten voorbehouden",
        "Все права защищены",
        "版权所有",
        "無断転載を禁じます",
        "Wszelkie prawa zastrzeżone",
        "TÜM HAKLARI SAKLIDIR",
        "جميع الحقوق محفوظة",
        "Με επιφύλαξη παντός δικαιώματος",
        "<p>© A &amp; B<br>All&nbsp;rights  reserved</p>",
        "The Public Domain Review. All rights reserved.",
        "In the public domain? No: all rights reserved",
    ],
)
def test_all_rights_reserved(text: str) -> None:
    assert ids(text) == [ALL]


@pytest.mark.parametrize(
    "text",
    [
        "CC BY 4.0. All rights reserved.",
        "© Ann, all rights reserved. Published under CC BY 4.0",
        "Alle Rechte vorbehalten, Creative Commons Namensnennung 4.0",
        f"All rights reserved {DEED}",
        f"CC BY ({DEED})",
        "Photos: all rights reserved. Text CC BY 4.0",
        "Photos: all rights reserved. CC BY 4.0",
    ],
)
def test_a_licence_lifts_what_is_reserved_beside_it(text: str) -> None:
    assert ids(text) == ["CC-BY-4.0"]


def test_several_are_named_in_their_order() -> None:
    assert ids("GFDL 1.3 or CC BY-SA 3.0") == ["GFDL-1.3", "CC-BY-SA-3.0"]


def test_every_wording_is_read() -> None:
    assert all(ids(f"© 2026. {words}") == [ALL] for words in RESERVED)
    assert all(ids(words) == [FREED] for words in FREE)
    for kind, words in TERMS.items():
        for word in words:
            expected = "CC-BY-4.0" if kind == "by" else f"CC-BY-{kind.upper()}-4.0"
            assert ids(f"Creative Commons Attribution {word} 4.0") == [expected], word


@given(st.text(max_size=200) | st.text("ccby-ns a40.<>\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in named(text):
        assert by_name(one.id) == one
    assert folded(folded(text)) == folded(text)


def test_letters_of_other_alphabets_for_mathematics_are_letters() -> None:
    assert folded("\U0001d434") == "a"


@pytest.mark.parametrize(
    "piece",
    [
        "cc by ",
        "cc-by ",
        "CC BY 4.0 at ",
        "all rights reserved ",
        "ccattribution ",
        "<a href=",
        "not ",
        "creativecommons",
        "attribution",
        "4.0 ",
        "photos and text ",
        "except where ",
        "CC BY 4.0 (photos ",
        "everything else ",
        "by-",
        "(",
        "a.",
        "&",
    ],
)
def test_a_long_notice_costs_little(piece: str) -> None:
    start = time.process_time()
    named(piece * 100_000)
    assert time.process_time() - start < 1
