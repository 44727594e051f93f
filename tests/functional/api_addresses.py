"""What each operation of the JSON API names and may be sent; who sees what stands in addresses.SIGHT."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lachan.demo.files import contacts_xlsx, results_xlsx
from lachan.demo.letter import earlier_letter_text
from tests.functional.scene import COVID, Side

AT = "2021-09-15T06:30:00+07:00"


@dataclass(frozen=True)
class Form:
    """A body with a file in it, sent as a form."""

    file_name: str
    data: bytes
    fields: dict[str, Any]


Body = dict[str, Any] | Form | None
BodyOf = Callable[[Side], Body]

# What {uid} of a path names, and who sees it: by the longest beginning of the path.
OBJECTS = {
    "/uploads/": ("upload", "results_file"),
    "/people/": ("person", "person"),
    "/people/merges/": ("merge", "merge"),
    "/cases/": ("case", "person"),
    "/testing/results/": ("result", "specimen"),
    "/testing/specimens/": ("specimen", "specimen"),
    "/testing/members/": ("member", "unlinked"),
    "/testing/members/{uid}/unlink": ("linked_member", "person"),
    "/testing/corrections/": ("correction", "unlinked"),
    "/tracing/cases/": ("case", "person"),
    "/tracing/exposures/": ("exposure", "person"),
    "/tracing/entries/": ("timeline_entry", "person"),
    "/tracing/waiting/": ("line", "ground"),
    "/isolation/orders/": ("order", "person"),
    "/isolation/orders/{uid}/signing": ("draft_order", "sign"),
    "/isolation/orders/{uid}/issue": ("draft_order", "sign"),
    "/isolation/orders/{uid}/discard": ("draft_order", "person"),
    "/isolation/members/": ("order_member", "person"),
    "/isolation/told/": ("told", "person"),
    "/isolation/sites/": ("site_row", "site_work"),
    "/isolation/people/": ("person", "person"),
    "/isolation/stays/": ("stay", "person"),
    "/zones/rings/": ("ring", "ground"),
    "/zones/ring-houses/": ("house", "ground"),
    "/directives/letters/": ("letter_drafted", "letter"),
    "/directives/letters/{uid}/confirm": ("letter_new", "letter"),
    "/directives/letters/{uid}/file": ("letter_read", "letter"),
    "/directives/letters/{uid}/void": ("letter_new", "letter"),
    "/directives/letters/{uid}/draft": ("letter_read", "letter"),
    "/directives/letters/{uid}/draft/": ("letter_drafted", "letter"),
    "/directives/orders/": ("letter_order", "letter"),
    "/directives/tasks/{uid}/change": ("task_drafted", "letter"),
    "/directives/tasks/": ("task", "task"),
    "/directives/entries/": ("task_entry", "own_entry"),
}


def named(path: str) -> tuple[str, str]:
    """(name of the object, kind of sight) of a path with an object."""
    return OBJECTS[max((start for start in OBJECTS if path.startswith(start)), key=len)]


def always(body: Body = None) -> BodyOf:
    return lambda side: body


def signed(side: Side, **more: Any) -> Body:
    """Signed by the committee of the side's district."""
    position = side.draft_order.organisation.positions.first()
    return {"position": position.pk, "signed_at": AT, "number": 990_009} | more


REASON = always({"reason": "Ghi nhầm"})
# A body that a role with the permission could send, for each operation on an object that takes one.
BODIES: dict[str, BodyOf] = {
    "/uploads/{uid}/columns": always({"columns": {"name": "Họ và tên"}}),
    "/uploads/{uid}/start": always(),
    "/uploads/{uid}/cancel": always(),
    "/people/{uid}/merge": lambda side: {"other": str(side.bitten.uid), "reason": "Trùng"},
    "/people/merges/{uid}/revoke": REASON,
    "/cases/{uid}/onset": always({"symptomatic": True, "onset_on": "2021-09-13"}),
    "/cases/{uid}/source": always({"known": False}),
    "/cases/{uid}/context": always({"context": "community"}),
    "/cases/{uid}/national-number": always({"number": "BN999001"}),
    "/cases/{uid}/statements/revoke": lambda side: {
        "kind": "khoi-phat",
        "statement": str(side.onset.uid),
        "reason": "Nhầm người",
    },
    "/cases/{uid}/outcome": always({"kind": "recovered", "occurred_at": AT}),
    "/testing/results/{uid}/revoke": REASON,
    "/testing/specimens/{uid}/results": always(
        {"method": "rt_pcr", "outcome": "negative", "resulted_at": AT}
    ),
    "/testing/members/{uid}/link": lambda side: {"person": str(side.bitten.uid)},
    "/testing/members/{uid}/register": always(),
    "/testing/members/{uid}/reject": lambda side: {"person": str(side.bitten.uid)},
    "/testing/members/{uid}/unlink": REASON,
    "/testing/corrections/{uid}/accept": REASON,
    "/testing/corrections/{uid}/refuse": REASON,
    "/tracing/cases/{uid}/timeline": always({"came_at": AT, "place_name": "Chợ"}),
    "/tracing/cases/{uid}/contacts": always(
        {"full_name": "Lê Văn Mới", "closeness": "table", "on": "2021-09-13"}
    ),
    "/tracing/cases/{uid}/contacts/files": lambda side: Form("tx.xlsx", contacts_xlsx([side.ill]), {}),
    "/tracing/exposures/{uid}/revoke": REASON,
    "/tracing/entries/{uid}/revoke": REASON,
    "/tracing/waiting/{uid}/decide": always({"person": None}),
    "/tracing/waiting/{uid}/refuse": REASON,
    "/isolation/people/{uid}/told": always({"disease": COVID, "at": AT}),
    "/isolation/stays/{uid}/end": always({"at": AT, "reason": "completed"}),
    "/isolation/stays/{uid}/revoke": REASON,
    "/isolation/told/{uid}/revoke": REASON,
    "/isolation/orders/{uid}/issue": signed,
    "/isolation/orders/{uid}/discard": always(),
    "/isolation/members/{uid}/completion": signed,
    "/isolation/sites/{uid}/capacity": always({"places": 10}),
    "/zones/rings/{uid}/houses": always({"owner": "Chủ nhà"}),
    "/zones/ring-houses/{uid}/visits": always({"uid": str(uuid.uuid4()), "outcome": "closed"}),
    "/zones/rings/{uid}/sprayings": always({"round": 1, "houses": 5, "chemical": "Permethrin"}),
    "/zones/rings/{uid}/close": REASON,
    "/directives/letters/{uid}/confirm": always({}),
    "/directives/letters/{uid}/file": REASON,
    "/directives/letters/{uid}/void": REASON,
    "/directives/letters/{uid}/draft": always(),
    "/directives/letters/{uid}/draft/discard": always(),
    "/directives/letters/{uid}/draft/drop": lambda side: {"tasks": [str(side.task_drafted.uid)]},
    "/directives/orders/{uid}/tasks": always({"lead_words": "Tổ nhân dân tự quản"}),
    "/directives/orders/{uid}/measure": always({"indicator": ""}),
    "/directives/tasks/{uid}/change": always({"lead_words": "Tổ nhân dân tự quản", "recurrence": "daily"}),
    "/directives/letters/{uid}/release": always({"instruction": "Giao thực hiện."}),
    "/directives/tasks/{uid}/entries": always({"kind": "evidence", "words": "Đã làm"}),
    "/directives/tasks/{uid}/lead": always({"lead": "00000000-0000-7000-8000-000000000000"}),
    "/directives/entries/{uid}/revoke": REASON,
}
# Without an object in the path: what is named stands in the body. (kind of sight, body)
NAMED_INSIDE: dict[str, tuple[str, BodyOf]] = {
    "/directives/letters": (
        "public",
        always(Form("9100.txt", earlier_letter_text().replace("9998", "9100").encode(), {})),
    ),
    "/places/populations/files": (
        "public",
        always(Form("dan.csv", "Mã xã,Số dân\n1,100\n".encode(), {"as_of": "2021-01-01", "source": "NGTK"})),
    ),
    "/places/hamlets/files": (
        "public",
        always(
            Form("ap.csv", "Mã xã,Tên ấp\n1,Ấp 1\n".encode(), {"valid_from": "2021-01-01", "source": "QĐ"})
        ),
    ),
    "/insight/days": (
        "public",
        always({"disease": COVID, "day": "2021-09-15", "signer_name": "Lê Quốc Bảo"}),
    ),
    # Somebody met here may live there: registering asks for no sight.
    "/people/": ("public", lambda side: {"full_name": "Lê Mới", "commune_code": side.commune.code}),
    "/people/duplicates": ("public", always({"phone": "0100099999"})),
    "/testing/results": (
        "person",
        lambda side: {
            "person": str(side.person.uid),
            "disease": COVID,
            "code": "API1",
            "sampled_at": AT,
            "resulted_at": AT,
            "method": "rapid",
            "outcome": "negative",
        },
    ),
    "/testing/specimens": (
        "person",
        lambda side: {"disease": COVID, "code": "API2", "sampled_at": AT, "people": [str(side.person.uid)]},
    ),
    # A laboratory tells of whoever it tested: it matches nobody and sees nobody by it.
    "/testing/results/files": (
        "public",
        lambda side: Form("kq.xlsx", results_xlsx([(side.ill, "negative")]), {"disease": COVID}),
    ),
    "/isolation/sites": (
        "site_work",
        lambda side: {
            "organisation": str(side.site_row.organisation.uid),
            "unit_id": side.commune.pk,
            "measures": ["concentrated"],
            "places": 5,
        },
    ),
    "/isolation/orders": (
        "person",
        lambda side: {"disease": COVID, "members": [{"person_uid": str(side.ill.uid)}]},
    ),
    "/isolation/lifts": (
        "sign",
        lambda side: signed(side, members=[str(side.order_member.uid)], reason="Hết căn cứ"),
    ),
    "/isolation/stays": (
        "person",
        lambda side: {"person_uid": str(side.ill.uid), "disease": COVID, "measure": "concentrated", "at": AT},
    ),
    "/zones/rings": (
        "ground",
        lambda side: {"case_uid": str(side.dengue_case.uid), "unit_id": side.commune.pk},
    ),
}
QUERIES = {
    "/isolation/people/{uid}/steps": f"?disease={COVID}",
    "/isolation/people/{uid}/sites": "?measure=concentrated",
}
# Lists that the tracer of the province does not read: who does.
READERS = {"/insight/days/draft": "lanhdao", "/desk/audit/seal": "kiemtra"}
# What stands for the arguments of addresses that name no record.
ARGUMENTS = {
    "{key}": "f0-trong-ngay",
    "{count}": "results",
    "{disease}": COVID,
    "{day}": "2021-09-14",
    "{code}": "isolation.hours_result_to_separation",
}
