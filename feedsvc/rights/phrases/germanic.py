"""English and the other Germanic languages."""

from feedsvc.rights.phrases.grammar import Phrases

_ARTICLE = (
    r"(?:news |blog |guest |feature |opinion |web |magazine )*"
    r"(?:article|story|stories|post|blogpost|posting|piece|report|essay|column|op-ed|opinion"
    r"|commentary|interview|analysis|review|text|entry|content|blog|transcript"
    r"|(?:press|news) release|excerpt|guide|tutorial|recipe(?! (?:is|was) adapted)|item"
    r"|dispatch|investigation|speech|editorial|material|newsletter"
    r"|(?:cross-?|re-?)post|reprint|republication|translation|version"
    r"|feature(?= (?:was |is |has been |originally )(?:originally |first )?"
    r"(?:published|ran\b|re(?:published|posted|printed|produced)|syndicated)))s?\b"
)
_PLACED = (
    r"(?:appeared|published|posted(?! in)|printed|ran|run|written|featured|released|issued|produced"
    r"|created|shared|carried|syndicated)"
)
_PERMITTED = r"(?:the )?(?:(?:kind|express|full|written|prior|generous) )?(?:permission|consent)"
_FIRST = r"originally|first|initially|previously|earlier"
_ORIGINAL_AT = (
    rf"(?: (?:an|the|a|this) (?:original )?{_ARTICLE}(?: that| which)?(?: was)?"
    rf"(?: (?:{_FIRST}))?(?: {_PLACED})?(?: (?:{_FIRST}))? (?:on|in|at|by|from))?"
)
_GRANTED = (
    rf"courtesy of|(?:with|by) {_PERMITTED}(?: from| of| by)|by arrangement with"
    r"|through (?:a )?(?:partnership|collaboration) with|with (?:many )?thanks to|thanks to"
    r"|in (?:partnership|collaboration|cooperation) with"
    r"|under (?:an? )?(?:[\w-]+ ){0,4}?licen[cs]e from"
)
_FROM = rf"(?:from|via|{_GRANTED})"
_IN_ISSUE = r"the (?:[\w/-]+ )?(?:(?:199|20)\d\d )?(?:print )?(?:issue|edition) of"
_ISSUE_OF = rf"in {_IN_ISSUE}|"
_MONTH = r"\d|january|february|march|april|may|june|july|august|september|october|november|december"

ENGLISH = Phrases(
    words=(
        "originally initially previously appeared published posted printed ran released"
        " featured aired reposted republished reprinted reproduced reblogged reshared reused"
        " crossposted cross crosspost repost reprint syndicated courtesy permission consent"
        " excerpted"
        " adapted original via source arrangement partnership republication mirrored translated"
        " distributed copyright co copublished provided supplied"
    ),
    subject=(
        rf"(?:(?:an?|the|my|our|this|these|that|parts? of|portions? of|excerpts? of|some of"
        rf"|(?:an?|the) (?:\w+ )?(?:version|translation|excerpt|edition) of|this (?:is|was)"
        rf"|following|above|here) ){{1,4}}(?!(?:post|story|report|review|column|feature"
        rf"|guide) \w+ (?:was|is"
        rf"|has)\b)"
        rf"(?:(?!first|original)[\w-]+ ){{0,2}}?{_ARTICLE}(?: below| above| here)?"
        r"|this(?= (?:originally|first|was|has|appeared|is re|is syn|is cross))"
        r"|the following(?= (?:originally|first|was|has|appeared|is re|is syn|is cross|is adapted))"
    ),
    fillers=(
        r"that|which|also|and|it|has|had|have|was|is|were|are|been|being|kindly|article"
        r"|(?:produced|reported|commissioned) by,?"
        r"|re(?:published|posted|printed|produced) (?:here )?with permission"
    ),
    first=_FIRST,
    placed=_PLACED + r"(?: online| here| in full| as an? \w+(?: \w+)?(?= (?:on|in|at|by))"
    r"| in (?:english|german|french|spanish|print|italian|russian|dutch|chinese|portuguese|arabic)"
    r"(?= (?:on|in|at|by)))?",
    at=rf"over at|over on|{_ISSUE_OF}on|in|at|for|with|via|(?=here\b)|(?=(?:{_MONTH}))",
    by=r"by",
    again=(
        r"(?:(?:is|was) )?(?:re-?(?:published|printed|posted|produced|blogged|shared|used|run)"
        r"|cross-?posted|syndicated|excerpted|adapted|translated|mirrored|copied)"
        r"(?: (?:here|below|in full|in part|and (?:re-?(?:published|posted|printed)|translated"
        r"|adapted|edited|updated|abridged)))*"
    ),
    given=rf"(?:from {_IN_ISSUE}|{_FROM}{_ORIGINAL_AT})",
    further=(
        rf"(?:shared|used|licensed|taken|published|posted|appears|presented|reused|appearing)"
        rf"(?: here| below| in full)*,? {_FROM}{_ORIGINAL_AT}"
        rf"|comes(?: to (?:us|you))?,? (?:courtesy of|from|via)|courtesy of"
        rf"|with {_PERMITTED} (?:of|from)|from (?=[^ ].{{0,60}}(?:permission|\bre(?:published"
        rf"|posted|printed)))"
        rf"|(?:produced|reported) by (?=[^ ].{{0,60}}\b(?:re|co-?)(?:published|posted)\b)"
        r"|co-?(?:published|produced) (?:with|by)|syndicated by|cross-?posted (?:at|on)"
    ),
    bare=(
        r"this (?:is|was) (?:an? )?(?:\w+ )?(?:(?:cross|re)-?post|reprint|republication"
        r"|mirror)(?: of| from)"
        rf"{_ORIGINAL_AT}|(?:as |{_ARTICLE} (?:was )?)(?:{_FIRST}) {_PLACED} (?:on|in|at|by)"
        rf"|{_ARTICLE} {_PLACED} (?:{_FIRST}) (?:on|in|at|by)|(?:the )?original {_ARTICLE}"
        rf" (?:(?:(?:was )?(?:published|posted|appeared)|can be (?:found|read)|is (?:available"
        rf"|here)) )?(?:on|at|from|(?=here)|(?<=published )by)|originally (?:on|at)"
        rf"|by [^.,:]{{2,40}}, (?:{_FIRST}) {_PLACED} (?:on|in|at|by)"
        r"|this work (?:first|originally) appeared on|as (?:first|originally) seen on"
        r"|(?:story source: ?)?(?:article|story|content|text|materials?) (?:kindly )?"
        r"(?:provided|supplied) by"
        r"|cross-?posted (?:at|on)|(?:published|used|posted|shared|reused),? "
        rf"(?:{_GRANTED})"
        r"|(?:article|story|post|text|content|report)s? (?:via|courtesy of)"
        rf"|(?:you can )?(?:read|see|view|find) the original(?: version)?(?: of)?(?: this| the)?"
        rf"(?: {_ARTICLE})?,?(?: (?:here )?(?:on|at|in|from|by)| here ?:|:)"
    ),
    titled=(
        r"the (?:post|article|story|page|entry|podcast|video)",
        r"(?:appeared first|first appeared) (?:on|at|in)",
    ),
    whole=(
        (
            r"(?:©|\(c\)|copyright)(?: ?©)? ?(?:\d{4},? )?(?:by )?(?P<o>[^;,]{2,60}?)"
            r"(?:, [\w ]{2,20}?)?(?:,? ?\d{4})?[.;,]* (?:all rights reserved[.;,]* )?"
            r"(?:re-?(?:printed|published|posted|produced)|used)"
            r"(?: here)? (?:with|by) permission"
        ),
        (
            r"(?:©|\(c\)|copyright)(?: ?©)? ?\d{4},? (?:by )?(?P<o>[^;,.]{2,60})[.;,]*"
            r" (?:all rights reserved[.;,]* )?(?:to see more, visit\b"
            r"|(?:visit [^;,]{2,60}?[.;,]* )?(?:distributed|syndicated) by)"
        ),
        (
            r"from (?P<o>[^.;]{2,60})[.;] (?:re-?(?:printed|published|posted|produced)|used)"
            r"(?: here)? (?:with|by) permission"
        ),
    ),
    labels=(
        r"original(?:ly)?(?: (?:article|story|post|source|publication|version|text))?"
        r"(?: (?:at|on|from|by))?|(?:article|story|text|content|news) source"
        r"|originally (?:published|posted)|re-?(?:published|posted|printed) from|first published"
        r"|(?:cross-?posted|syndicated)(?: from)?"
    ),
    sources=r"source|via|from|origin|link to (?:the )?original",
)

GERMAN = Phrases(
    words=(
        "zuerst zunächst ursprünglich erstmals erstmalig zuvor vorab erschienen erschien"
        " erscheint veröffentlicht publiziert erstveröffentlichung erstveröffentlicht nachdruck"
        " nachgedruckt genehmigung erlaubnis zustimmung übernommen übernahme quelle textquelle"
        " originalartikel originalbeitrag originaltext originalquelle original stammt entnommen"
        " gefunden wiederveröffentlicht crosspost crossposting cross"
    ),
    subject=(
        r"(?:eine? (?:\w+ )?(?:version|fassung|übersetzung) (?:dieses|des) (?:artikels|beitrags"
        r"|textes|berichts|essays|interviews)|(?:dieser|diese|dieses|der|die|das|unser|mein)?"
        r" ?(?:vorliegende |obige |hier \w+ )?(?:\w{0,20}(?:artikel|beitrag|text|bericht|essay"
        r"|kommentar|meldung|nachricht|geschichte|interview|kolumne|reportage|analyse|post|eintrag|rezension"
        r"|aufsatz|gespräch|inhalt)))\b"
    ),
    fillers=r"ist|wurde|war|erschien|erscheint|auch|bereits|hier|also|wird",
    first=(
        r"(?:am \d[\w. ]{3,20}? )?(?:zuerst|zunächst|ursprünglich|erstmals|erstmalig|zum ersten mal"
        r"|als erstes|im original|zuvor|vorab)"
    ),
    placed=r"erschienen|veröffentlicht|publiziert|gepostet|erschien|(?<=erschien )(?=zuerst)",
    at=(
        r"(?:auf (?:englisch|deutsch|französisch|spanisch|italienisch) )?"
        r"(?:am \d[\w. ]{3,20}? )?(?:auf(?! (?:englisch|deutsch))|bei|in|im|beim|an)|(?=am \d)"
    ),
    by=r"von|vom|durch",
    again=r"nachgedruckt|cross-?post(?:ing)?|übernommen|nachdruck|übernahme|wiederveröffentlicht|entnommen",
    given=(
        r"(?:hier )?(?:mit (?:freundlicher |der )?(?:genehmigung|erlaubnis|zustimmung)"
        r"(?: von| der| des| durch)|aus|von|vom)"
    ),
    further=(
        r"(?!.{0,80}(?:geschrieben|verfasst|übersetzt))"
        r"(?:am \d[\w. ]{3,20}? )?(?:zuerst|zunächst|ursprünglich|erstmals|erstmalig|im original"
        r"|zum ersten mal)(?: am \d[\w. ]{3,20}?)?"
        r"(?: auf (?:englisch|deutsch|französisch|spanisch|italienisch)| in \w+er sprache)?"
        r" (?:auf(?! (?:englisch|deutsch))|bei|in|im|beim|von|vom|durch)"
        r"|(?:auf|bei|im) (?=[^ ].{0,60} (?:erschienen|veröffentlicht))"
        r"|(?:mit (?:freundlicher )?(?:genehmigung|erlaubnis)(?: von| der| des)|aus|von)"
        r"(?= .{0,80}(?:übernommen|veröffentlicht|nachgedruckt|erlaubnis|genehmigung|entnommen))"
        r"|(?:stammt|kommt) (?:aus|von)"
    ),
    bare=(
        r"(?:die )?erstveröffentlich(?:t|ung)(?: erfolgte)?(?: am \d[\w. ]{3,20}?)?"
        r" (?:auf|bei|in|im|von)"
        r"|veröffentlicht mit (?:freundlicher )?(?:genehmigung|erlaubnis) (?:von|der|des)"
        r"|(?:text |beitrag )?mit freundlicher genehmigung (?:von|der|des)|zuerst (?:auf|bei)"
    ),
    titled=(
        r"der (?:beitrag|artikel|post)",
        r"(?:(?:erschien|erscheint) (?:zuerst|als erstes)|ist zuerst erschienen) (?:auf|bei)",
    ),
    labels=(
        r"erstveröffentlichung|original(?:artikel|text|beitrag|quelle)?|zuerst erschienen"
        r"|quelle des artikels|textquelle"
    ),
    sources=r"quelle|via|gefunden bei",
)

DUTCH = Phrases(
    words=(
        "oorspronkelijk oorspronkelijke gepubliceerd verscheen verschenen geplaatst overgenomen"
        " herplaatst toestemming bron originele origineel eerder geherpubliceerd heruitgegeven"
        " vertaald stond herdrukt"
    ),
    subject=(
        r"(?:een (?:\w+ )?(?:versie|vertaling) van )?(?:(?:dit|deze|het|de|ons|onze) )?(?:\w{0,12}"
        r"(?:artikel|bericht|stuk|verhaal|blog|blogpost|post|tekst|interview|column|essay|reportage"
        r"|opinie|bijdrage|analyse|recensie))\b"
    ),
    fillers=r"is|werd|verscheen|was|ook|al|en|wordt|hier",
    first=r"oorspronkelijk|eerder|eerst|voor het eerst|in eerste instantie|als eerste|origineel",
    placed=r"gepubliceerd|verschenen|geplaatst|gepost|verscheen|uitgegeven|stond",
    at=r"op|in|bij|voor",
    by=r"door",
    again=r"overgenomen|herplaatst|herdrukt|geherpubliceerd|heruitgegeven|vertaald",
    given=r"(?:hier )?(?:met (?:vriendelijke )?toestemming )?(?:van|uit)",
    further=(
        r"(?:oorspronkelijk|eerder|eerst|voor het eerst)(?: op \d[\w ]{3,20}?)? (?:op|in|bij|door)"
        r"|met (?:vriendelijke )?toestemming (?:overgenomen |gepubliceerd )?(?:van|uit)"
        r"|stond (?:oorspronkelijk|eerder|eerst) (?:op|in|bij)"
    ),
    bare=(
        r"(?:gepubliceerd )?met (?:vriendelijke )?toestemming van"
        r"|met (?:vriendelijke )?toestemming (?:overgenomen|herplaatst|gepubliceerd) (?:uit|van)"
        r"|(?:het )?(?:originele|oorspronkelijke) (?:artikel|bericht|stuk|verhaal) (?:verscheen"
        r"|staat|is (?:verschenen|gepubliceerd)) (?:op|in|bij|door)"
        r"|lees het (?:originele|oorspronkelijke) (?:artikel|bericht|stuk) (?:op|bij)"
    ),
    titled=(
        r"(?:het bericht|het artikel|de post)",
        r"(?:verscheen (?:eerst|als eerste)|is als eerste verschenen) op",
    ),
    labels=r"(?:oorspronkelijk|origineel|originele) (?:artikel|bericht|bron)|oorspronkelijke bron",
    sources=r"bron",
)

SWEDISH = Phrases(
    words=(
        "publicerades publicerats publicerad publicerat publiceras ursprungligen ursprunglig"
        " återgiven återgivet återges återpublicerad återpubliceras återpublicerats tillstånd"
        " källa dök införd originalartikel originalartikeln omtryckt tryckt hämtad"
    ),
    subject=(
        r"(?:en (?:\w+ )?version av )?(?:(?:den här|denna|detta|det här|den|det) )?(?:artikeln?"
        r"|inlägget|inlägg|texten|text|krönikan?|reportaget|intervjun?|berättelsen?|debattartikeln?"
        r"|bloggposten|blogginlägget|nyheten|essän?)\b"
    ),
    fillers=r"är|var|har|blev|också|även|tidigare",
    first=r"först|ursprungligen|tidigare|från början|för första gången|initialt",
    placed=r"publicera(?:des|ts|d|t)|införd|in förd|tryckt",
    at=r"i|på|hos",
    by=r"av",
    again=r"återpublicera(?:s|d|t|des|ts)|återgiv(?:en|et|na|es)|omtryckt|hämtad|översatt|publiceras",
    given=r"(?:här )?(?:med (?:vänligt )?tillstånd )?(?:från|av|ur)",
    further=r"dök (?:först upp|upp först) (?:på|i|hos)",
    bare=(
        r"publicera(?:s|d) med (?:vänligt )?tillstånd (?:av|från)|med tillstånd (?:av|från)"
        r"|originalartikeln (?:publicerades|finns|är publicerad) (?:i|på|hos|av)"
    ),
    titled=(r"(?:inlägget|artikeln)", r"dök (?:först upp|upp först) på"),
    labels=r"ursprunglig (?:artikel|källa)|originalartikel|ursprungligen publicerad",
    sources=r"källa",
)

DANISH = Phrases(
    words=(
        "udgivet publiceret bragt oprindelig oprindeligt tilladelse kilde publisert opprinnelig"
        " tillatelse dukket dukkede genudgivet genoptrykt gengivet gjengitt gjenpublisert"
        " hentet originalartikel først"
    ),
    subject=(
        r"(?:(?:denne|dette|den|det) )?(?:artikkelen|artikel|artiklen|artikkel|indlægget|indlæg"
        r"|innlegget|innlegg|tekst|teksten|historie|historien|kronikken|kronik|kommentaren"
        r"|interviewet|intervjuet|saken|klumme|blogindlæg)\b"
    ),
    fillers=r"er|blev|ble|har|været|vært|var|også",
    first=r"først|oprindeligt?|opprinnelig|tidligere|for første gang|første gang",
    placed=r"udgivet|publiceret|bragt|publisert|offentliggjort|trykt|offentliggjordt",
    at=r"i|på|hos",
    by=r"af|av",
    again=r"genudgivet|genoptrykt|gengivet|gjengitt|gjenpublisert|republisert|hentet|oversat",
    given=r"(?:her )?(?:med (?:venlig |vennlig )?(?:tilladelse|tillatelse) )?(?:fra|af|av)",
    further=r"(?:dukkede|dukket) (?:først opp?|opp? først) (?:på|i|hos)",
    bare=r"(?:bragt|udgivet|publisert) med (?:tilladelse|tillatelse) (?:fra|af|av)",
    titled=(
        r"(?:indlægget|innlegget|artiklen|artikkelen)",
        r"(?:blev først udgivet|dukkede først op|dukket først opp|ble først publisert) på",
    ),
    labels=(
        r"oprindelig (?:artikel|kilde)|original(?:artikel|artikkel)|opprinnelig (?:artikkel"
        r"|kilde)"
    ),
    sources=r"kilde",
)
