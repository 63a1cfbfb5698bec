"""The Romance languages."""

from feedsvc.rights.phrases.grammar import Phrases

FRENCH = Phrases(
    words=(
        "initialement originellement originalement origine l’origine abord d’abord publié"
        " publiée paru parue parution publication apparu apparue diffusé diffusée reproduit"
        " reproduite repris reprise republié republiée autorisation l’autorisation l’aimable"
        " aimable original l’original originale source sources tiré tirée extrait traduit"
        " auparavant précédemment premier"
    ),
    subject=(
        r"(?:(?:une|la) (?:\w+ )?(?:version|traduction) (?:\w+ )?(?:de )?)?(?:cet|cette|ce"
        r"|l['’]|le|la|notre|de l['’])?"
        r" ?(?:présente? |court )?(?:article|texte|billet|tribune|reportage|histoire|entretien"
        r"|interview|chronique|analyse|enquête|post|publication|contenu|récit|dépêche|éditorial"
        r"|contribution|papier|essai)\b"
    ),
    fillers=r"a|est|ont|été|également|aussi|avait|qui|d'abord|d’abord",
    first=(
        r"initialement|originellement|originalement|d['’]abord|à l['’]origine|précédemment"
        r"|pour la première fois|en premier(?: lieu)?|auparavant"
    ),
    placed=r"publiée?|parue?|apparue?|diffusée?|mise? en ligne|postée?",
    at=(
        r"(?:en \w+ )?(?:sur|dans|chez|en|au)|(?=le \d)|(?:le \d[\wéû ]{3,20}? )(?:sur|dans"
        r"|par|chez)"
    ),
    by=r"par",
    again=r"republiée?|reproduite?|repris|reprise?|repostée?|extraite?|tirée?|traduite?|adaptée?",
    given=(
        r"(?:ici )?(?:(?:à partir|avec (?:l['’]|la )?(?:aimable )?(?:autorisation|permission"
        r"|accord)) )?"
        r"(?:de|du|des|depuis|d['’])"
    ),
    further=(
        r"publiée?(?: ici)? avec (?:l['’])?(?:aimable )?(?:autorisation|permission|accord)"
        r" (?:de|du|des|d['’])"
    ),
    bare=(
        r"première (?:publication|parution) (?:sur|dans|par|chez)"
        r"|(?:publiée? )?avec l['’](?:aimable )?autorisation (?:de|du|des|d['’])"
        r"|l['’]article original (?:a été publié|est paru|est à lire) (?:sur|dans|par|chez)"
        r"|(?:article|texte|billet) original (?:paru |publié )?(?:sur|dans|chez)"
        r"|(?:lire|retrouvez|voir) l['’](?:article )?original (?:sur|dans|chez)"
    ),
    titled=(
        r"(?:l['’]article|cet article|le billet|l['’]entrée|la publication)",
        r"(?:est apparue?|a été publiée?|apparaît) en premier(?: lieu)? sur",
    ),
    labels=(
        r"article (?:original|d['’]origine)|texte original|version originale|source originale"
        r"|première (?:publication|parution)|source de l['’]article"
    ),
    sources=r"sources?|via|origine",
)

SPANISH = Phrases(
    words=(
        "originalmente originariamente inicialmente publicado publicada publicó apareció"
        " aparecido aparece reproducido reproducida republicado republicada permiso"
        " autorización tomado tomada extraído extraída fuente vía cortesía original traducido"
        " publica salió difundido origen reproducción reimpreso reimpresa"
    ),
    subject=(
        r"(?:una (?:\w+ )?(?:versión|traducción) de )?(?:(?:este|esta|el|la|nuestro|nuestra) )?"
        r"(?:presente )?(?:artículo|nota|texto|historia|entrada|reportaje|columna|entrevista|ensayo"
        r"|publicación|post|crónica|análisis|contenido|noticia|informe|relato|editorial|pieza)\b"
    ),
    fillers=r"fue|ha|sido|se|es|que|también|había",
    first=(
        r"originalmente|originariamente|inicialmente|primero|por primera vez|previamente"
        r"|anteriormente|en primer lugar|primeramente"
    ),
    placed=r"publicad[oa]|publicó|apareció|aparecid[oa]|difundid[oa]|salió",
    at=r"(?:el \d[\w ]{3,26}? )?(?:en|para)(?! \d)|(?=el \d)|en(?= \d)",
    by=r"por",
    again=(
        r"republicad[oa]|reproducid[oa]|reproduce|republica|tomad[oa]|extraíd[oa]|traducid[oa]"
        r"|reproducción|reimpres[oa]"
    ),
    given=r"(?:aquí )?(?:(?:con|bajo) (?:el |la )?(?:permiso|autorización) )?(?:de|del|desde)",
    further=(r"publica(?:d[oa])?(?: aquí)? con (?:el |la )?(?:permiso|autorización) (?:de|del)"),
    bare=(
        r"publicad[oa] con (?:el |la )?(?:permiso|autorización) (?:de|del)|(?:por )?cortesía de"
        r"|(?:lea|lee|leer) (?:el|la) (?:artículo |nota |texto )?original en"
        r"|(?:el |la )?(?:artículo|nota|texto) original (?:fue publicad[oa] |se publicó "
        r"|publicad[oa] |está )?(?:en|por)"
    ),
    titled=(
        r"(?:la entrada|el artículo|la publicación|el post|el cargo)",
        r"(?:se publicó primero|aparece primero|apareció primero|se publicó) en",
    ),
    labels=(
        r"(?:artículo|texto|nota|publicación|fuente) original|publicado originalmente"
        r"|fuente del artículo"
    ),
    sources=r"fuente|vía|via|origen",
)

PORTUGUESE = Phrases(
    words=(
        "originalmente originariamente inicialmente publicado publicada apareceu aparece"
        " reproduzido reproduzida republicado republicada permissão autorização fonte original"
        " retirado extraído saiu veiculado veiculada divulgado cortesia traduzido origem"
    ),
    subject=(
        r"(?:uma (?:\w+ )?(?:versão|tradução) (?:deste|desta) |(?:este|esta|o|a|nosso|nossa) )?"
        r"(?:presente )?(?:artigo|texto|matéria|reportagem|post|coluna|entrevista|ensaio|história"
        r"|notícia|publicação|crônica|crónica|análise|conteúdo|postagem|relato|editorial)\b"
    ),
    fillers=r"foi|é|que|tinha|sido|também",
    first=(
        r"originalmente|originariamente|inicialmente|primeiro|primeiramente|pela primeira vez"
        r"|anteriormente|previamente"
    ),
    placed=r"publicad[oa]|publicou-se|apareceu|saiu|veiculad[oa]|divulgad[oa]",
    at=r"(?:em \d[\w ]{3,26}? )?(?:em|no|na|nos|nas)",
    by=r"pelo|pela|por",
    again=r"republicad[oa]|reproduzid[oa]|retirad[oa]|extraíd[oa]|traduzid[oa]",
    given=r"(?:aqui )?(?:com (?:a )?(?:permissão|autorização) )?(?:de|do|da|dos|das)",
    further=r"publicad[oa](?: aqui)? com (?:a )?(?:permissão|autorização) (?:de|do|da)",
    bare=(
        r"publicad[oa] com (?:a )?(?:permissão|autorização) (?:de|do|da)|cortesia (?:de|do|da)"
        r"|leia o (?:artigo |texto )?original (?:em|no|na)"
        r"|(?:o |a )?(?:artigo|texto|matéria) original (?:foi publicad[oa] |publicad[oa] |está )?"
        r"(?:em|no|na|por|pelo|pela)"
    ),
    titled=(
        r"(?:o post|o artigo|a postagem|o conteúdo|a publicação|o texto)",
        r"(?:apareceu|aparece|foi publicad[oa]) primeiro (?:em|no|na)",
    ),
    labels=(
        r"(?:artigo|texto|matéria|publicação|fonte) original|publicado originalmente"
        r"|fonte d[oa] (?:artigo|texto|matéria)"
    ),
    sources=r"fonte|via|origem",
)

ITALIAN = Phrases(
    words=(
        "originariamente inizialmente originalmente pubblicato pubblicata apparso apparsa"
        " uscito uscita comparso proviene ripubblicato ripubblicata riprodotto riprodotta"
        " tratto tratta ripreso ripresa permesso autorizzazione concessione fonte originale"
        " primo origine tradotto ristampato ristampata"
    ),
    subject=(
        r"(?:una (?:\w+ )?(?:versione|traduzione) di )?(?:questo|questa|quest['’]|l['’]|il|la)?"
        r" ?(?:presente )?(?:articolo|post|testo|intervista|storia|reportage|saggio|contributo"
        r"|pezzo"
        r"|editoriale|notizia|racconto|analisi|inchiesta|recensione)\b"
    ),
    fillers=r"è|e['’]|stat[oa]|era|che|già|anche",
    first=(
        r"originariamente|inizialmente|originalmente|(?:per )?la prima volta|in origine|prima"
        r"|precedentemente|in precedenza"
    ),
    placed=r"pubblicat[oa]|appars[oa]|uscit[oa]|comparso",
    at=(
        r"(?:il \d[\w ]{3,20}? )?(?:sul|sulla|sull['’]|sulle|sui|su|nel|nella|nell['’]|in"
        r"|presso)|(?=il \d)"
    ),
    by=r"dal|dalla|dall['’]|da",
    again=r"ripubblicat[oa]|ristampat[oa]|riprodott[oa]|tratt[oa]|ripres[oa]|tradott[oa]",
    given=(
        r"(?:qui )?(?:(?:con|su|per) (?:il |l['’]|la )?(?:permesso|autorizzazione"
        r"|(?:gentile )?concessione) )?(?:dal|dalla|dall['’]|del|della|dell['’]|dei|da|di)"
    ),
    further=(
        r"pubblicat[oa](?: qui)? con (?:il |l['’])?(?:permesso|autorizzazione)"
        r" (?:di|del|della|dell['’]|de)"
    ),
    bare=(
        r"(?:pubblicato )?(?:per|su) gentile concessione (?:di|del|della|dell['’]|dei|degli|de)"
        r"|l['’]articolo originale (?:è (?:stato )?pubblicato|è (?:apparso|uscito)|si trova)"
        r" (?:sul|sulla|sull['’]|su|nel|nella|in|da|dal|dalla)|articolo originale su"
        r"|pubblicato con (?:il )?permesso (?:di|del|della)|leggi l['’](?:articolo )?originale su"
    ),
    titled=(
        r"(?:l['’]articolo|il post)",
        r"(?:proviene (?:da|dal|dalla)|(?:sembra essere il primo|è apparso per primo) su)",
    ),
    labels=r"(?:articolo|testo|fonte) originale|pubblicato originariamente|fonte dell['’]articolo",
    sources=r"fonte|via|origine",
)

ROMANIAN = Phrases(
    words=(
        "inițial iniţial initial publicat publicată apărut apărută preluat republicat sursa"
        " sursă permisiunea acordul original prima"
    ),
    subject=(
        r"(?:acest|această) (?:articol|text|poveste|postare|material|interviu|reportaj"
        r"|editorial)\b"
        r"|(?:articolul|textul|materialul|interviul)\b"
    ),
    fillers=r"a|fost|este|e|s-a",
    first=r"ini[țţ]ial|prima dat[ăa]|pentru prima dat[ăa]|mai întâi|original|anterior",
    placed=r"publicat[ăa]?|apărut[ăa]?",
    at=r"pe|în|la",
    by=r"de",
    again=r"preluat[ăa]?|republicat[ăa]?|reprodus[ăa]?|tradus[ăa]?",
    given=r"(?:cu (?:permisiunea|acordul)|din|de la|de pe)(?= )",
    titled=(r"(?:articolul|postarea)", r"apare prima dat[ăa] (?:în|pe|la)"),
    labels=r"articol(?:ul)? original|sursa (?:originală|articolului)",
    sources=r"surs[aă]",
)
