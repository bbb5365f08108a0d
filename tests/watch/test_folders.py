"""Mail folders, exports and folders, looked at again and again."""

import json
import mailbox
import os
import time
from email.message import EmailMessage

import pytest

from tocsin.watch import folders
from tocsin.watch.folders import FolderError, look

TEXT = "Zorland expelled two diplomats of Freedonia on Monday, its foreign ministry said."


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr(folders, "SETTLED", 0.05)


def mail(n, body=TEXT):
    m = EmailMessage()
    m["From"], m["Subject"], m["Date"], m["Message-ID"] = (
        "Alerts <a@b.example>",
        f"Alert {n}",
        "Fri, 17 May 2024 10:00:00 +0000",
        f"<{n}@b.example>",
    )
    m.set_content(f"{body} {n}")
    return m


def taken(path, state=None):
    found = look(path, state)
    return list(found.items), found.state


def test_an_mbox_is_read_on_from_where_it_ended(tmp_path):
    path = tmp_path / "alerts"
    box = mailbox.mbox(path)
    for n in range(3):
        box.add(mail(n, "From the ministry\nFrom here 2024\n" + TEXT))
    box.flush()
    first, state = taken(path)
    assert [t.value["title"] for t in first] == ["Alert 0", "Alert 1", "Alert 2"] and "From the ministry" in first[0].value[
        "text"
    ]
    assert (
        first[0].value["outlet"] == "Alerts"
        and first[0].published == "2024-05-17T10:00:00+00:00"
        and len({t.key for t in first}) == 3
    )
    assert taken(path, state)[0] == []
    box.add(mail(3))
    box.flush()
    more, state = taken(path, state)
    assert [t.value["title"] for t in more] == ["Alert 3"]
    # Rewritten: everything is told again, under the same keys.
    path.write_bytes(path.read_bytes()[200:].partition(b"\n\n")[2].partition(b"From MAILER")[2].join([b"From MAILER", b""]))
    assert {t.key for t in taken(path, state)[0]} < {t.key for t in [*first, *more]}


def test_a_maildir_message_stays_the_same_when_it_is_read_and_moved(tmp_path):
    box = mailbox.Maildir(tmp_path / "mail")
    box.add(mail(0))
    first, state = taken(tmp_path / "mail")
    (name,) = os.listdir(tmp_path / "mail" / "new")
    (tmp_path / "mail" / "new" / name).rename(tmp_path / "mail" / "cur" / f"{name}:2,S")
    box.add(mail(1))
    again, _ = taken(tmp_path / "mail", state)
    assert len(first) == 1 and {t.key for t in first} < {t.key for t in again} and len(again) == 2


def test_a_telegram_export_and_a_folder(tmp_path):
    def export(n):
        return json.dumps({"name": "Channel", "id": 7, "messages": [{"id": k, "type": "message", "date": "2024-05-17T10:00:00", "text": f"{TEXT} {k}"} for k in range(n)]})  # fmt: skip

    (tmp_path / "result.json").write_text(export(2))
    first, _ = taken(tmp_path / "result.json")
    (tmp_path / "result.json").write_text(export(3))
    again, state = taken(tmp_path)
    assert (
        len(first) == 2
        and len(again) == 3
        and [t.key for t in again[:2]] == [t.key for t in first]
        and again[0].value["outlet"] == "Channel"
    )
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "empty.txt").write_text("")
    found = {t.value.get("text"): t.reason for t in taken(tmp_path, state)[0]}
    assert found[TEXT] is None and "is empty" in found[None]


def test_files_that_did_not_change_are_not_read_again(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    _, state = taken(tmp_path)
    monkeypatch.setattr(folders, "MARGIN", 0.0)
    time.sleep(0.02)
    assert taken(tmp_path, json.dumps({"looked": time.time()}))[0] == []
    assert taken(tmp_path / "a.txt", json.dumps({"looked": time.time()}))[0] == [] and json.loads(state)["looked"] > 0


def test_what_is_being_written_waits(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT + " b")
    monkeypatch.setattr(folders.time, "sleep", lambda _: (tmp_path / "b.txt").write_text(TEXT + " b is longer"))
    found = look(tmp_path, None)
    assert [t.value["text"] for t in found.items] == [TEXT] and "1 files are being written" in found.note


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(FolderError, match="does not exist"):
        look(tmp_path / "none", None)
