"""The line between members and one app: what people do in the chat becomes a callback."""

from collections.abc import Mapping

from .callbacks import Courier, Delivery, Parcel, Retry, State
from .corp import App
from .inner import Fields, Value, message_xml
from .ledger import Channel, Shown
from .members import Member
from .passive import MESSAGE, PassiveReply
from .world import World


class Line:
    """Speaks for the members of one app. Each act returns its Delivery: tries, state, the reply shown."""

    def __init__(self, world: World, courier: Courier, app: App) -> None:
        self._world = world
        self._courier = courier
        self.app = app
        self.retry = Retry.AT_ONCE

    def says(self, userid: str, text: str, *, retry: Retry | None = None, padding: int | None = None) -> Delivery:
        """A member types a text. `padding`: make the cipher's padding that long, 1 to 32."""
        return self._message(userid, "text", {"Content": text}, text, retry, padding)

    def sends_image(self, userid: str, media_id: str, url: str = "https://example.com/p.jpg") -> Delivery:
        """A member sends a picture."""
        return self._message(userid, "image", {"PicUrl": url, "MediaId": media_id}, "[image]")

    def sends_voice(self, userid: str, media_id: str, form: str = "amr") -> Delivery:
        """A member speaks; no text comes with it."""
        return self._message(userid, "voice", {"MediaId": media_id, "Format": form}, "[voice]")

    def sends_video(self, userid: str, media_id: str, thumb: str = "thumb") -> Delivery:
        """A member sends a film."""
        return self._message(userid, "video", {"MediaId": media_id, "ThumbMediaId": thumb}, "[video]")

    def sends_location(self, userid: str, latitude: float, longitude: float, label: str) -> Delivery:
        """A member sends where they are."""
        fields: Fields = {
            "Location_X": latitude,
            "Location_Y": longitude,
            "Scale": 15,
            "Label": label,
            "AppType": "wxwork",
        }
        return self._message(userid, "location", fields, f"[location] {label}")

    def sends_link(self, userid: str, title: str, url: str, description: str = "") -> Delivery:
        """A member forwards a page."""
        fields = {"Title": title, "Description": description, "Url": url, "PicUrl": ""}
        return self._message(userid, "link", fields, f"[link] {title}")

    def sends_file(self, userid: str, name: str) -> None:
        """A member sends a file: it stands in the chat, and no callback ever tells of it."""
        member = self._member(userid)
        with self._world.lock:
            self._show(member, Channel.MEMBER, member.userid, "file", f"[file] {name}")

    def enters(self, userid: str) -> Delivery:
        """A member opens the chat."""
        return self._event(userid, "enter_agent", {"EventKey": ""})

    def subscribes(self, userid: str) -> Delivery:
        """A member comes into the app's range."""
        return self._event(userid, "subscribe", {"EventKey": ""})

    def unsubscribes(self, userid: str) -> Delivery:
        """A member leaves the app's range."""
        return self._event(userid, "unsubscribe", {"EventKey": ""})

    def clicks(self, userid: str, event_key: str, *, retry: Retry | None = None) -> Delivery:
        """A member taps the menu."""
        return self._event(userid, "click", {"EventKey": event_key}, retry)

    def views(self, userid: str, url: str) -> Delivery:
        """A member opens a page from the menu."""
        return self._event(userid, "view", {"EventKey": url})

    def happens(self, userid: str, event: str, fields: Fields, *, retry: Retry | None = None) -> Delivery:
        """Any other event, named as the platform names it."""
        return self._event(userid, event, fields, retry)

    def change_contact(self, change_type: str, fields: Mapping[str, Value]) -> Delivery:
        """通讯录 changes: create_user, update_user, delete_user, create_party … The directory follows for users."""
        with self._world.lock:
            self._follow(change_type, {name: str(value) for name, value in fields.items()})
        return self._deliver("sys", "change_contact", self._event_fields("change_contact", fields, change_type))

    def redeliver(self) -> list[Delivery]:
        """The next try for everything of this app that waits."""
        waiting = [one for one in self._courier.deliveries if one.state is State.WAITING and one.parcel.app is self.app]
        return [self._finish(self._courier.again(one)) for one in waiting]

    def _message(
        self,
        userid: str,
        kind: str,
        fields: Fields,
        text: str,
        retry: Retry | None = None,
        padding: int | None = None,
    ) -> Delivery:
        member = self._member(userid)
        with self._world.lock:
            message_id = str(self._world.random.randrange(2**62, 2**63) // 1000 * 1000 + self._world.next_serial())
            self._show(member, Channel.MEMBER, member.userid, kind, text, message_id=message_id)
        return self._deliver(
            member.userid,
            MESSAGE,
            {**self._head(member.userid, kind), **fields, "MsgId": int(message_id), "AgentID": self.app.agent_id},
            retry=retry,
            message_id=message_id,
            padding=padding,
        )

    def _event(self, userid: str, event: str, fields: Fields, retry: Retry | None = None) -> Delivery:
        member = self._member(userid)
        whole = {**self._head(member.userid, "event"), "Event": event, **fields, "AgentID": self.app.agent_id}
        return self._deliver(member.userid, event, whole, retry=retry)

    def _event_fields(self, event: str, fields: Mapping[str, Value], change_type: str) -> Fields:
        return {**self._head("sys", "event"), "Event": event, "ChangeType": change_type, **fields}

    def _head(self, userid: str, kind: str) -> dict[str, Value]:
        return {
            "ToUserName": self.app.corp_id,
            "FromUserName": userid,
            "CreateTime": int((self._world.clock() + self._world.faults.skew).timestamp()),
            "MsgType": kind,
        }

    def _deliver(
        self,
        userid: str,
        trigger: str,
        fields: Fields,
        *,
        retry: Retry | None = None,
        message_id: str = "",
        padding: int | None = None,
    ) -> Delivery:
        with self._world.lock:
            inner = message_xml(fields, self._world.random)
            if padding is not None:
                inner += " " * ((self.app.codec().padding(inner) - padding) % 32)
            parcel = Parcel(
                self.app, userid, trigger, inner, self._world.clock(), message_id, carries_agent="AgentID" in fields
            )
        return self._finish(self._courier.deliver(parcel, retry or self.retry))

    def _finish(self, delivery: Delivery) -> Delivery:
        if delivery.reply is not None:
            with self._world.lock:
                self._show_reply(delivery.parcel, delivery.reply)
        return delivery

    def _show_reply(self, parcel: Parcel, reply: PassiveReply) -> None:
        member = self._world.corp_of(self.app).directory.find(parcel.userid)
        if member is None:
            return
        self._show(
            member, Channel.PASSIVE, self.app.name, reply.kind, reply.text, content=reply.content, was_cut=reply.was_cut
        )

    def _show(
        self,
        member: Member,
        channel: Channel,
        sender: str,
        kind: str,
        text: str,
        *,
        content: Mapping[str, object] | None = None,
        message_id: str = "",
        was_cut: bool = False,
    ) -> None:
        shown = Shown(
            self._world.clock(),
            self.app.corp_id,
            channel,
            sender,
            member.userid,
            kind,
            text,
            content or {},
            audience=frozenset({member.userid.lower()}),
            message_id=message_id,
            agent_id=self.app.agent_id,
            was_cut=was_cut,
        )
        self._world.ledger.show(shown)

    def _member(self, userid: str) -> Member:
        member = self._world.corp_of(self.app).directory.find(userid)
        if member is None or not member.can_receive or not self.app.sees(member):
            raise ValueError(f"{userid} does not have this app on the phone")
        return member

    def _follow(self, change_type: str, fields: Mapping[str, str]) -> None:
        directory = self._world.corp_of(self.app).directory
        userid = fields.get("UserID", "")
        if change_type == "create_user":
            directory.add(Member(userid, fields.get("Name", userid), _numbers(fields.get("Department", "1"))))
        elif change_type == "delete_user":
            directory.remove(userid)
        elif change_type == "update_user":
            member = directory.find(userid)
            if member is None:
                raise ValueError(f"no such member: {userid}")
            member.name = fields.get("Name", member.name)
            member.position = fields.get("Position", member.position)
            if "Department" in fields:
                member.departments = _numbers(fields["Department"])
            if fields.get("NewUserID"):
                directory.rename(userid, fields["NewUserID"])


def _numbers(listed: str) -> tuple[int, ...]:
    return tuple(int(one) for one in listed.split(",") if one)
