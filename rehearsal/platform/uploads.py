"""Uploading and fetching files (documents 90253, 90254, 91770)."""

import re
from contextlib import ExitStack
from io import BytesIO
from urllib.parse import quote

from werkzeug.formparser import parse_form_data

from .calls import Answer, Call, accepted
from .codes import Code, Refused
from .media import Medium
from .robots import find_robot
from .world import World

_MAGIC = {"image": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"), "voice": (b"#!AMR",)}
_TYPES = {"image": "image/png", "voice": "audio/amr", "video": "video/mp4", "file": "application/octet-stream"}
_TOO_BIG = {"image": Code.BAD_IMAGE_SIZE, "video": Code.BAD_VIDEO_SIZE}


def upload(world: World, call: Call) -> Answer:
    """POST media/upload."""
    return _keep(world, call, call.sender.corp_id, tuple(_TYPES), "")


def upload_for_robot(world: World, call: Call) -> Answer:
    """POST webhook/upload_media: files and voices, for this robot only."""
    corp, robot, _ = find_robot(world, call.query.get("key", ""))
    return _keep(world, call, corp.corp_id, ("file", "voice"), robot.key)


def get(world: World, call: Call) -> Answer:
    """GET media/get: the file itself; a Range is honoured."""
    medium = world.media.for_app(call.query.get("media_id", ""), call.sender.corp_id)
    headers = {
        "Content-Type": _TYPES[medium.kind],
        "Content-Disposition": f"attachment; filename=\"{quote(medium.name)}\"; filename*=UTF-8''{quote(medium.name)}",
    }
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", call.header("Range"))
    if wanted is None:
        return Answer(200, headers, medium.content)
    first = int(wanted[1])
    last = min(int(wanted[2] or len(medium.content) - 1), len(medium.content) - 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(medium.content)}"
    return Answer(206, headers, medium.content[first : last + 1])


def _keep(world: World, call: Call, corp_id: str, kinds: tuple[str, ...], robot_key: str) -> Answer:
    kind = call.query.get("type", "")
    if kind not in kinds:
        raise Refused(Code.BAD_MEDIA_KIND, "invalid type")
    name, content = _read_form(world, call)
    _check(world, kind, content)
    now = world.clock()
    medium = Medium(f"3{world.letters(60)}", corp_id, kind, name, content, now, robot_key)
    world.media.keep(medium)
    return accepted(type=kind, media_id=medium.media_id, created_at=str(int(now.timestamp())))


def _read_form(world: World, call: Call) -> tuple[str, bytes]:
    """The part named media. A name given only as filename*= goes unseen, and with it the file."""
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": call.header("Content-Type"),
        "CONTENT_LENGTH": str(len(call.body)),
        "wsgi.input": BytesIO(call.body),
    }
    encoded_only = b"filename*=" in call.body[:2000] and not world.rules.reads_encoded_filename
    with ExitStack() as open_files:
        _, _, files = parse_form_data(environ)
        for one in files.values():
            open_files.callback(one.close)
        part = files.get("media")
        if part is None or not part.filename or encoded_only:
            raise Refused(Code.MISSING_MEDIA, "media data missing")
        return part.filename, part.read()


def _check(world: World, kind: str, content: bytes) -> None:
    if not content:
        raise Refused(Code.EMPTY_MEDIA, "empty media data")
    if len(content) <= world.rules.media_smallest:
        raise Refused(Code.BAD_FILE_SIZE, "file must be larger than 5 bytes")
    if len(content) > getattr(world.rules, kind):
        raise Refused(_TOO_BIG.get(kind, Code.FILE_TOO_BIG), f"{kind} too big")
    if kind in _MAGIC and not content.startswith(_MAGIC[kind]):
        raise Refused(Code.BAD_FILE_TYPE, f"not a {kind}")
    if kind == "video" and content[4:8] != b"ftyp":
        raise Refused(Code.BAD_FILE_TYPE, "not a video")
