"""The papers of isolation as data: decision, lifting and certificate; the kernel lays them out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lachan.epi.days import last_day
from lachan.epi.vocabulary import MEASURES
from lachan.isolation.models import Order, OrderMember
from lachan.kernel import diseases
from lachan.kernel.errors import Refused
from lachan.kernel.papers.paper import (
    Annex,
    Article,
    Decide,
    Grid,
    Ground,
    OfficialPaper,
    Paragraph,
    day_words,
)
from lachan.kernel.policies.instruments import in_full
from lachan.kernel.times import LOCAL, local_day, show_day
from lachan.organisations import queries as organisations
from lachan.organisations.queries import Organisation, Position
from lachan.places.naming import without_kind

BOOK_DECISION = "QĐ"
BOOK_CERTIFICATE = "GXN"
_SEXES = {"male": "Nam", "female": "Nữ"}
_COLUMNS = (
    "STT",
    "Họ và tên",
    "Năm sinh",
    "Giới tính",
    "CCCD/CMND",
    "Nơi ở",
    "Diện",
    "Biện pháp, nơi cách ly",
    "Từ ngày",
    "Đến hết ngày",
)
_WIDTHS = (5, 20, 8, 7, 15, 28, 6, 28, 11, 11)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, for which organisation, when."""

    position: Position
    at: dt.datetime

    @property
    def organisation(self) -> Organisation:
        return self.position.organisation

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in (self.position.authority, self.position.title) if line)

    @property
    def decider(self) -> str:
        return f"{power_of(self.position.authority, self.position.title)} {self.organisation.name}".strip()


def power_of(authority: str, title: str) -> str:
    """Whose power is used: who signs for the chairman decides as the chairman; empty for the organ as a whole."""
    authority = authority.strip()
    if authority.upper().startswith("KT."):
        return authority[3:].strip()
    return "" if authority else title


def signature(
    *, position_id: int, organisation_id: int | None, at: dt.datetime, now: dt.datetime
) -> Signature:
    """The office that signs, held on that day, of that organisation where one is named. Refused otherwise."""
    if at > now:
        raise Refused("Giờ ký không thể ở sau hiện tại.", "signed_at")
    rows = organisations.Position.objects.filter(pk=position_id).select_related("organisation__parent")
    position = rows.first()
    if position is None or (organisation_id is not None and position.organisation_id != organisation_id):
        raise Refused("Người ký phải thuộc cơ quan ban hành.", "position")
    held = organisations.positions(position.organisation_id, local_day(at)).filter(pk=position_id)
    if not held.exists():
        raise Refused(f"Ngày {show_day(local_day(at))} người này không giữ chức vụ đó.", "position")
    return Signature(position, at)


def symbol_of(organisation: Organisation, kind: str) -> str:
    """ "QĐ-UBND": the kind's letters and the organisation's."""
    return f"{kind}-{organisation.symbol or organisation.short_name or 'CQ'}"


def order_paper(
    order: Order, members: Sequence[OrderMember], signed: Signature, recipients: Sequence[str] = ()
) -> OfficialPaper:
    """The decision with its list; `members` come with person, residence and site."""
    disease = disease_name(order.disease)
    count = len(members)
    return _paper(
        signed,
        symbol=order.symbol or symbol_of(order.organisation, "QĐ"),
        title="Quyết định",
        subject=f"V{_imposed(disease)[1:]}",
        body=(
            *(Ground(in_full(line)) for line in order.grounds),
            Decide(),
            Article(
                f"Áp dụng biện pháp cách ly y tế đối với {count:02d} người để phòng, chống bệnh {disease} "
                "(có danh sách kèm theo), gồm:",
                tuple(_by_place(members)),
            ),
            Article(
                "Thời gian cách ly của từng người được ghi trong danh sách. Người được cách ly chấp hành hướng dẫn "
                "của cơ quan y tế, được xét nghiệm và theo dõi sức khỏe theo quy định."
            ),
            Article(f"Quyết định này có hiệu lực kể từ thời điểm ký, {_hour_words(signed.at)}."),
            Article(
                "Cơ quan y tế, Ủy ban nhân dân các xã, phường, thị trấn nơi người được cách ly cư trú, các khu cách ly "
                "và những người có tên trong danh sách chịu trách nhiệm thi hành Quyết định này."
            ),
        ),
        recipients=recipients or ("Như Điều 4", "Trung tâm Kiểm soát bệnh tật tỉnh (để theo dõi)", "Lưu: VT"),
        annexes=(
            Annex("Danh sách người được áp dụng biện pháp cách ly y tế", _list(members), landscape=True),
        ),
    )


def lift_paper(
    members: Sequence[OrderMember], reason: str, grounds: Sequence[str], signed: Signature
) -> OfficialPaper:
    """The decision that ends earlier ones for some people; it names each earlier number."""
    disease = disease_name(members[0].order.disease)
    ended = {member.order_id: member.order for member in members}
    return _paper(
        signed,
        symbol=symbol_of(signed.organisation, "QĐ"),
        title="Quyết định",
        subject=f"Về việc gỡ bỏ biện pháp cách ly y tế phòng, chống bệnh {disease}",
        body=(
            *(Ground(in_full(line)) for line in grounds),
            *(Ground(_named_in_full(order, disease)) for order in ended.values()),
            Decide(),
            Article(
                f"Gỡ bỏ biện pháp cách ly y tế đối với {len(members):02d} người (có danh sách kèm theo), "
                "kể từ thời điểm ký Quyết định này.",
                (f"Lý do: {reason.rstrip('.')}.",),
            ),
            Article(f"Quyết định này có hiệu lực kể từ thời điểm ký, {_hour_words(signed.at)}."),
            Article(
                "Cơ quan y tế, Ủy ban nhân dân các xã, phường, thị trấn liên quan và những người có tên trong danh sách "
                "chịu trách nhiệm thi hành Quyết định này."
            ),
        ),
        recipients=("Như Điều 3", "Trung tâm Kiểm soát bệnh tật tỉnh (để theo dõi)", "Lưu: VT"),
        annexes=(
            Annex(
                "Danh sách người được gỡ bỏ biện pháp cách ly y tế",
                _list(members, numbers=True),
                landscape=True,
            ),
        ),
    )


def _named_in_full(order: Order, disease: str) -> str:
    """A decision as a ground: kind, number, day, who issued it and what about."""
    power = power_of(order.signer_authority, order.signer_position)
    issued_by = f"{power.capitalize()} {order.organisation.name}".strip()
    day = day_words(local_day(order.occurred_at))
    return f"Căn cứ Quyết định số {order.reference} {day} của {issued_by} {_imposed(disease)}"


def _imposed(disease: str) -> str:
    return f"về việc áp dụng biện pháp cách ly y tế để phòng, chống bệnh {disease}"


def completion_paper(
    member: OrderMember, first: dt.datetime, last: dt.datetime, signed: Signature
) -> OfficialPaper:
    """The certificate that a person has served the time of a decision."""
    person, order = member.person, member.order
    where = member.site.organisation.name if member.site else f"nơi ở: {home_of(member)}"
    return _paper(
        signed,
        symbol=symbol_of(signed.organisation, "GXN"),
        title="Giấy xác nhận",
        subject="Hoàn thành thời gian cách ly y tế",
        body=(
            Paragraph(f"{signed.organisation.name} xác nhận:"),
            Paragraph(f"Ông (bà): {person.full_name}; năm sinh: {person.birth_year or 'chưa rõ'}; "
                      f"giới tính: {_SEXES.get(person.sex, 'chưa rõ')}; CCCD/CMND: {person.national_id or 'chưa rõ'}."),
            Paragraph(f"Nơi ở: {home_of(member)}."),
            Paragraph(
                f"Đã hoàn thành biện pháp {MEASURES[member.measure].label.lower()} theo Quyết định số "
                f"{order.reference} ngày {show_day(local_day(order.occurred_at))} của {order.organisation.name}, "
                f"tại {where}, từ ngày {show_day(local_day(first))} đến hết ngày {show_day(last_day(first, last))}."
            ),
        ),
        recipients=("Ông (bà) có tên trên", "UBND xã, phường, thị trấn nơi cư trú", "Lưu: VT"),
    )  # fmt: skip


def disease_name(code: str) -> str:
    return diseases.disease(code).name


def home_of(member: OrderMember) -> str:
    """Address and commune of the person, as far as they are known."""
    person = member.person
    commune = person.residence
    parts = [
        person.address,
        commune.name if commune else "",
        commune.parent.name if commune and commune.parent else "",
    ]
    return ", ".join(part for part in parts if part) or "chưa rõ"


def _paper(signed: Signature, **parts) -> OfficialPaper:
    organisation = signed.organisation
    decides = parts["title"] == "Quyết định"
    return OfficialPaper(
        organ=organisation.name,
        parent=organisation.parent.name if organisation.parent and not decides else "",
        authority=signed.lines,
        signer=signed.position.holder_name,
        place=_place_of(organisation, local_day(signed.at)),
        day=local_day(signed.at),
        decider=signed.decider if decides else "",
        recipients=tuple(parts.pop("recipients")),
        **parts,
    )


def _place_of(organisation: Organisation, day: dt.date) -> str:
    """The place named before the date: the unit that the organisation is of, without its kind."""
    area = organisations.areas_on(organisation.pk, day).select_related("unit").order_by("unit__level").first()
    unit = area.unit if area else organisation.seat
    return without_kind(unit.name) if unit else "…"


def _hour_words(at: dt.datetime) -> str:
    local = at.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M} phút ngày {local:%d/%m/%Y}"


def _place_words(member: OrderMember) -> str:
    label = MEASURES[member.measure].label
    return f"{label}: {member.site.organisation.name}" if member.site else label


def _by_place(members: Sequence[OrderMember]) -> list[str]:
    counts = list(Counter(_place_words(member) for member in members).items())
    ends = [";"] * (len(counts) - 1) + ["."]
    return [f"- {words}: {count:02d} người{end}" for (words, count), end in zip(counts, ends, strict=True)]


def _list(members: Sequence[OrderMember], *, numbers: bool = False) -> Grid:
    columns = (*_COLUMNS, "Quyết định số") if numbers else _COLUMNS
    return Grid(
        columns=columns,
        rows=[_row(place, member, numbers) for place, member in enumerate(members, start=1)],
        widths=(*_WIDTHS, 14) if numbers else _WIDTHS,
        right=frozenset({0}),
    )


def _row(place: int, member: OrderMember, numbers: bool) -> list[object]:
    person, end = member.person, member.ends_at
    row: list[object] = [
        place,
        person.full_name,
        person.birth_year or "",
        _SEXES.get(person.sex, ""),
        person.national_id,
        home_of(member),
        diseases.words_of(member.level, member.order.disease),
        _place_words(member),
        show_day(local_day(member.starts_at)),
        show_day(last_day(member.starts_at, end)) if end else "khi có quyết định mới",
    ]
    return [*row, f"{member.order.reference}"] if numbers else row
