"""People, departments, files and groups: wechatpy's knowledge of the platform's calls, over our own wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wechatpy.enterprise import WeChatClient

from bot.wecom.answers import Attachment
from bot.wecom.bodies import frozen
from bot.wecom.client import WeComClient
from bot.wecom.errors import PlatformRefused


class _Calls(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types
    """wechatpy without its own wire: no second token, no hidden retries, no address of its own."""

    def __init__(self, corp_id: str, client: WeComClient) -> None:
        super().__init__(corp_id, "", auto_retry=False)
        self._client = client

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        params = {name: str(value) for name, value in (kwargs.get("params") or {}).items()}
        if method.lower() == "get":
            answer = self._client.get(url_or_endpoint, params)
        else:
            data, files = kwargs.get("data"), kwargs.get("files") or {}
            body = frozen(data) if data is not None else None
            answer = self._client.post(url_or_endpoint, body, params, files.get("media"))
        if answer.code != 0:
            raise PlatformRefused(url_or_endpoint, answer.code or -1, answer.words)
        return answer.data


@dataclass(frozen=True, slots=True)
class Member:
    """One person in the contacts. Name and the rest are empty where the app may not see them."""

    user_id: str
    name: str
    departments: tuple[int, ...]
    position: str = ""
    mobile: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Department:
    """One department; the root has the parent 0."""

    department_id: int
    name: str
    parent_id: int


class Contacts:
    """Every call raises PlatformRefused, WireTrouble or TokenTrouble."""

    def __init__(self, corp_id: str, client: WeComClient) -> None:
        """For files and long lists hand in a client whose wire has wide limits; it may share the token provider."""
        self._calls = _Calls(corp_id, client)

    def member(self, user_id: str) -> Member:
        """One person."""
        return _member(self._calls.user.get(user_id))

    def departments(self) -> list[Department]:
        """All the app may see; a heavy call, to be cached."""
        return [
            Department(int(each["id"]), str(each.get("name", "")), int(each.get("parentid", 0)))
            for each in self._calls.department.get()
        ]

    def members_of(self, department_id: int) -> list[Member]:
        """Direct members only: the public cloud no longer documents fetching children (platform.md §13.2)."""
        return [_member(each) for each in self._calls.user.list(department_id)]

    def upload_file(self, name: str, content: bytes) -> str:
        """The media id, good for three days."""
        return str(self._calls.media.upload("file", Attachment(name, content))["media_id"])

    def create_group(self, name: str, owner: str, members: Sequence[str], chat_id: str = "") -> str:
        """The chat id. The group stays invisible until something is sent to it."""
        made = self._calls.appchat.create(chat_id or None, name, owner or None, list(members))
        return str(made["chatid"])


def _member(told: dict[str, Any]) -> Member:
    return Member(
        user_id=str(told["userid"]),
        name=str(told.get("name", "")),
        departments=tuple(int(each) for each in told.get("department", ())),
        position=str(told.get("position", "")),
        mobile=str(told.get("mobile", "")),
        is_active=int(told.get("status", 1)) == 1,
    )
