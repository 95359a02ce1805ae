"""Files: three days, size and kind, the name in the form, and a robot's files are its own."""

from typing import Any

import pytest
import requests

from rehearsal.platform import BASE_URL, Rules, session

from .conftest import Office, open_office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
DOCX = b"PK\x03\x04 a notice"


def upload(office: Office, content: bytes, kind: str = "file", name: str = "督办单3号.docx") -> dict[str, Any]:
    wire = session(office.platform)
    query = {"access_token": office.token(), "type": kind}
    url = f"{BASE_URL}/cgi-bin/media/upload"
    answer: dict[str, Any] = wire.post(url, params=query, files={"media": (name, content)}, timeout=5).json()
    return answer


def fetch(office: Office, media_id: str, **headers: str) -> requests.Response:
    query = {"access_token": office.token(), "media_id": media_id}
    return session(office.platform).get(f"{BASE_URL}/cgi-bin/media/get", params=query, headers=headers, timeout=5)


def test_a_paper_is_uploaded_sent_and_fetched(office: Office) -> None:
    answer = upload(office, DOCX)
    assert answer["type"] == "file"
    assert answer["created_at"] == str(int(office.clock.now.timestamp()))
    office.send("zhang", msgtype="file", file={"media_id": answer["media_id"]})
    assert office.texts("zhang") == ["[file] 督办单3号.docx"]
    fetched = fetch(office, answer["media_id"])
    assert fetched.content == DOCX
    assert "attachment" in fetched.headers["Content-Disposition"]
    part = fetch(office, answer["media_id"], Range="bytes=2-3")
    assert (part.status_code, part.content) == (206, DOCX[2:4])


def test_after_three_days_it_is_gone(office: Office) -> None:
    media_id = upload(office, DOCX)["media_id"]
    office.clock.forward(days=3)
    assert fetch(office, media_id).json()["errcode"] == 40007
    assert office.send("zhang", msgtype="file", file={"media_id": media_id})["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("file", b"", 44001),
        ("file", b"12345", 40006),
        ("file", b"123456", 0),
        ("file", b"x" * 2001, 45001),
        ("image", PNG, 0),
        ("image", PNG + b"x" * 2000, 40009),
        ("image", b"GIF89a.....", 40004),
        ("voice", b"#!AMR\n....", 0),
        ("voice", b"ID3.......", 40004),
        ("video", b"\0\0\0\x18ftypmp42", 0),
        ("video", b"\0\0\0\x18moov....", 40004),
        ("poem", b"123456", 40005),
    ],
)
def test_size_and_kind_are_checked(kind: str, content: bytes, code: int) -> None:
    office = open_office(Rules(file=2000, image=2000))
    assert upload(office, content, kind)["errcode"] == code


def test_an_image_cannot_be_sent_as_a_file(office: Office) -> None:
    media_id = upload(office, PNG, "image")["media_id"]
    assert office.send("zhang", msgtype="file", file={"media_id": media_id})["errcode"] == 40004


def form(disposition: str) -> bytes:
    head = f"--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + DOCX + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    ("disposition", "code"),
    [
        ('name="media"; filename="督办单.docx"', 0),
        ('name="file"; filename="a.docx"', 41005),
        ('name="media"', 41005),
        ("name=\"media\"; filename*=UTF-8''a.docx", 41005),
    ],
)
def test_the_name_must_be_written_plainly(office: Office, disposition: str, code: int) -> None:
    query = {"access_token": office.token(), "type": "file"}
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = office.platform.call("POST", "media/upload", query, body=form(disposition), headers=headers)
    assert answer.json["errcode"] == code


def test_a_robots_file_is_that_robots(office: Office) -> None:
    office.corp.add_robot("second-key", "work-group")
    url = f"{BASE_URL}/cgi-bin/webhook/upload_media"
    wire = session(office.platform)

    def give(kind: str) -> dict[str, Any]:
        query = {"key": "robot-key", "type": kind}
        answer: dict[str, Any] = wire.post(url, params=query, files={"media": ("通报.docx", DOCX)}, timeout=5).json()
        return answer

    media_id = give("file")["media_id"]
    message = {"msgtype": "file", "file": {"media_id": media_id}}
    assert office.robot(message)["errcode"] == 0
    assert office.robot(message, "second-key")["errcode"] == 40007
    assert fetch(office, media_id).json()["errcode"] == 40007
    assert give("image")["errcode"] == 40005
    assert [one.text for one in office.platform.group_screen("work-group")] == ["[file] 通报.docx"]
