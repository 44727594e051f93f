"""Staging, mapping, preview and applying: counts that add up, and nothing ever twice."""

import io
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit.models import Event
from lachan.kernel.clock import real_now
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.intake import queries, services
from lachan.kernel.intake.handback import bad_rows_file
from lachan.kernel.intake.kinds import ChunkOutcome, upload_kind
from lachan.kernel.intake.models import Upload, UploadMapping
from lachan.kernel.intake.queries import upload_get, upload_preview, visible_to, words_to_explain
from lachan.kernel.intake.reading.tables import read_document
from lachan.kernel.jobs import standard
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.worker import drain
from lachan.kernel.papers.models import NumberBlock
from lachan.kernel.times import show_moment
from tests.kernel import files
from tests.kernel.conftest import LAB, NOW

pytestmark = pytest.mark.django_db(transaction=True)

OTHER_LAB = Actor(kind="user", label="B", user_id=8, organisation_id=71, roles=frozenset({"lab"}))


def stage(data, name="kq.xlsx", by=LAB):
    return services.upload_stage(file_name=name, data=data, kind="tests.notes", by=by, now=NOW).upload


def apply(upload, by=LAB):
    services.upload_start(upload=upload, by=by, now=NOW)
    drain(real_now())
    upload.refresh_from_db()
    return upload


def counts(upload):
    return upload.added, upload.repeated, upload.bad


def test_three_bad_of_ten_thousand(notes_kind):
    upload = stage(files.plain_xlsx(10_000, bad=frozenset({5, 5000, 9999})))
    preview = upload_preview(upload=upload, by=LAB, now=NOW)
    assert (preview.total, preview.good, preview.repeated, preview.bad) == (10_000, 9997, 0, 3)
    assert preview.reasons == {"Ngày sinh": 3}
    assert "không phải ngày có thật" in preview.bad_lines[0].reasons[0]
    apply(upload)
    assert upload.state == Upload.State.DONE
    assert counts(upload) == (9997, 0, 3)
    assert upload.tallies == {"positive": 200 - 1}  # row 5000 is one of the bad ones
    assert NumberBlock.objects.count() == 9997


def test_bad_rows_come_back_mended_and_nothing_is_added_twice(notes_kind):
    upload = apply(stage(files.plain_xlsx(200, bad=frozenset({7, 8}))))
    sheet = load_workbook(io.BytesIO(bad_rows_file(upload))).active
    assert [cell.value for cell in sheet[1]] == [*files.HEADER, "Lý do trả lại"]
    assert "31/02/1985" in sheet["J2"].value
    for row in (2, 3):
        sheet[f"D{row}"] = "28/02/1985"
    out = io.BytesIO()
    sheet.parent.save(out)
    again = stage(out.getvalue(), "sửa.xlsx")
    assert again.columns == upload.columns, "the mapping is remembered although a column of reasons was added"
    assert counts(apply(again)) == (2, 0, 0)
    assert NumberBlock.objects.count() == 200


def test_same_file_again_opens_the_first_and_same_rows_add_nothing(notes_kind):
    data = files.plain_xlsx(50)
    first = apply(stage(data))
    staged = services.upload_stage(file_name="kq.xlsx", data=data, kind="tests.notes", by=LAB, now=NOW)
    assert staged.upload == first
    assert (
        staged.notice
        == f"Tệp này đã nạp lúc {show_moment(first.finished_at)}; không có dòng nào được nạp thêm."
    )
    longer = stage(files.plain_xlsx(60))
    assert upload_preview(upload=longer, by=LAB, now=NOW).repeated == 50
    assert counts(apply(longer)) == (10, 50, 0)


def test_messy_file_needs_no_help(notes_kind):
    upload = stage(files.messy_xlsx())
    assert upload.total == 3
    assert words_to_explain(upload, queries.document_of(upload)) == {}
    assert counts(apply(upload)) == (3, 0, 0)


def test_a_field_that_is_new_since_the_columns_were_chosen_is_guessed(notes_kind):
    """What was left without a column on purpose stays so; what nobody was asked about then is looked for."""
    head = ["Mã mẫu", "Họ và tên", "Kết quả", "Số điện thoại"]
    first = stage(files.xlsx(("A", [head, ["M1", "A Một", "Âm tính", "0912345678"]])))
    chosen = {name: column for name, column in first.columns.items() if name != "phone"}
    services.upload_map(upload=first, columns=chosen, by=LAB, now=NOW)
    again = files.xlsx(("B", [head, ["M2", "B Hai", "Âm tính", "0912345679"]]))
    assert "phone" not in stage(again).columns
    kept = UploadMapping.objects.get()
    kept.columns = {name: column for name, column in kept.columns.items() if name != "phone"}
    kept.save()
    later = files.xlsx(("C", [head, ["M3", "C Ba", "Âm tính", "0912345670"]]))
    assert stage(later).columns["phone"] == "Số điện thoại"


def test_unknown_words_are_asked_once_and_remembered(notes_kind):
    header = ["Mã mẫu", "Họ và tên", "Kết quả", "Giới tính"]
    rows = [
        ["M1", "A Một", "phản ứng", "1"],
        ["M2", "B Hai", "Âm tính", "0"],
        ["M3", "C Ba", "chưa làm", "1"],
    ]
    upload = stage(files.xlsx(("A", [header, *rows])))
    document = queries.document_of(upload)
    assert words_to_explain(upload, document) == {"outcome": ["phản ứng", "chưa làm"], "sex": ["1", "0"]}
    values = {"outcome": {"phản ứng": "positive", "chưa làm": "-"}, "sex": {"1": "male", "0": "female"}}
    services.upload_map(upload=upload, columns=upload.columns, values=values, by=LAB, now=NOW)
    preview = upload_preview(upload=upload, by=LAB, now=NOW)
    assert [row.values["outcome"] for row in preview.sample] == ["positive", "negative"]
    assert preview.bad_lines[0].reasons == ["Thiếu Kết quả."]
    later = stage(files.xlsx(("A", [header, ["M9", "D Bốn", "phản ứng", "0"]])))
    assert words_to_explain(later, queries.document_of(later)) == {}


def test_own_columns_in_another_order_mean_what_they_meant(notes_kind):
    """Names that nobody could guess; the second file has them the other way round, and one more."""
    header, row = ["Ống", "Đương sự", "Trả lời"], ["M1", "A Một", "Âm tính"]
    upload = stage(files.xlsx(("A", [["Mã mẫu", *header[1:]], row])))
    columns = {"code": "Mã mẫu", "name": "Đương sự", "outcome": "Trả lời"}
    services.upload_map(upload=upload, columns=columns, by=LAB, now=NOW)
    later = stage(
        files.xlsx(("A", [["Trả lời", "Giới tính", "ĐƯƠNG SỰ", "Mã mẫu"], ["Âm tính", "nam", "B Hai", "M2"]]))
    )
    assert later.columns == columns | {"name": "ĐƯƠNG SỰ", "sex": "Giới tính"}
    assert upload_preview(upload=later, by=LAB, now=NOW).good == 1
    assert stage(files.xlsx(("A", [header, row]))).columns == {"name": "Đương sự", "outcome": "Trả lời"}


def test_word_for_the_whole_file(notes_kind):
    upload = stage(files.xlsx(("A", [["Mã mẫu", "Họ và tên"], ["M1", "A Một"], ["M2", "B Hai"]])))
    with pytest.raises(Refused, match="Chưa chọn cột cho “Kết quả”"):
        upload_preview(upload=upload, by=LAB, now=NOW)
    services.upload_map(
        upload=upload, columns=upload.columns, constants={"outcome": "Âm tính"}, by=LAB, now=NOW
    )
    assert upload_preview(upload=upload, by=LAB, now=NOW).good == 2


def test_joined_columns_are_ours_and_do_not_go_back(notes_kind):
    header = ["Mã mẫu", "Họ đệm", "Tên", "Kết quả"]
    upload = apply(
        stage(files.xlsx(("A", [header, ["M1", "Trần Thị", "Bé", "Âm tính"], ["M2", "Lê", "An", "?"]])))
    )
    assert counts(upload) == (1, 0, 1)
    sheet = load_workbook(io.BytesIO(bad_rows_file(upload))).active
    assert [cell.value for cell in sheet[1]] == [*header, "Lý do trả lại"]
    sheet["D2"] = "Âm tính"
    out = io.BytesIO()
    sheet.parent.save(out)
    assert counts(apply(stage(out.getvalue(), "sua.xlsx"))) == (1, 0, 0)


def test_room_may_refuse_rows_before_and_while_applying(notes_kind):
    header = ["Mã mẫu", "Họ và tên", "Kết quả"]
    rows = [
        ["NGOAI", "A Một", "Âm tính"],
        ["M2", "Mẫu đã khóa", "Âm tính"],
        ["M3", "Lỗi hệ thống", "Âm tính"],
    ]
    rows = [[code, name.upper(), outcome] for code, name, outcome in rows]
    rows += [[f"N{number}", "B Hai", "Âm tính"] for number in range(40)]
    upload = stage(files.xlsx(("A", [header, *rows])))
    assert upload_preview(upload=upload, by=LAB, now=NOW).bad == 1
    assert counts(apply(upload)) == (40, 0, 3)
    reasons = [row.reasons[0] for row in queries.bad_rows(upload)]
    assert reasons[0] == "Mã mẫu không thuộc phòng này."
    assert reasons[1] == "Mẫu này đã khóa sổ."
    assert "RuntimeError" in reasons[2]


def test_two_workers_on_one_file_never_apply_a_chunk_twice(notes_kind):
    upload = services.upload_start(upload=stage(files.plain_xlsx(30)), by=LAB, now=NOW)
    document = queries.document_of(upload)
    reader = queries.reader_of(upload, document)
    chunk = {"upload": upload, "lines": document.lines[:20], "reader": reader, "by": LAB, "now": NOW}
    assert services.upload_apply_chunk(**chunk) is True
    assert services.upload_apply_chunk(**chunk) is False
    upload.refresh_from_db()
    assert (upload.cursor, upload.added) == (20, 20)
    drain(real_now())
    upload.refresh_from_db()
    assert counts(upload) == (30, 0, 0)


def test_only_the_own_organisation_sees_a_file(notes_kind):
    upload = stage(files.plain_xlsx(3))
    assert list(visible_to(LAB)) == [upload]
    assert list(visible_to(OTHER_LAB)) == []
    with pytest.raises(OutOfSight):
        upload_get(OTHER_LAB, upload.uid)
    commune = Actor(kind="user", label="C", user_id=9, organisation_id=70, roles=frozenset({"commune"}))
    with pytest.raises(OutOfSight):
        upload_get(commune, upload.uid)
    with pytest.raises(Forbidden):
        stage(files.plain_xlsx(4), by=commune)


def test_cancelled_and_finished_files_cannot_be_applied(notes_kind):
    upload = stage(files.plain_xlsx(3))
    services.upload_cancel(upload=upload, by=LAB, now=NOW)
    with pytest.raises(Refused):
        services.upload_start(upload=Upload.objects.get(pk=upload.pk), by=LAB, now=NOW)
    fresh = apply(stage(files.plain_xlsx(3)))
    with pytest.raises(Refused, match="nạp xong hoặc đã hủy"):
        services.upload_start(upload=fresh, by=LAB, now=NOW)


def test_each_step_leaves_its_event(notes_kind):
    upload = apply(stage(files.plain_xlsx(3)))
    kinds = Event.objects.filter(object_uid=upload.uid).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["kernel.upload_staged", "kernel.upload_applied"]


def test_files_are_kept_encrypted_and_only_for_a_while(notes_kind):
    data = files.plain_xlsx(3, bad=frozenset({1}))
    upload = apply(stage(data))
    assert bytes(upload.content)[:4] != b"PK\x03\x04"
    assert services.uploads_purge(now=NOW) == 0
    assert services.uploads_purge(now=NOW + services.RETENTION) == 1
    upload.refresh_from_db()
    assert not upload.content
    assert counts(upload) == (2, 0, 1)
    assert not queries.bad_rows(upload).exists()


def test_one_night_takes_every_file_past_its_day(notes_kind, monkeypatch):
    """However many there are: the purge goes on until none is left."""
    for count in (2, 3, 4):
        apply(stage(files.plain_xlsx(count)))
    monkeypatch.setattr(services, "_PURGED_AT_ONCE", 1)
    monkeypatch.setattr(standard, "domain_now", lambda: NOW + services.RETENTION)
    turns = []
    standard.intake_purge(SimpleNamespace(progress=lambda: turns.append(1)))
    assert len(turns) == 3
    assert not Upload.objects.exclude(content=b"").exists()


def test_mapping_is_per_organisation(notes_kind):
    upload = stage(files.plain_xlsx(3))
    columns = {name: column for name, column in upload.columns.items() if name != "phone"}
    services.upload_map(upload=upload, columns=columns, by=LAB, now=NOW)
    assert UploadMapping.objects.get().organisation_id == 70
    assert "phone" not in stage(files.plain_xlsx(4)).columns
    assert "phone" in stage(files.plain_xlsx(4), by=OTHER_LAB).columns


def test_failed_import_can_be_taken_up_again(notes_kind, monkeypatch):
    calls = []

    def dies_once(rows, upload, by, now):
        calls.append(len(rows))
        if len(calls) == 2:
            raise KeyboardInterrupt  # what a stopped worker looks like from inside
        return ChunkOutcome(added=len(rows))

    import dataclasses

    from lachan.kernel.intake import kinds

    kinds.declare(dataclasses.replace(notes_kind, apply_chunk=dies_once, repeated=None))
    upload = services.upload_start(upload=stage(files.plain_xlsx(500)), by=LAB, now=NOW)
    with pytest.raises(KeyboardInterrupt):
        drain(real_now())
    upload.refresh_from_db()
    assert (upload.state, upload.cursor, upload.added) == (Upload.State.APPLYING, 200, 200)
    services.upload_start(upload=upload, by=LAB, now=NOW)
    Job.objects.update(leased_until=real_now())
    drain(real_now())
    upload.refresh_from_db()
    assert (upload.state, upload.added) == (Upload.State.DONE, 500)


def test_the_frame_reads_parses_and_maps_every_one_of_ten_thousand_rows(notes_kind):
    document = read_document("kq.xlsx", files.plain_xlsx(10_000), frozenset())
    upload = Upload(kind="tests.notes", columns=dict(GUESSED), uploaded_at=NOW)
    good, bad = queries.read_rows(
        upload_kind("tests.notes"), queries.reader_of(upload, document), document.lines, NOW
    )
    assert (len(good), len(bad)) == (10_000, 0)


GUESSED = {
    "code": "Mã bệnh phẩm",
    "name": "Tên bệnh nhân",
    "birth": "Năm sinh",
    "sex": "Giới",
    "national_id": "CMND/CCCD",
    "phone": "SĐT",
    "taken_at": "Thời gian lấy mẫu",
    "outcome": "KQ",
}
