"""Names of months and zones as feeds write them."""

_MONTHS = (
    # English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Turkish, Russian,
    # then the short forms and spellings that are left; a dotless i is written with a dot.
    (
        "january januar janvier enero janeiro gennaio januari stycznia ocak января"
        " jan jän jänner janv ene gen sty oca янв январь styczeń"
    ),
    (
        "february februar février febrero fevereiro febbraio februari lutego şubat февраля"
        " feb févr fév fevrier fev lut şub subat фев февр февраль luty"
    ),
    (
        "march märz mars marzo março marzo maart marca mart марта"
        " mar mär mrz mrt marco мар март marzec"
    ),
    (
        "april april avril abril abril aprile april kwietnia nisan апреля"
        " apr avr abr kwi nis апр апрель kwiecień"
    ),
    "may mai mai mayo maio maggio mei maja mayis мая mag май maj",
    "june juni juin junio junho giugno juni czerwca haziran июня jun giu cze haz июн июнь czerwiec",
    (
        "july juli juillet julio julho luglio juli lipca temmuz июля"
        " jul juil lug lip tem июл июль lipiec"
    ),
    (
        "august august août agosto agosto agosto augustus sierpnia ağustos августа"
        " aug aout ago sie ağu agustos авг август sierpień"
    ),
    (
        "september september septembre septiembre setembro settembre september września"
        " eylül сентября sep sept set wrz eyl eylul сен сент сентябрь wrzesień setiembre"
    ),
    (
        "october oktober octobre octubre outubro ottobre oktober października ekim октября"
        " oct okt out ott paź eki окт октябрь październik"
    ),
    (
        "november november novembre noviembre novembro novembre november listopada kasim ноября"
        " nov lis kas ноя нояб ноябрь listopad"
    ),
    (
        "december dezember décembre diciembre dezembro dicembre december grudnia aralik декабря"
        " dec dez déc decembre dic gru ara дек декабрь grudzień"
    ),
)

MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Month number by lower-case name."""

_ZONES = {
    -600: "hst",
    -540: "akst hdt",
    -480: "pst akdt",
    -420: "mst pdt",
    -360: "cst mdt",
    -300: "est cdt cot pet",
    -240: "edt ast clt",
    -210: "nst",
    -180: "adt brt art clst uyt",
    -150: "ndt",
    -120: "brst",
    0: "ut utc gmt wet z egst",
    60: "cet bst west wat mez met",
    120: "cest eet sast cat mesz mest",
    180: "msk eest eat trt",
    210: "irst",
    240: "gst samt",
    270: "irdt",
    300: "pkt uzt yekt",
    330: "ist",
    345: "npt",
    360: "bdt omst",
    420: "ict wib krat",
    480: "awst hkt sgt myt wita pht irkt",
    540: "jst kst wit yakt",
    570: "acst",
    600: "aest vlat",
    630: "acdt",
    660: "aedt",
    720: "nzst",
    780: "nzdt",
}

ZONES = {name: minutes for minutes, names in _ZONES.items() for name in names.split()}
"""Minutes east of UTC by lower-case name.

An abbreviation that several places use is the one feeds mean most often: IST India, CST and the
like North America (RFC 822 section 5), BST Britain. The military letters but Z are no zone, since
RFC 822 had their signs wrong (RFC 5322 4.3)."""
