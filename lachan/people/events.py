"""Audit kinds of people. Names and numbers go into the encrypted part of the person they are about."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("people.person_registered", "lập hồ sơ người số {person_id}"),
    EventKind("people.people_registered", "lập {count} hồ sơ người từ tệp"),
    EventKind("people.profile_changed", "sửa hồ sơ người số {person_id}: {fields}"),
    EventKind("people.residence_changed", "chuyển nơi cư trú của người số {person_id}"),
    EventKind("people.persons_merged", "gộp hồ sơ số {absorbed_id} vào hồ sơ số {kept_id}: {reason}"),
    EventKind("people.merge_revoked", "tách lại hồ sơ số {absorbed_id} khỏi hồ sơ số {kept_id}: {reason}"),
    EventKind(
        "people.person_forgotten",
        "xóa thông tin cá nhân của người số {person_id}. Căn cứ: {ground}, {paper}. Lý do: {reason}",
    ),
    EventKind("people.household_joined", "ghi người số {person_id} vào hộ"),
    EventKind("people.duplicate_asked", "hỏi trùng theo {by_what}: {answer}"),
)
