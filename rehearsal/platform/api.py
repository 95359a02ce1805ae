"""The platform's front door: faults, token, address, frequency, then the one who answers. Always HTTP 200 and JSON."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .calls import Answer, Call, Logged, json_answer
from .codes import Code, Refused
from .faults import Fault, Trouble
from .routes import ROUTES
from .world import World

_CODES = {
    Fault.BUSY: (Code.BUSY, "system busy"),
    Fault.SWITCHED_OFF: (Code.APP_SWITCHED_OFF, "agent switched off"),
    Fault.ALWAYS_EXPIRED: (Code.EXPIRED_TOKEN, "access_token expired"),
    Fault.TOO_OFTEN: (Code.TOO_OFTEN, "api freq out of limit"),
}


class Api:
    """Answers calls. Connection-level faults are raised as the OSError a client would see."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._at_once: Counter[str] = Counter()
        self.log: list[Logged] = []

    def answer(self, call: Call, timeout: float | None = None) -> Answer:
        """The answer, or ConnectionRefusedError, ConnectionResetError, TimeoutError."""
        with self._counted(call.path):
            with self._world.lock:
                trouble = self._world.faults.strike(call.path)
                answer = self._first_answer(call, trouble)
            return self._disturbed(answer, trouble, timeout)

    @contextmanager
    def _counted(self, path: str) -> Iterator[None]:
        """Counts the calls that are under way; a slow one is under way until it is answered."""
        with self._world.lock:
            self._at_once[path] += 1
        try:
            yield
        finally:
            with self._world.lock:
                self._at_once[path] -= 1

    def _first_answer(self, call: Call, trouble: Trouble | None) -> Answer:
        if trouble and trouble.fault in {Fault.REFUSED, Fault.BAD_GATEWAY}:
            self._note(call, None, trouble)
            if trouble.fault is Fault.REFUSED:
                raise ConnectionRefusedError("connection refused")
            return Answer(502, {"Content-Type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")
        try:
            answer, code = self._routed(call, trouble), 0
        except Refused as refusal:
            answer, code = json_answer(self._refusal(refusal, call)), int(refusal.code)
        self._note(call, code, trouble)
        return answer

    def _disturbed(self, answer: Answer, trouble: Trouble | None, timeout: float | None) -> Answer:
        """What happens to the answer on its way back; the call itself is done by now."""
        if trouble is None:
            return answer
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

    def _routed(self, call: Call, trouble: Trouble | None) -> Answer:
        route = ROUTES.get(call.path)
        if route is None:
            raise Refused(Code.UNKNOWN_PATH, "request path not found")
        if call.method != route.method:
            raise Refused(Code.NEEDS_GET if route.method == "GET" else Code.NEEDS_POST, f"require {route.method}")
        _trip(self._world, call, trouble)
        if self._at_once[call.path] > self._world.rules.calls_at_once:
            raise Refused(Code.TOO_MANY_AT_ONCE, "api concurrent out of limit")
        if not self._world.gates.address_minute.admits(call.address):
            raise Refused(Code.TOO_OFTEN, "api freq out of limit for this ip")
        if route.needs_token:
            self._check_token(call)
        if route.counted:
            self._check_frequency(call)
        return route.handler(self._world, call)

    def _check_token(self, call: Call) -> None:
        app = self._world.tokens.holder(call.query.get("access_token", ""))
        if app.trusted_addresses is not None and call.address not in app.trusted_addresses:
            raise Refused(Code.UNTRUSTED_ADDRESS, "not allow to access from your ip")
        if app.switched_off:
            raise Refused(Code.APP_SWITCHED_OFF, "agent switched off")
        call.app = app

    def _check_frequency(self, call: Call) -> None:
        gates = self._world.gates
        key = (call.app.corp_id if call.app else call.query.get("corpid", ""), call.path)
        if not (gates.calls_minute.admits(key) and gates.calls_hour.admits(key)):
            raise Refused(Code.TOO_OFTEN, "api freq out of limit")

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
