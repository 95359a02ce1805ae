"""“我报了”“我没批”: all that is on record of a matter, in a pack that anybody can look through without us (T39)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select, update

from models import Act, Inbox, LeadChange, NamedOn, Person, Unit
from models.availability import Probe
from supervision.audit import verifier
from supervision.availability.recording import WELL, Record
from tests.bot.command_line import a_sentence, run
from tests.faults.full_disk import no_file_beyond
from tests.stories.climbing import HEARING, PROPOSED
from tests.stories.office import AES_KEY, ROBOT_KEY, SECRET, TOKEN, StoryOffice, add_matter, open_office
from tests.stories.policies import days as at

Rows = list[dict[str, Any]]
A_MINUTE = timedelta(minutes=1)


@dataclass
class Packed:
    folder: Path
    digest: str
    told: str

    def rows(self, name: str) -> Rows:
        lines = (self.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @property
    def summary(self) -> str:
        return (self.folder / "说明.md").read_text(encoding="utf-8")


def command(office: StoryOffice, out: Path, *arguments: str) -> Result:
    url = office.house.database.engine.url.render_as_string(hide_password=False)
    config = out / "config.toml"
    config.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    return run(config, "evidence", "--out", str(out), *arguments)


def packed(office: StoryOffice, out: Path, *arguments: str) -> Packed:
    result = command(office, out, *arguments)
    assert result.exit_code == 0, result.output
    [folder] = out.glob("evidence-*")
    [act] = packings(office)
    return Packed(folder, act.facts["manifest"], result.output)


def packings(office: StoryOffice) -> list[Act]:
    with office.house.database.read() as session:
        return list(session.scalars(select(Act).where(Act.act == "evidence_packed")))


def looked_through(folder: Path, *kept: str, **environment: str) -> tuple[int, str]:
    """By the verifier alone, as somebody runs it who has no product of ours."""
    script = [sys.executable, "-I", verifier.__file__, str(folder), *kept]
    done = subprocess.run(script, capture_output=True, text=True, env=os.environ | environment, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def lived_to_red(office: StoryOffice) -> None:
    """Yellow signed, contested and upheld, then red; on the way the door was closed for three hours."""
    office.says("liuyang", "签发 8")
    office.live()
    office.clock.now += A_MINUTE
    office.says("chenchen", "收到")
    office.clock.now += A_MINUTE
    office.says("chenchen", "复核 督2026-2 供应商6月才破产")
    office.until(at(6, 29))
    office.says("zhaojie", "复核决定 督2026-2 维持 5月已知供应商破产")
    office.clock.now += A_MINUTE
    office.says("chenchen", "老旧小区改造 80%,正在验收")
    record, now = Record("a:1"), office.clock.now + A_MINUTE
    for minutes in (0, 1, 181, 182):
        record.see(now + minutes * A_MINUTE, {Probe.DOOR: WELL})
    with office.house.database.write() as session:
        record.write(session)
    office.until(at(7, 6))
    office.says("zhouming", "提请 8 认定:屡督不动 标准:完成主体验收 时限:7月31日")
    office.clock.now += A_MINUTE
    office.says("liuyang", "签发 8")
    office.live()


@pytest.fixture(scope="module")
def red(days: Callable[[datetime], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoryOffice]:
    """Lived once; nothing of it is changed but what packing itself writes down."""
    path = tmp_path_factory.mktemp("red") / "duban.db"
    shutil.copyfile(days(PROPOSED), path)
    office = open_office(f"sqlite:///{path}", PROPOSED)
    lived_to_red(office)
    yield office
    office.house.close()


@pytest.fixture(scope="module")
def pack(red: StoryOffice, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Made once; whoever harms it harms a copy."""
    return packed(red, tmp_path_factory.mktemp("pack"), "--matter", "ZD-2026-008")


@pytest.fixture
def copy(pack: Packed, tmp_path: Path) -> Packed:
    shutil.copytree(pack.folder, tmp_path / "copy")
    return replace(pack, folder=tmp_path / "copy")


def test_a_matter_that_went_through_all_colours_is_in_the_pack(pack: Packed) -> None:
    notices = pack.rows("notices")
    assert [(one["colour"], one["state"], one["serial"]) for one in notices] == [
        ("白", "signed", 1),
        ("黄", "signed", 2),
        ("红", "signed", 3),
    ]
    for notice in notices:
        grounds = notice["grounds"]
        assert {"last_report", "due_version", "policy", "holds", "outages", "availability"} <= grounds.keys()
        assert grounds["policy"]["sha256"] in {policy["sha256"] for policy in pack.rows("policies")}
    assert [one["verdict"] for one in notices[1:]] == ["无正当理由,没有提交说明", "屡督不动"]
    [appeal] = pack.rows("appeals")
    assert (appeal["state"], appeal["decision"]) == ("upheld", "5月已知供应商破产")
    assert [one["points"] for one in pack.rows("scores")] == ["-0.3"]
    assert {one["body"] for one in pack.rows("handovers")} == {"纪检监察机关", "考核办", "组织部"}
    said = {one["text"]: one for one in pack.rows("messages")}
    assert {"收到", "老旧小区改造 80%,正在验收", "签发 8", "复核 督2026-2 供应商6月才破产"} <= said.keys()
    assert "80%" in said["老旧小区改造 80%,正在验收"]["answer"]
    papers = [one for one in pack.rows("sends") if one["target"] == "chenchen" and one["message_class"] == "penalty"]
    assert [one["outcome"] for one in papers] == ["sent"] * len(papers)
    assert all(any(f"督〔2026〕{serial}号" in one["words"] for one in papers) for serial in (1, 2, 3))
    assert {one["send_id"] for one in pack.rows("attempts")} == {one["id"] for one in pack.rows("sends")}
    assert [one["reason"] for one in pack.rows("spells")] == ["silent", "silent"]
    people = {one["id"]: one["name"] for one in pack.rows("people")}
    assert {people[one["signed_by_id"]] for one in notices} == {"周明", "刘洋"}


def test_what_lies_in_it_is_what_came_in(red: StoryOffice, pack: Packed) -> None:
    """Byte for byte, and the platform's own signature still fits."""
    told = pack.rows("messages")
    with red.house.database.read() as session:
        for one in told:
            row = session.get_one(Inbox, one["id"])
            assert (pack.folder / "envelopes" / f"{row.id}.xml").read_bytes() == row.envelope
            assert (pack.folder / "plaintexts" / f"{row.id}.xml").read_bytes() == row.plaintext
    assert looked_through(pack.folder, DUBAN_WECOM_TOKEN=TOKEN)[0] == 0
    code, said = looked_through(pack.folder, DUBAN_WECOM_TOKEN="another")
    assert code == 1 and said.count("did not sign") == len([one for one in told if one["channel"] == "app"]) > 0


def test_the_summary_tells_the_course_in_order(pack: Packed) -> None:
    summary = pack.summary
    course = (
        "系统拟了白色专项督办单",
        "周明签发白色专项督办单 督〔2026〕1号",
        "系统拟了黄色专项督办单",
        "周明提请签发黄色专项督办单(城管局),认定:“无正当理由,没有提交说明”",
        "刘洋签发黄色专项督办单 督〔2026〕2号(城管局),完成时限2026年6月29日,考核-0.3分",
        "陈晨签收黄色专项督办单",
        "陈晨申请复核:“供应商6月才破产”",
        "赵洁决定复核,维持:“5月已知供应商破产”",
        "陈晨来件:“老旧小区改造 80%,正在验收”",
        "系统不正常:2026年6月29日",
        "刘洋签发红色专项督办单 督〔2026〕3号",
    )
    places = [summary.find(words) for words in course]
    assert -1 not in places, course[places.index(-1)]
    assert places == sorted(places)


def test_the_pack_is_whole_private_and_written_down(red: StoryOffice, pack: Packed) -> None:
    assert looked_through(pack.folder) == (0, "the pack is as it was made\n")
    assert looked_through(pack.folder, f"manifest:{pack.digest}")[0] == 0
    assert pack.digest in pack.told
    files = [file for file in pack.folder.rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o077 for file in (pack.folder, *files)} == {0}
    [act] = packings(red)
    assert act.matter_id == red.matter(8).id and act.by_words and act.by_id is None
    listing = subprocess.run(["sha256sum", "-c", "manifest.sha256"], cwd=pack.folder, capture_output=True, check=False)
    assert listing.returncode == 0
    manifest = json.loads((pack.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["anchor"] == pack.rows("seals")[-1]
    assert looked_through(pack.folder, f"{manifest['anchor']['day']}:{manifest['anchor']['head']}")[0] == 0
    assert looked_through(pack.folder, f"{manifest['anchor']['day']}:00")[0] == 1


def test_no_secret_lies_in_it(pack: Packed) -> None:
    content = b"".join(file.read_bytes() for file in pack.folder.rglob("*") if file.is_file())
    assert [secret for secret in (SECRET, TOKEN, AES_KEY, ROBOT_KEY) if secret.encode() in content] == []


def changed(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:] if len(content) > 1 else b"x")


def test_every_file_that_was_changed_or_removed_is_found(copy: Packed) -> None:
    files = sorted(file for file in copy.folder.rglob("*") if file.is_file())
    assert len(files) > 50
    harms: tuple[Callable[[Path], None], ...] = (changed, Path.unlink)
    unseen = []
    for file in files:
        whole = file.read_bytes()
        for harm in harms:
            harm(file)
            if not list(verifier.pack_faults(copy.folder, {})):
                unseen.append((file.name, harm))
            file.write_bytes(whole)
    assert unseen == []
    assert looked_through(copy.folder)[0] == 0


@pytest.mark.parametrize("name", ["one_more.txt", "envelopes/999999.xml", "inner/chain.jsonl"])
def test_a_file_that_was_added_is_found(copy: Packed, name: str) -> None:
    (copy.folder / name).parent.mkdir(exist_ok=True)
    (copy.folder / name).write_text("{}", encoding="utf-8")
    assert looked_through(copy.folder) == (1, f"{name}: is not in the manifest\n")


def rewritten(pack: Packed, name: str, rows: Rows) -> None:
    """By somebody who knows how a pack is made: the manifest is made anew, too."""
    content = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    (pack.folder / name).write_bytes(content)
    manifest = json.loads((pack.folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "rows": len(rows)}
    anew = json.dumps(manifest).encode()
    (pack.folder / "manifest.json").write_bytes(anew)
    beside = f"{hashlib.sha256(anew).hexdigest()}  manifest.json\n"
    (pack.folder / "manifest.sha256").write_text(beside, encoding="utf-8")


def test_who_makes_the_manifest_anew_is_found_by_the_hash_kept_outside(copy: Packed) -> None:
    rewritten(copy, "notices.jsonl", copy.rows("notices")[:2])
    assert looked_through(copy.folder)[0] == 0
    assert looked_through(copy.folder, f"manifest:{copy.digest}") == (1, "the manifest kept outside is another\n")


def test_an_act_that_was_put_right_afterwards_is_no_link_of_the_chain(copy: Packed) -> None:
    links = copy.rows("chain")
    assert {"notice_signed", "notice_proposed", "progress_recorded"} & {link["act"]["act"] for link in links}
    links[3]["act"]["by_id"] = 99
    rewritten(copy, "chain.jsonl", links)
    code, said = looked_through(copy.folder)
    assert code == 1 and f"act {links[3]['act']['id']}: is no link of the chain" in said


def test_a_disk_that_is_full_leaves_no_half_pack(small_office: StoryOffice, tmp_path: Path) -> None:
    with no_file_beyond(2_000):
        result = command(small_office, tmp_path, "--matter", "3")
    assert "没有留下半份" in a_sentence(result)
    assert list(tmp_path.glob("evidence-*")) == []
    assert packings(small_office) == []


def test_a_sealed_matter_wants_a_word_more(small_office: StoryOffice, tmp_path: Path) -> None:
    add_matter(small_office, 7, "专案", "城管局", is_sealed=True)
    assert "--sealed" in a_sentence(command(small_office, tmp_path, "--matter", "7"))
    assert packings(small_office) == []
    pack = packed(small_office, tmp_path, "--matter", "7", "--sealed")
    assert looked_through(pack.folder)[0] == 0


def test_a_message_that_also_tells_of_a_sealed_matter_wants_it_too(small_office: StoryOffice, tmp_path: Path) -> None:
    add_matter(small_office, 7, "专案", is_sealed=True, percent=10)
    with small_office.house.database.write() as session:
        session.add_all(NamedOn(matter_id=small_office.matter(7).id, person_id=one.id) for one in session.query(Person))
    small_office.says("zhangwei", "奥瑞金二期 65%")
    (before := tmp_path / "before").mkdir()
    packed(small_office, before, "--matter", "3")
    small_office.says("zhangwei", "#3 66%,#7 30%")
    assert small_office.matter(7).percent == 30
    assert "也说到密封的事项" in a_sentence(command(small_office, tmp_path, "--matter", "3"))
    assert len(packings(small_office)) == 1
    assert command(small_office, tmp_path, "--matter", "3", "--sealed").exit_code == 0


def test_on_both_databases_a_report_and_its_correction(office: StoryOffice, tmp_path: Path) -> None:
    office.says("zhangwei", "奥瑞金二期 65%")
    office.says("zhangwei", "更正 奥瑞金二期 63%")
    office.says("zhangwei", "申请延期 3 到10月15日 因为暴雨停工")
    office.says("zhouming", "同意 3")
    office.until(office.clock.now + timedelta(days=1))
    pack = packed(office, tmp_path, "--matter", "#3")
    assert [one["percent"] for one in pack.rows("progress")] == [65, 63]
    assert [one["due_on"] for one in pack.rows("deadlines")][-1] == "2026-10-15"
    assert "周明同意延期" in pack.summary and "2026年10月15日(原为2026年9月30日)" in pack.summary
    assert looked_through(pack.folder)[0] == 0


def test_what_the_unit_before_told_and_was_asked_is_in_the_pack(small_office: StoryOffice, tmp_path: Path) -> None:
    """Also of one who sits elsewhere by now, and of a question nobody answered."""
    small_office.says("limin", "厂房进度40%")
    small_office.says("zhouming", "改派 4 给城管局 因职能调整")
    with small_office.house.database.write() as session:
        limin = session.scalars(select(Person).where(Person.userid == "limin")).one()
        limin.unit_id = session.scalars(select(Unit.id).where(Unit.name == "经信局")).one()
    small_office.clock.now += A_MINUTE
    small_office.says("limin", "今天下雨")
    small_office.says("wangqiang", "今天下雨")
    pack = packed(small_office, tmp_path, "--matter", "4")
    [question] = pack.rows("questions")
    assert question["state"] == "open"
    assert "厂房进度40%" in [one["text"] for one in pack.rows("messages")]
    assert [one["sender"] for one in pack.rows("unit_messages")] == ["limin", "limin"]
    assert "2026年6月15日 09:00 周明改派:招商局改为城管局:“职能调整”(leads 1)" in pack.summary


def test_no_word_of_the_program_stands_in_the_summary(days: Callable[[datetime], Path], tmp_path: Path) -> None:
    shutil.copyfile(days(HEARING), tmp_path / "duban.db")
    office = open_office(f"sqlite:///{tmp_path / 'duban.db'}", HEARING)
    try:
        office.says("zhouming", "改派 8 给招商局 7月31日前 因职能调整")
        with office.house.database.write() as session:
            session.execute(update(LeadChange).values(because="imported", by_id=None))  # as tables once wrote it
        pack = packed(office, tmp_path, "--matter", "ZD-2026-008")
    finally:
        office.house.close()
    course = re.sub(r"\([a-z]+ ?\d*\)$", "", pack.summary.split("## 经过")[1], flags=re.MULTILINE)
    assert "系统改派:城管局改为招商局:按导入的台账" in course
    assert "这一轮督办结束:改派" in course
    assert re.findall(r"[a-z]+_[a-z_]+|imported|assigned|suspended", course) == []
    dated = [line for line in course.splitlines() if line.startswith("- ")]
    assert dated and all(line.startswith("- 2026年") for line in dated)


def test_a_matter_nobody_knows_is_said(small_office: StoryOffice, tmp_path: Path) -> None:
    assert "没有编号为 ZD-1 的事项" in a_sentence(command(small_office, tmp_path, "--matter", "ZD-1"))
    assert list(tmp_path.glob("evidence-*")) == []


def test_who_says_to_have_reported_is_answered_from_all_his_unit_sent(
    small_office: StoryOffice, tmp_path: Path
) -> None:  # fmt: skip
    """What is about other matters is there with its time and its hash, without its words."""
    small_office.says("zhangwei", "奥瑞金二期 65%")
    small_office.says("limin", "标准化厂房一期 40%,等验收")
    small_office.says("chenchen", "今天下雨")
    pack = packed(small_office, tmp_path, "--matter", "3")
    assert [(one["sender"], one["disposition"]) for one in pack.rows("unit_messages")] == [
        ("zhangwei", "recorded"),
        ("limin", "recorded"),
    ]
    assert [one["text"] for one in pack.rows("messages")] == ["奥瑞金二期 65%"]
    content = b"".join(file.read_bytes() for file in pack.folder.rglob("*.jsonl"))
    assert "等验收".encode() not in content


def test_of_words_whose_time_is_over_the_pack_has_the_digest_alone(
    days: Callable[[datetime], Path], tmp_path: Path
) -> None:
    """T41: what was taken away is missed by nobody, and the rest is proved as before."""
    shutil.copyfile(days(PROPOSED), tmp_path / "duban.db")
    office = open_office(f"sqlite:///{tmp_path / 'duban.db'}", PROPOSED)
    try:
        office.says("chenchen", "老旧小区改造 80%,正在验收")
        with office.house.database.write() as session:  # as the night's job leaves it, long after all is decided
            session.execute(update(Inbox).values(envelope=b"", plaintext=b"", text="", answer=None, digest="sm3:0"))
        pack = packed(office, tmp_path, "--matter", "ZD-2026-008")
    finally:
        office.house.close()
    gone = [one for one in pack.rows("messages") if one["digest"]]
    assert gone and all(one["envelope_sha256"] is None for one in gone)
    assert not any((pack.folder / "envelopes" / f"{one['id']}.xml").exists() for one in gone)
    assert looked_through(pack.folder)[0] == 0
