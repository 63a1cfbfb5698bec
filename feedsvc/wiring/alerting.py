"""The ways by which operators are told: a webhook and mail, as [alerts] says."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from feedsvc import __version__
from feedsvc.fetch.request import user_agent
from feedsvc.flows.alerts import Message
from feedsvc.jobs.telling import Teller, Way
from feedsvc.net import mail
from feedsvc.net.client import Client
from feedsvc.net.gate import Own
from feedsvc.net.http import Request
from feedsvc.settings import Settings
from feedsvc.text.urls import host
from feedsvc.wiring.house import House, now

_GOOD = range(200, 300)


def open_teller(
    house: House,
    settings: Callable[[], Settings],
    complaints: Callable[[], tuple[str, ...]] = tuple,
) -> Teller:
    """Alerts for what befalls the sources of a house.

    Args:
        house: Its database is used over connections of its own.
        settings: Tells what is in force.
        complaints: Tells what is wrong with the configuration files.
    """
    return Teller(house.database.apart(), settings, ways, now, complaints)


def ways(settings: Settings) -> Mapping[str, Way]:
    """By which operators are told, by name: those that [alerts] sets up."""
    told = settings.alerts
    found: dict[str, Way] = {}
    if told.webhook.value():
        found["webhook"] = partial(_post, settings)
    if told.mail_to and told.smtp_host:
        found["mail"] = partial(_mail, settings)
    return found


def _post(settings: Settings, message: Message) -> str:
    """By a client of its own: that of polls is for the thread of the worker."""
    contact = settings.fetch.user_agent_contact
    client = Client(
        user_agent(__version__, settings.site.url, contact, 0),
        settings.fetch.allow_networks,
        own=Own(settings.site.url, settings.web.host, settings.web.port),
    )
    try:
        answer = client.send(
            Request(
                settings.alerts.webhook.value(),
                (("Content-Type", "application/json"),),
                body=json.dumps(message.body).encode(),
                follow_redirects=False,
            )
        )
    finally:
        client.close()
    if answer.error:
        return answer.error.replace(host(settings.alerts.webhook.value()), "its server")
    return "" if answer.status in _GOOD else f"it was answered with HTTP {answer.status}"


def _mail(settings: Settings, message: Message) -> str:
    told = settings.alerts
    server = mail.Server(
        told.smtp_host, told.smtp_port, told.smtp_user, told.smtp_password.value(), told.smtp_tls
    )
    return mail.send(server, told.mail_from, told.mail_to, message.title, message.text)
