"""The chain of events: sealed, verifiable, forgetful on purpose, and not to be changed unseen."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import transaction

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.audit import chain, heads, registry
from lachan.kernel.audit.models import Event, EventPart, Seal, SubjectKey
from lachan.kernel.audit.services import record, seal_pending, subject_forget
from lachan.kernel.clock import real_now
from lachan.kernel.secrets.crypto import Unreadable, decrypt_bytes
from tests.kernel.conftest import LAB, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_heads(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)


def write(about=None, **data):
    return record(kind="kernel.clock_moved", by=LAB, now=NOW, data=data, about=about)


def sealed(count=3, **more):
    events = [write(moment=str(number), **more) for number in range(count)]
    seal_pending(now=real_now())
    return events


def verdict():
    return chain.verify(real_now())


def test_chain_over_several_links_is_intact_and_tells_what_is_open():
    for _ in range(3):
        sealed(2)
    write(moment="open")
    result = verdict()
    assert result.intact
    assert (result.seals, result.sealed_events, result.unsealed) == (3, 6, 1)
    assert 0 <= result.oldest_unsealed_seconds < 60
    assert seal_pending(now=real_now()) == 1
    assert seal_pending(now=real_now()) == 0


def test_head_of_each_link_stands_outside_the_database():
    sealed()
    line = (settings.VAR_DIR / "audit-heads.log").read_text().split()
    assert line[1:] == ["1", Seal.objects.get().head]


def test_nothing_is_recorded_where_the_write_did_not_happen():
    with pytest.raises(RuntimeError), transaction.atomic():
        write(moment="x")
        raise RuntimeError
    assert Event.objects.count() == 0


def test_undeclared_kinds_are_refused():
    with pytest.raises(KeyError):
        record(kind="kernel.nothing", by=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Event.objects.filter(pk=Event.objects.first().pk).update(actor_label="Người khác"),
        lambda: Event.objects.filter(pk=Event.objects.first().pk).update(at=NOW + dt.timedelta(days=1)),
        lambda: Event.objects.filter(pk=Event.objects.first().pk).update(kind="kernel.paper_issued"),
        lambda: Event.objects.filter(pk=Event.objects.first().pk).update(seal=None),
        lambda: Event.objects.filter(pk=Event.objects.first().pk).update(digests=["0" * 64]),
        lambda: (EventPart.objects.all().delete(), Event.objects.first().delete()),
        lambda: Seal.objects.filter(number=1).delete(),
        lambda: Seal.objects.filter(number=2).update(previous="0" * 64),
        lambda: Seal.objects.filter(number=2).update(head="0" * 64),
        lambda: EventPart.objects.filter(pk=EventPart.objects.first().pk).update(salt=b"0" * 16),
        lambda: EventPart.objects.filter(pk=EventPart.objects.first().pk).update(
            content=bytes(EventPart.objects.last().content)
        ),
        lambda: EventPart.objects.filter(pk=EventPart.objects.first().pk).update(content=b"x" * 60),
    ],
)
def test_tampering_shows(tamper):
    sealed(2)
    sealed(2)
    assert verdict().intact
    tamper()
    assert not verdict().intact


def test_removed_payload_shows():
    sealed(2)
    EventPart.objects.filter(pk=EventPart.objects.first().pk).delete()
    assert not verdict().intact


def test_key_lost_without_an_order_shows():
    write(about={11: {"name": "Nguyễn Văn Thử"}}, moment="x")
    seal_pending(now=real_now())
    SubjectKey.objects.all().delete()
    assert verdict().faults == ("khóa của người số 11 mất mà không có lệnh hủy",)


def test_forgetting_a_person_takes_the_content_and_leaves_the_chain():
    event = write(about={11: {"name": "Nguyễn Văn Thử"}, 12: {"name": "Trần Thị Thử"}}, moment="x")
    seal_pending(now=real_now())
    assert b"Nguy" not in bytes(event.parts.get(subject_id=11).content)
    key = decrypt_bytes(bytes(SubjectKey.objects.get(subject_id=12).key)).hex()
    subject_forget(subject_id=11, by=SYSTEM, now=NOW)
    assert verdict().intact
    part = event.parts.get(subject_id=11)
    with pytest.raises(Unreadable):
        decrypt_bytes(bytes(part.content), key)
    assert "Trần Thị Thử" in decrypt_bytes(bytes(event.parts.get(subject_id=12).content), key).decode()
    assert Event.objects.filter(kind="kernel.subject_forgotten").exists()


def test_what_is_told_of_somebody_after_forgetting_is_unreadable_and_the_chain_holds():
    write(about={11: {"name": "Nguyễn Văn Thử"}}, moment="x")
    subject_forget(subject_id=11, by=SYSTEM, now=NOW)
    later = write(about={11: {"name": "Nguyễn Văn Thử"}}, moment="y")
    seal_pending(now=real_now())
    assert verdict().intact
    assert [bytes(row.key) for row in SubjectKey.objects.filter(subject_id=11)] == [b""]
    with pytest.raises(Unreadable):
        decrypt_bytes(bytes(later.parts.get(subject_id=11).content))


def test_one_event_may_list_many_members():
    event = write(about={number: {"n": number} for number in range(1, 301)}, moment="x")
    assert event.parts.count() == 301
    seal_pending(now=real_now())
    assert verdict().intact


def test_sentences_show_gaps_instead_of_failing():
    assert registry.sentence("kernel.block_released", {"first": 1, "last": 9}) == "cấp dải số 1–9 sổ … năm …"
    assert registry.sentence("nothing.known", {}) == "nothing.known"


def test_heads_outside_the_database_tell_what_a_rewritten_chain_hides():
    """Whoever can write the tables can recompute a whole chain: only the heads outside give it away."""
    sealed(2)
    sealed(2)
    assert (verdict().exported, verdict().unexported) == (2, 0)
    Event.objects.filter(seal=2).update(seal=None)
    Seal.objects.filter(number=2).delete()
    assert verdict().faults == ("mắt xích 2 đã ghi ra audit-heads.log nhưng không còn trong cơ sở dữ liệu",)
    Event.objects.filter(seal=None).update(actor_label="Người khác")
    seal_pending(now=real_now())
    [fault] = verdict().faults
    assert fault.startswith("mắt xích 2 khác với đầu chuỗi đã ghi ra audit-heads.log")


def test_a_head_that_was_never_written_outside_is_told_and_is_no_fault():
    sealed(1)
    heads.path().unlink()
    found = verdict()
    assert (found.intact, found.exported, found.unexported) == (True, 0, 1)
    heads.path().write_text("nonsense\n")
    assert verdict().faults == ("audit-heads.log, dòng 1: không đọc được",)
