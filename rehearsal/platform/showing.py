"""Putting messages on screens."""

from collections.abc import Iterable, Mapping

from .corp import App, Corp, Group
from .ledger import Channel, Shown
from .members import Member
from .mentions import Mentions
from .world import World


def show_to_member(
    world: World,
    app: App,
    member: Member,
    channel: Channel,
    kind: str,
    text: str,
    *,
    content: Mapping[str, object] | None = None,
    message_id: str = "",
    was_cut: bool = False,
) -> None:
    """Into the chat between a member and an app; what the member typed stands there too."""
    shown = Shown(
        world.clock(),
        app.corp_id,
        channel,
        sender=member.userid if channel is Channel.MEMBER else app.name,
        to=member.userid,
        kind=kind,
        text=text,
        content=content or {},
        audience=frozenset({member.userid.lower()}),
        message_id=message_id,
        agent_id=app.agent_id,
        was_cut=was_cut,
    )
    world.ledger.show(shown)


def show_in_group(
    world: World,
    corp: Corp,
    group: Group,
    channel: Channel,
    kind: str,
    text: str,
    *,
    sender: str,
    content: Mapping[str, object] | None = None,
    called: Mentions | None = None,
    withheld: Iterable[str] = (),
    agent_id: int | None = None,
    was_cut: bool = False,
) -> None:
    """Into a group, except on the phones of those it is withheld from."""
    called = called or Mentions()
    left_out = {one.lower() for one in withheld}
    shown = Shown(
        world.clock(),
        corp.corp_id,
        channel,
        sender=sender,
        to=group.chat_id,
        kind=kind,
        text=text,
        content=content or {},
        in_group=True,
        audience=frozenset(one.lower() for one in group.members) - left_out,
        agent_id=agent_id,
        mentions=called.real,
        broken_mentions=called.broken,
        mentions_everyone=called.everyone,
        was_cut=was_cut,
    )
    group.appeared = True
    world.ledger.show(shown)
