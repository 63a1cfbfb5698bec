"""Words around a licence that join, except, deny or limit, as patterns for `folded` text."""

import re

from feedsvc.text.nouns import WHOLE

_THE = (
    r"(?:(?:the|this|these|our|my|its|all|any|other|every|die|der|das|den|dem|alle[rn]?|les?|la"
    r"|los|las|el|il|i|gli|lo|os?|as|de|het) ?|l'|d'|un'){0,2}"
)
AND = re.compile(
    r"[ ]?(?:,|/|\+|&|\(|;)?[ ]?"
    r"(?:(?:and/or|and|or|und|oder|sowie|et|ou|y|o|e|en|og|och|i|и|as well as) )?"
    rf"{_THE}"
)
_EXCEPT = (
    r"(?:except(?:ing)?|excluding|but(?! for)|other than|apart from|without|minus|ohne|ausser"
    r"|mit ausnahme|sauf|hors|hormis|excepte|excepto|salvo|menos|exceto|eccetto|tranne|behalve"
    r"|uitgezonderd)"
)
EXCEPTING = re.compile(rf"[ ,(]*{_EXCEPT}\b[\w' ]{{0,20}}")
WITHIN = re.compile(
    r"[ ]?(?:on|of|in|from|for|by|with|at|to|within|auf|von|des|dieses|dieser|diesem|im|aus|mit|zu"
    r"|sur|du|de|des|dans|avec|del|della|dello|dei|di|da|do|dos|en|no|na|nos|su|sul|op|van|voor)\b"
    r"[\w' ]{0,40}"
)
BOILERPLATE = re.compile(
    r"(?:except|unless|save|if not|where not)(?: where| when| as)?(?: it is| they are| is| are)?"
    r"(?: (?:otherwise|explicitly|expressly|specifically))* (?:noted|stated|indicated|specified"
    r"|mentioned|marked|credited)(?: otherwise)?"
    r"|(?:soweit|sofern|wenn|falls|wo) nicht (?:anders|anderweitig|ausdrucklich anders) \w+"
    r"|sauf (?:mention|indication|avis)s? contraires?"
    r"|(?:salvo|excepto|exceto)(?: que| donde| onde| dove| quando)?(?: se)? indic\w+"
    r"(?: de| do)?(?: lo| o| il)?(?: contrari[oa]| otr[oa]\w*)?|salvo (?:diversa indicazione"
    r"|indicacion contraria|indicacao em contrario)"
    r"|(?:ove|dove) non diversamente \w+|tenzij anders \w+"
    r"|some rights reserved|einige rechte vorbehalten|certains droits reserves"
    r"|algunos derechos reservados|alguns direitos reservados|alcuni diritti riservati"
    r"|all other rights(?: are)? reserved"
    r"|for (?:personal,? (?:and |or )?)?non-?commercial (?:use|purposes) only"
    r"|(?:text|texts|texte) only|nur texte?|not only"
)
"""What stands beside a licence of the whole as well, though it sounds like a limit."""

DENIED = re.compile(
    r"(?<![\w-])(?:not|never|no longer|cannot|(?:is|are|was|were|do|does|ca|have|has)n[' ]?t|nicht"
    r"|kein(?:e[rmns]?)?|pas|ne|non|no|nao|niet|geen|inte|ikke|nie|не)(?![\w-])"
    r"(?! +(?:otherwise|only|just|(?:explicitly |expressly )?(?:stated|noted|specified|marked"
    r"|indicated|mentioned)|anders|sonst|ausdrucklich|autrement))[^,:()]{0,40}\Z"
    r"|(?<!\w)(?:formerly|previously|until \d{4}|compatible with|instead of|unlike|about)\b"
    r"[^,:()]{0,16}\Z"
)
DENIED_BEHIND = re.compile(
    r"[^,;]{0,24}?\b(?:(?:does not|doesn't|do not|don't|no longer|cannot|never) "
    r"(?:\w+ )?(?:appl|cover|extend|includ|hold)|(?:gilt|gelten) nicht"
    r"|ne (?:s'applique|couvre|concerne)|no (?:se aplica|cubre|incluye)|nao (?:se aplica|cobre)"
    r"|non (?:si applica|copre)|(?:geldt|gelden) niet)"
)
_LIMIT = (
    r"(?<![\w-])(?:some|few|many|most|certain|selected|several|parts|portions?|a part|old|older"
    r"|oldest|early|earlier|newer|recent|only|solely|exclusively|before|until|till|prior to|after"
    r"|where (?:noted|marked|indicated|stated|specified|labell?ed|mentioned)"
    r"|einige[rn]?|manche[rn]?|teile?|teilen|teilweise|ausgewahlte[rn]?|altere[rn]?|fruhere[rn]?"
    r"|nur|ausschliesslich|vor (?:de[mrn]|\d+)|bis (?:zu[mr]?|ende|\d+)|nach (?:\d+|ein\w+)"
    r"|certaine?s|quelques|plusieurs|une partie|ancien(?:ne)?s?|seul(?:e?s?|ement)|uniquement"
    r"|avant|jusqu'\w+|apres|algun[oa]s|algumas|alguns|ciert[oa]s|vari[oa]s|parte|antigu[oa]s"
    r"|anteriores|solo|solamente|unicamente|apenas|somente|antes|hasta|despues|alcun[ei]|soltanto"
    r"|fino|dopo|sommige|enkele|bepaalde|oudere|alleen|slechts|tot \d+|voor \d+)(?![\w-])"
)
LIMITED = re.compile(
    rf"{_LIMIT}|(?<!\w)(?:others?(?! (?:rights|than))|else|andere[rn]?|ubrige[rn]?|autres"
    r"|otr[oa]s|outr[oa]s|altr[ei]|overige|(?<!is )(?<!are )(?:marked|labell?ed|tagged|flagged))"
    r"(?!\w)"
)
LIMITED_BEHIND = re.compile(
    rf"\W{{0,3}}[^,;:()]*?(?:{_LIMIT}|\b(?:to|for|fur|pour|para|per|voor) (?:\w+ )?"
    r"(?:subscribers|members|students"
    r"|teachers|schools|patrons|supporters|abonn\w+|mitglieder|membres|suscriptores|assinantes"
    r"|abbonati|leden)\b)"
)
EXCEPT_THIS = re.compile(rf"(?:{_EXCEPT})\b[^,:()]{{0,16}}\Z")
_NOT_BUT = _EXCEPT.replace("but(?! for)", "(?:all|anything|everything) but")
# ", but texts are" excepts none.
BUT_THE_WHOLE = re.compile(rf"(?<!\w){_NOT_BUT}\b(?: for)?[ :]*(?:\w+ ){{0,2}}(?:{WHOLE})")
WHOLE_EXCEPTED = re.compile(
    rf"[^.;]{{0,40}}?(?:{_EXCEPT}\b(?: for)?[ :]*(?:\w+ ){{0,2}}(?:{WHOLE})"
    rf"|(?:{WHOLE}) (?:are |is )?(?:excepted|excluded|ausgenommen|exclus|excluid[oa]s|esclusi))"
)
PLURAL = re.compile(
    r"(?<!\bwe )(?<!\byou )(?<!\ball )(?<!\bthey )(?<!\brights )"
    r"\b(?:are|sind|stehen|sont|estan|sono|zijn)\b"
)
TAIL = re.compile(
    r"(?:\W{0,3}(?:(?:international|unported|generic|universal|public|licen[cs]es?|lizenz"
    r"|licencia|licenca|licenza|licentie|creative commons|cc|by|deed|legalcode)(?!\w)|\d\.\d))*+"
)
FOR = re.compile(
    r"\W{0,3}(?:(?:and|it|which|that|is|valid) ){0,2}(?:only )?(?:for|on|appl(?:ies|y)"
    r"(?: only)? to|covers|fur|gilt(?: nur)? fur|pour|para|per|voor|concerne)\s+(?:\w+ ){0,2}\Z"
)
BESIDE = re.compile(r"\s*[(\[:-]?\s*\Z")
ITS_OWN = re.compile(
    r"(?:[:© ]|\(c\)|copyright|are |is |were )*(?:©|:|\(c\)|copyright|not|reserved|all rights"
    r"|except|exclud|ausgenommen|exclu|by permission|used with)"
)
