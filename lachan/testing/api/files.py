"""A laboratory's file of results; its columns, its check and its progress are those of every file (`/uploads`)."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from ninja import File, Form, Router, Schema, Status, UploadedFile

from lachan.kernel import diseases
from lachan.kernel.access.roles import check
from lachan.kernel.api import UploadOut, file_stage
from lachan.kernel.errors import Refused
from lachan.testing import queries
from lachan.testing.intake_kinds import CODE

router = Router()


class LaboratoryOut(Schema):
    uid: uuid.UUID
    name: str


@router.get("/laboratories", response=list[LaboratoryOut], url_name="laboratories")
def laboratory_list(request: Any) -> list[LaboratoryOut]:
    """The laboratories for which the reader sends files; a laboratory sends its own and chooses none."""
    check(request.actor, "testing.result_import")
    rows = queries.laboratories(request.actor, request.now)
    return [LaboratoryOut(uid=one.uid, name=one.name) for one in rows]


@router.post("/results/files", response={201: UploadOut}, url_name="result_import")
def result_import(
    request: Any,
    file: Annotated[UploadedFile, File()],
    disease: Annotated[str, Form(max_length=30)],
    laboratory: Annotated[uuid.UUID | None, Form()] = None,
) -> Status[Any]:
    """Hand over a file; the same file again is the upload that there is. Nothing is applied yet."""
    check(request.actor, "testing.result_import")
    options = {
        "disease": diseases.disease(disease).code,
        "laboratory_id": _laboratory(request, laboratory),
    }
    return Status(201, file_stage(request, file=file, kind=CODE, options=options))


def _laboratory(request: Any, chosen: uuid.UUID | None) -> int | None:
    known = {one.uid: one.pk for one in queries.laboratories(request.actor, request.now)}
    if chosen is None and len(known) < 2:
        return None
    if chosen not in known:
        raise Refused("Chọn phòng xét nghiệm đã làm các kết quả này.", "laboratory")
    return int(known[chosen])
