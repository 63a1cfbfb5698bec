"""Mail: one message by SMTP, and words for what goes wrong. The only door to smtplib."""

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import NamedTuple

SECONDS = 15.0
"""How long the server may take for each step."""


class Server(NamedTuple):
    """Who takes our mail.

    Attributes:
        user: Who signs in, with `password`; nobody if empty.
        tls: "starttls", "tls" or "none".
        ca_file: Certificates to trust, PEM; empty for those of the system.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    ca_file: str = ""

    def __repr__(self) -> str:
        """Without the password."""
        return f"Server({self.host}:{self.port})"


def send(server: Server, sender: str, receivers: Sequence[str], subject: str, text: str) -> str:
    """Send one message.

    Returns:
        What went wrong, in a line; empty if the server has taken it.
    """
    try:
        mail = _written(sender, receivers, subject, text)
        with _connected(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(mail, sender, list(receivers))
    except (OSError, ValueError) as error:  # those of smtplib and ssl are kinds of the former
        return _problem(error)
    return f"the mail server refused {len(refused)} of the receivers" if refused else ""


def _problem(error: OSError | ValueError) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            said = "the mail server does not take the name and password"
        case smtplib.SMTPResponseException(smtp_code=code):
            said = f"the mail server refused it ({code})"
        case smtplib.SMTPRecipientsRefused():
            said = "the mail server refused every receiver"
        case smtplib.SMTPException():
            said = f"the mail server failed: {type(error).__name__}"
        case ssl.SSLError(reason=reason):
            said = f"no safe connection to the mail server: {reason or type(error).__name__}"
        case OSError(strerror=words):
            said = f"the mail server cannot be reached: {words or type(error).__name__}"
        case _:
            said = "the mail cannot be written: an address in [alerts] is wrong"
    return said


def _written(sender: str, receivers: Sequence[str], subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = ", ".join(receivers)
    mail["Subject"] = _line(subject)
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or None)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def _line(text: str) -> str:
    """Text of strangers as one line of a header.

    What looks like an encoded word (RFC 2047) would be read as one and written out again with
    whatever it holds, line breaks too.
    """
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.replace("=?", "= ?").split())


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    if server.tls == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.tls == "starttls":
            connection.starttls(context=context)
    except BaseException:
        connection.close()
        raise
    return connection
