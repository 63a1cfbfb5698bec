"""Attacks: those that others collected, and ours, each of which has something to teach."""

import json
from pathlib import Path

_COLLECTIONS = (
    ("xss/dompurify_expect", "payload"),
    ("xss/html5lib_sanitizer", "input"),
    ("xss/bleach_data", "input"),
    ("xss/payloadsallthethings", "input"),
    ("malformed/html5lib_treeconstruction_inputs", "input"),
)

_FIRE = "<img src=x onerror=alert(1)>"

OURS = (
    # A namespace in which a tag is text until the markup is read again.
    f"<svg></p><style><a id='</style>{_FIRE}'>",
    f"<math><mtext><table><mglyph><style><!--</style>{_FIRE}--></style>",
    f"<form><math><mtext></form><form><mglyph><style></math>{_FIRE}",
    f"<svg><![CDATA[><{_FIRE}]]></svg>",
    f"<svg><title><style><!--</style>{_FIRE}",
    f"<svg><desc><noscript></svg>{_FIRE}</noscript>",
    f"<math><annotation-xml encoding='text/html'><style>{_FIRE}</style></math>",
    f"<math><mi><mglyph><svg><mtext><textarea><path id='</textarea>{_FIRE}'>",
    # Elements in which tags are text, closed where nobody looks.
    f"<noscript><p title='</noscript>{_FIRE}'>",
    f"<template><style></template>{_FIRE}</style>",
    f"<textarea><p title='</textarea>{_FIRE}'>",
    f"<title><p title='</title>{_FIRE}'>",
    f"<xmp><p title='</xmp>{_FIRE}'>",
    f"<listing>&lt;img src=x onerror=alert(1)&gt;</listing>{_FIRE}",
    f"<noembed><p title='</noembed>{_FIRE}'><noframes></noembed>",
    f"<plaintext>{_FIRE}",
    f"<select><option><style></select>{_FIRE}</style>",
    f"<iframe><p title='</iframe>{_FIRE}'>",
    # Foster parenting, and formatting elements that come again.
    f"<table><a href=javascript:alert(1)><td>{_FIRE}",
    f"<table><style><td></style>{_FIRE}</table>",
    f"<a><table><a href='javascript:alert(1)'></table>x{_FIRE}",
    "<b onclick=alert(1)><p></b>x<p>y",
    # Comments and declarations that end elsewhere than they seem to.
    f"<!-->{_FIRE}-->",
    f"<!--->{_FIRE}-->",
    f"<!-- --!>{_FIRE}-->",
    f"<!--<!-->{_FIRE}-->",
    f"<!DOCTYPE x[<!ENTITY y '{_FIRE}'>]>&y;",
    f"<?x {_FIRE} ?>",
    f"</ x{_FIRE}",
    f"<![CDATA[{_FIRE}]]>",
    f"<![CDATA[<!--]]>{_FIRE}-->",
    # What is not seen, in tags and addresses.
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<script\x0c>alert(1)</script\x0c>",
    "<img\x0bsrc=x\x0bonerror=alert(1)>",
    "<img src=x onerror\x00=alert(1)>",
    "<img/src=x/onerror=alert(1)//",
    "<img src=x\u2028onerror=alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\u2028script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='\u00a0javascript:alert(1)'>x</a>",
    "<a href='javascript\u200b:alert(1)'>x</a>",
    # References, cut and long.
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='&#0000106avascript&colon;alert(1)'>x</a>",
    "<a href='java&NewLine;script&Tab;:alert(1)'>x</a>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&LT;script&GT;alert(1)&LT;/script&GT;",
    "&lt<img src=x onerror=alert(1)>",
    # Addresses where few look for them.
    "<img srcset='javascript:alert(1) 1x, data:text/html,x 2x' src=x>",
    "<picture><source srcset='javascript:alert(1)'><img src='javascript:alert(1)'></picture>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'></svg>",
    "<svg><a><animate attributeName=href values='javascript:alert(1)'/><text y=9>x</text></a>",
    "<svg><set attributeName=onload to=alert(1)></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#' xlink:href='javascript:alert(1)'>x",
    "<video poster='javascript:alert(1)' src='data:video/mp4;base64,AA'><track src='data:,x'>",
    "<audio src='blob:https://good.example/x'><source src='filesystem:https://good.example/x'>",
    "<a href='data:text/html;charset=utf-8,<script>alert(1)</script>'>x</a>",
    "<a href=' data:image/svg+xml;base64,PHN2Zy8+'>x</a>",
    "<a href='https:javascript:alert(1)'>x</a>",
    "<a href='https://good.example@evil.example/'>x</a>",
    "<a href='https://good.example\\@evil.example/'>x</a>",
    "<a href='https://g\u043e\u043ed.example/'>x</a>",
    "<a href='https:\u2044\u2044evil.example/'>x</a>",
    "<a href='//[::1]/' ping='https://evil.example/'>x</a>",
    "<a href='mailto:a@b.example?body=<script>'>x</a><a href='tel:<b>'>y</a>",
    "<blockquote cite='javascript:alert(1)'><q cite='javascript:alert(1)'>x</q></blockquote>",
    "<img src=x usemap=#m longdesc='javascript:alert(1)' lowsrc='javascript:alert(1)'>",
    "<table background='javascript:alert(1)'><td background='javascript:alert(1)'>x",
    "<p><button formaction='javascript:alert(1)'>x</button><input type=image src=x>",
    "<area href='javascript:alert(1)'><map name=m><area href='javascript:alert(1)' shape=default>",
    # Names that hide what a page's own scripts look for.
    "<a id=location name=cookie href='https://good.example/'>x</a><img name=getElementById src=x>",
    "<form id=x><input name=attributes><input name=parentNode></form>",
    # Styles, old and new.
    "<p style='background:url(javascript:alert(1));behavior:url(x);-moz-binding:url(x)'>x",
    "<link rel=stylesheet href='data:text/css,*{display:none}'><style>@import 'x'</style>",
    "<div style='position:fixed;inset:0'>x</div><font face=x color=red size=99>y</font>",
    # Out of where it is written.
    "</div></article></main></body></html><script>alert(1)</script>",
    "]]></description><script>alert(1)</script><description><![CDATA[",
    '"}]},"x":"</script><script>alert(1)</script>',
    "\"'><script>alert(1)</script>",
    "' onfocus=alert(1) autofocus tabindex=1 x='",
    '" onfocus=alert(1) autofocus tabindex=1 x="',
    "javascript:alert(1)//https://good.example/",
    "jAvAsCrIpT\t:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 1 %> #{1}",
    "\r\nSet-Cookie: x=y\r\n\r\n<script>alert(1)</script>",
    # A reader's own eyes.
    "\u202egpj.exe\u202c \u2066<script>alert(1)</script>\u2069",
    "<bdo dir=rtl>\u202e<b>x</bdo>\u202d",
    "<img src=x onerror=alert(1)",
    "<a href='javascript:alert(1)",
    "<script",
    "x <!-- y",
)


def attacks(shared: Path) -> list[str]:
    """Every attack as text: ours, then 4,235 of others."""
    found = list(OURS)
    for name, key in _COLLECTIONS:
        items = json.loads((shared / f"vectors/{name}.json").read_text("utf-8"))
        found += [item[key] for item in items]
    return found
