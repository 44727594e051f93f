"""Audit kinds of testing. What a person's result is goes into the part encrypted with that person's key."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind(
        "testing.results_taken",
        "nhận {results} kết quả, {specimens} mẫu, {waiting} người chờ nhận diện, {corrections} chờ đính chính",
    ),
    EventKind("testing.specimen_collected", "lấy mẫu {code}"),
    EventKind("testing.specimen_revoked", "thu hồi mẫu {code} cùng {results} kết quả: {reason}"),
    EventKind("testing.result_recorded", "ghi kết quả mẫu {code}"),
    EventKind("testing.result_revoked", "thu hồi kết quả mẫu {code}: {reason}"),
    EventKind("testing.result_corrected", "đính chính kết quả mẫu {code}: {reason}"),
    EventKind("testing.correction_refused", "giữ kết quả cũ của mẫu {code}: {reason}"),
    EventKind("testing.member_linked", "nhận diện mẫu {code} là người số {person_id}"),
    EventKind("testing.member_registered", "lập hồ sơ mới số {person_id} từ mẫu {code}"),
    EventKind("testing.candidate_rejected", "xác định mẫu {code} không phải của người số {person_id}"),
    EventKind("testing.member_unlinked", "hoàn tác nhận diện mẫu {code}: {reason}"),
)
