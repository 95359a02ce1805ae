"""Whom a message/send reaches: touser, toparty, totag against the directory and the app's range (document 90236)."""

from dataclasses import dataclass, field
from typing import Any

from .codes import Code, Refused
from .content import word
from .corp import App, Corp
from .members import Member
from .rules import Rules


@dataclass
class Recipients:
    """Those who are reached, and the ids that reach nobody, lower-cased as the platform answers them."""

    members: list[Member] = field(default_factory=list)
    invalid_users: list[str] = field(default_factory=list)
    invalid_parties: list[str] = field(default_factory=list)
    invalid_tags: list[str] = field(default_factory=list)
    unlicensed: list[str] = field(default_factory=list)

    def answer(self) -> dict[str, str]:
        """The joined lists of the answer; those that are empty are left out, as the platform does."""
        lists = {
            "invaliduser": self.invalid_users,
            "invalidparty": self.invalid_parties,
            "invalidtag": self.invalid_tags,
            "unlicenseduser": self.unlicensed,
        }
        return {name: "|".join(ids) for name, ids in lists.items() if ids}


def find_recipients(corp: Corp, app: App, message: dict[str, Any], rules: Rules) -> Recipients:
    """Resolves the three lists; Refused when they are empty, too long, or reach nobody at all."""
    users, parties, tags = (_listed(message, name) for name in ("touser", "toparty", "totag"))
    if not (users or parties or tags):
        raise Refused(Code.NO_RECIPIENT, "touser, toparty, totag are all empty")
    _check_lengths(users, parties, tags, rules)
    found = Recipients()
    if users == ["@all"]:
        found.members = [one for one in corp.directory.members.values() if app.sees(one) and one.can_receive]
    else:
        _add_users(found, users, corp, app)
        _add_parties(found, parties, corp, app)
        _add_tags(found, tags, corp, app)
    found.members = list({one.userid: one for one in found.members}.values())
    _leave_out_unlicensed(found)
    if not found.members:
        raise Refused(Code.NOBODY_REACHABLE, "user & party & tag all invalid")
    return found


def _listed(message: dict[str, Any], name: str) -> list[str]:
    return [one for one in word(message, name).split("|") if one]


def _check_lengths(users: list[str], parties: list[str], tags: list[str], rules: Rules) -> None:
    if len(users) > rules.recipients:
        raise Refused(Code.USER_LIST_TOO_LONG, f"touser exceed {rules.recipients}")
    if len(parties) > rules.parties:
        raise Refused(Code.PARTY_LIST_TOO_LONG, f"toparty exceed {rules.parties}")
    if len(tags) > rules.tags:
        raise Refused(Code.TAG_LIST_TOO_LONG, f"totag exceed {rules.tags}")


def _add_users(found: Recipients, users: list[str], corp: Corp, app: App) -> None:
    for userid in users:
        member = corp.directory.find(userid)
        if member is None or not app.sees(member) or not member.can_receive:
            found.invalid_users.append(userid.lower())
        else:
            found.members.append(member)


def _add_parties(found: Recipients, parties: list[str], corp: Corp, app: App) -> None:
    for party in parties:
        if not party.isdigit() or int(party) not in corp.directory.departments:
            found.invalid_parties.append(party)
            continue
        inside = corp.directory.in_departments(corp.directory.below(int(party)))
        found.members += [one for one in inside if app.sees(one) and one.can_receive]


def _add_tags(found: Recipients, tags: list[str], corp: Corp, app: App) -> None:
    for tag in tags:
        holders = corp.directory.tags.get(int(tag)) if tag.isdigit() else None
        if holders is None:
            found.invalid_tags.append(tag)
            continue
        inside = [corp.directory.find(userid) for userid in sorted(holders)]
        found.members += [one for one in inside if one is not None and app.sees(one) and one.can_receive]


def _leave_out_unlicensed(found: Recipients) -> None:
    found.unlicensed = [one.userid.lower() for one in found.members if not one.licensed]
    found.members = [one for one in found.members if one.licensed]
