"""Saving a receive URL: the console asks once, wants the exact plain text back, and has little patience (90930)."""

from .corp import App
from .world import World


def verify_url(world: World, app: App) -> str:
    """Empty when the URL passes, else the reason the console keeps to itself."""
    if app.post is None:
        return "no receive URL"
    with world.lock:
        codec = app.codec()
        plain = str(world.random.randrange(10**18, 10**19))
        echo = codec.encrypt(plain, lambda: world.letters(16))
        timestamp = str(int((world.clock() + world.faults.skew).timestamp()))
        nonce = str(world.random.randrange(10**9, 10**10))
        signature = codec.sign(timestamp, nonce, echo)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    try:
        status, body = app.post("GET", query, b"", world.rules.verify_deadline)
    except TimeoutError:
        return "no answer in time"
    except OSError as error:
        return f"no connection: {error}"
    if status != 200:
        return f"status {status}"
    if body != plain.encode():
        return "the answer is not exactly the plain text"
    return ""
