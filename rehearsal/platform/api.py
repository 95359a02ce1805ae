"""The platform's front door: faults, frequency, token, address, then the one who answers. Always HTTP 200 and JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import robots, sending
from .calls import Answer, Call, Logged, accepted, json_answer
from .codes import Code, Refused
from .faults import Fault, Trouble
from .world import World

Handler = Callable[[World, Call], Answer]


@dataclass(frozen=True)
class Route:
    """Which method a path wants and who answers. `open`: no token; `counted`: under the base frequency limits."""

    method: str
    handler: Handler
    needs_token: bool = True
    counted: bool = True


def get_token(world: World, call: Call) -> Answer:
    """GET gettoken."""
    world.tokens.check_address(call.address)
    corp_id, secret = call.query.get("corpid", ""), call.query.get("corpsecret", "")
    if not corp_id:
        raise Refused(Code.MISSING_CORP, "corpid missing")
    if not secret:
        raise Refused(Code.MISSING_SECRET, "secret missing")
    corp = world.corps.get(corp_id)
    if corp is None:
        raise Refused(Code.WRONG_CORP, "invalid corpid")
    app = next((one for one in corp.apps.values() if one.secret == secret), None)
    if app is None:
        world.tokens.wrong_secret(call.address)
        raise Refused(Code.WRONG_SECRET, "invalid credential")
    token = world.tokens.fetch(app)
    return accepted(access_token=token.value, expires_in=world.tokens.seconds_left(token))


def get_callback_ip(world: World, call: Call) -> Answer:
    """GET getcallbackip."""
    return accepted(ip_list=["101.226.103.0/25", "101.226.62.0/24"])


ROUTES: dict[str, Route] = {
    "gettoken": Route("GET", get_token, needs_token=False),
    "getcallbackip": Route("GET", get_callback_ip),
    "message/send": Route("POST", sending.send, counted=False),
    "webhook/send": Route("POST", robots.send, needs_token=False, counted=False),
}


class Api:
    """Answers calls. Connection-level faults are raised as the OSError a client would see."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._at_once: dict[str, int] = {}
        self.log: list[Logged] = []

    def answer(self, call: Call, timeout: float | None = None) -> Answer:
        """The answer, or ConnectionRefusedError, ConnectionResetError, TimeoutError."""
        world = self._world
        with world.lock:
            trouble = world.faults.strike(call.path)
            if trouble and trouble.fault is Fault.REFUSED:
                self._note(call, None, trouble)
                raise ConnectionRefusedError("connection refused")
            if trouble and trouble.fault is Fault.BAD_GATEWAY:
                self._note(call, None, trouble)
                return Answer(502, {"Content-Type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")
            answer, code = self._handled(call, trouble)
            self._note(call, code, trouble)
        if trouble is None:
            return answer
        return self._disturbed(answer, trouble, timeout)

    def _disturbed(self, answer: Answer, trouble: Trouble, timeout: float | None) -> Answer:
        if trouble.fault is Fault.RESET_AFTER_ACCEPT:
            raise ConnectionResetError("connection reset by peer")
        if trouble.fault is Fault.GARBLED:
            return answer._replace(body=answer.body[: len(answer.body) // 2])
        if trouble.fault is Fault.SLOW:
            if timeout is not None and trouble.seconds > timeout:
                self._world.wait(timeout)
                raise TimeoutError("read timed out")
            self._world.wait(trouble.seconds)
        return answer

    def _handled(self, call: Call, trouble: Trouble | None) -> tuple[Answer, int]:
        try:
            return self._routed(call, trouble), 0
        except Refused as refusal:
            return json_answer(self._refusal(refusal, call)), int(refusal.code)

    def _routed(self, call: Call, trouble: Trouble | None) -> Answer:
        route = ROUTES.get(call.path)
        if route is None:
            raise Refused(Code.UNKNOWN_PATH, "request path not found")
        if call.method != route.method:
            raise Refused(Code.NEEDS_GET if route.method == "GET" else Code.NEEDS_POST, f"require {route.method}")
        _trip(self._world, call, trouble)
        self._check_frequency(call, route)
        if route.needs_token:
            self._check_token(call)
        return route.handler(self._world, call)

    def _check_frequency(self, call: Call, route: Route) -> None:
        gates = self._world.gates
        if not gates.address_minute.admits(call.address):
            raise Refused(Code.TOO_OFTEN, "api freq out of limit for this ip")

        if not route.counted:
            return
        key = (call.path, call.query.get("access_token", ""))
        if not (gates.calls_minute.admits(key) and gates.calls_hour.admits(key)):
            raise Refused(Code.TOO_OFTEN, "api freq out of limit")

    def _check_token(self, call: Call) -> None:
        app = self._world.tokens.holder(call.query.get("access_token", ""))
        if app.trusted_addresses is not None and call.address not in app.trusted_addresses:
            raise Refused(Code.UNTRUSTED_ADDRESS, "not allow to access from your ip")
        if app.switched_off:
            raise Refused(Code.APP_SWITCHED_OFF, "agent switched off")
        call.app = app

    def _refusal(self, refusal: Refused, call: Call) -> dict[str, Any]:
        """errmsg changes from call to call: nobody may read it by machine."""
        hint = f"{int(self._world.clock().timestamp())}{self._world.random.randrange(10**12):012d}"
        words = (
            f"{refusal.words}, hint: [{hint}], from ip: {call.address}, "
            f"more info at https://open.work.weixin.qq.com/devtool/query?e={int(refusal.code)}"
        )
        return {"errcode": int(refusal.code), "errmsg": words}

    def _note(self, call: Call, code: int | None, trouble: Trouble | None) -> None:
        agent_id = call.app.agent_id if call.app else None
        fault = trouble.fault.value if trouble else ""
        self.log.append(Logged(self._world.clock(), call.method, call.path, agent_id, call.address, code, fault))


_CODES = {
    Fault.BUSY: (Code.BUSY, "system busy"),
    Fault.SWITCHED_OFF: (Code.APP_SWITCHED_OFF, "agent switched off"),
    Fault.ALWAYS_EXPIRED: (Code.EXPIRED_TOKEN, "access_token expired"),
    Fault.TOO_OFTEN: (Code.TOO_OFTEN, "api freq out of limit"),
}


def _trip(world: World, call: Call, trouble: Trouble | None) -> None:
    """The faults that answer with a code. gettoken itself never says that a token is void."""
    if trouble is None:
        return
    if trouble.fault is Fault.TOKEN_REVOKED:
        world.tokens.revoke(call.query.get("access_token", ""))
    if trouble.fault is Fault.ALWAYS_EXPIRED and call.path == "gettoken":
        return
    if trouble.fault in _CODES:
        raise Refused(*_CODES[trouble.fault])
