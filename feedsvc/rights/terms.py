"""What a line says of the terms on which an article stands again: permissions and licences."""

import re

PERMISSION = re.compile(
    r"permission|by arrangement with|consent of|courtesy of|genehmigung|erlaubnis|zustimmung"
    r"|autorisation|permiso|autorizaci[óo]n|cortes[íi]a de|permiss[ãa]o|autoriza[çc][ãa]o|permesso"
    r"|autorizzazione|concessione|toestemming|tillstånd|tilladelse|tillatelse|zgod[ąa]|pozwoleniem"
    r"|svolením|souhlasem|súhlasom|povolením|разрешени|с согласия|дозвол|за згодою|άδεια"
    r"|permisiunea"
    r"|acordul|luvalla|izniyle|izni ile|seizin|atas izin|dengan izin|cho phép|إذن|بتصريح|اجازه"
    r"|באישור"
    r"|ברשות|授权|授權|许可|許可|許諾|承諾|同意|허락|허가|동의",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:without|no|not|ohne|sans|sin|sem|senza|zonder|utan|uden|uten|bez|без|fără|χωρίς|tanpa)\b"
    r"|未经|未經|無断|없이|دون|بدون|ללא",
    re.IGNORECASE,
)
_NEAR = 40
LICENCE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licen[cs]es|publicdomain)|gnu\.org/licen[cs]es"
    r"|opensource\.org/licen[cs]e)",
    re.IGNORECASE,
)


def permits(text: str) -> bool:
    """Whether it says "with permission"; "not without permission" is the opposite."""
    return any(
        not _REFUSAL.search(text, max(match.start() - _NEAR, 0), match.end() + 1)
        for match in PERMISSION.finditer(text)
    )
