"""Which letters and tasks an actor sees, and who works on or judges a task."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lachan.directives import states
from lachan.directives.models import Letter, Task, TaskEntry
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ADVISORY, CLERK, LEADER, may
from lachan.organisations import queries as organisations

_OFFICE = frozenset({CLERK, LEADER, ADVISORY})


def sees_all(actor: Actor) -> bool:
    """The leader and the advisory team of the whole province, and the system."""
    return actor.is_system or (actor.everywhere and bool(actor.roles & {LEADER, ADVISORY}))


def visible_tasks(actor: Actor) -> QuerySet[Task]:
    """All for the province's leader and advisory team; else the tasks of the own register, and the released
    ones that an organisation for which it acts leads, with their parts, and those that it works on. A district
    also reads the tasks of its communes where the letter names both. A task whose lead the directory does not know
    is seen by nobody else."""
    if sees_all(actor):
        return Task.objects.all()
    shown = Task.objects.filter(
        _mine(actor) | _beside_q(actor) | Q(parent__in=Task.objects.filter(_led_q(actor)))
    )
    shown = shown.exclude(state=Task.State.DRAFT).exclude(released_at=None)
    seen = Q(pk__in=shown.values("pk"))
    if actor.roles & _OFFICE:
        seen |= Q(order__letter__organisation_id=actor.organisation_id)
    return Task.objects.filter(seen)


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    """All for the province's leader and advisory team; else the own register, and the letters from which a
    task came."""
    if sees_all(actor):
        return Letter.objects.all()
    seen = Q(pk__in=visible_tasks(actor).values("order__letter_id"))
    if actor.roles & _OFFICE:
        seen |= Q(organisation_id=actor.organisation_id)
    return Letter.objects.filter(seen)


def own_tasks(actor: Actor) -> QuerySet[Task]:
    """Released tasks that the actor's organisation works on, or that one leads for which it acts
    (`organisations.queries.acted_for`); none without a lead of the directory."""
    return Task.objects.filter(_mine(actor)).exclude(state=Task.State.DRAFT).exclude(released_at=None)


@dataclass(frozen=True, slots=True)
class Hand:
    """What an actor is to a task: looked up once, asked for every button."""

    works: bool
    judges: bool


def hand_of(actor: Actor, task: Task) -> Hand:
    """A part is judged by whoever works on the whole; a whole by the office that released it."""
    works = may(actor, "directives.task_work") and _works_on(actor, task)
    if task.parent is not None and may(actor, "directives.task_work") and _works_on(actor, task.parent):
        return Hand(works, task.lead_id != actor.organisation_id)  # nobody judges the own part
    office = sees_all(actor) or task.order.letter.organisation_id == actor.organisation_id
    return Hand(works, office and may(actor, "directives.task_judge"))


def why_not(actor: Actor, task: Task, kind: str, hand: Hand | None = None) -> str | None:
    """Why this actor can't record this entry now; None where it is possible. Buttons and refusals share it."""
    if states.after(task.state, kind) is None:
        return f"Nhiệm vụ đang ở trạng thái “{task.get_state_display()}”, không làm bước này được."
    hand = hand or hand_of(actor, task)
    if (refusal := _no_such_task(task, kind)) is not None:
        return refusal
    if kind in states.BY_WORKER:
        return None if hand.works else "Chỉ đơn vị chủ trì hoặc phối hợp ghi được bước này."
    if not hand.judges:
        return "Chỉ người giao việc ghi được bước này."
    if kind == TaskEntry.Kind.ACCEPT and _reported_by(task) == actor.user_id and not actor.is_system:
        return "Người báo cáo hoàn thành không tự xác nhận được."
    return None


def _no_such_task(task: Task, kind: str) -> str | None:
    """Why this entry means nothing for the task, whoever would record it."""
    if kind == TaskEntry.Kind.ASSIGN and task.lead_id is not None:
        return "Nhiệm vụ đã có đơn vị chủ trì trong danh bạ."
    if kind == TaskEntry.Kind.REASSIGN and task.parent_id is not None:
        return "Phần việc giao lại: dừng phần này rồi giao lại cho đơn vị khác."
    return None


def possible_entries(actor: Actor, task: Task, hand: Hand | None = None) -> list[str]:
    """The entries that this actor can record now."""
    hand = hand or hand_of(actor, task)
    return [kind for kind in states.possible(task.state) if why_not(actor, task, kind, hand) is None]


def may_revoke(actor: Actor, entry: TaskEntry, hand: Hand | None = None) -> bool:
    """Whoever recorded it, or whoever judges the task; parts handed down are stopped one by one instead."""
    if entry.revoked_at is not None or entry.kind == TaskEntry.Kind.SHARE:
        return False
    if actor.is_system or entry.recorded_by == actor.user_id:
        return True
    return (hand or hand_of(actor, entry.task)).judges


def _works_on(actor: Actor, task: Task) -> bool:
    """The organisation co-works, or acts for the lead; the advisory team may record for a unit."""
    if actor.is_system or (sees_all(actor) and ADVISORY in actor.roles):
        return True
    return own_tasks(actor).filter(pk=task.pk).exists()


def _mine(actor: Actor) -> Q:
    if actor.organisation_id is None:
        return Q(pk__in=[])  # nobody's organisation is not that of tasks without co-workers
    # By its own index: joined, each task of the province would be asked for its co-workers.
    helped = Task.co_workers.through.objects.filter(organisation_id=actor.organisation_id)
    return _led_q(actor) | Q(pk__in=helped.values("task_id"), lead__isnull=False)


def _led_q(actor: Actor) -> Q:
    """Led by an organisation in whose name the actor works."""
    return Q(lead__in=organisations.acted_for(actor).values("pk"))


def _beside_q(actor: Actor) -> Q:
    """Led by the communes' organs below the actor's district, of a letter that gives the district a task too: to be
    read, not worked on."""
    letters = Task.objects.filter(_led_q(actor)).exclude(released_at=None).values("order__letter_id")
    return Q(lead__in=organisations.watched(actor).values("pk"), order__letter__in=letters)


def _reported_by(task: Task) -> int | None:
    reports = task.entries.filter(kind=TaskEntry.Kind.REPORT, revoked_at=None)
    return reports.order_by("-occurred_at", "-id").values_list("recorded_by", flat=True).first()
