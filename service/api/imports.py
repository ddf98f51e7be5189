"""Imports: send a table, see what became of every row, fetch the returned rows, take it back. For staff only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from indexer.normalise.issues import load_issue_codes
from indexer.store_imports import ImportRun
from service import audit
from service.api.access import Context, Who
from service.import_schemas import (
    ImportDetailOut,
    ImportIn,
    ImportOut,
    ImportReportOut,
    ImportsOut,
    UndoneOut,
)
from service.importing import import_upload, outcome_counts, returned_workbook

router = APIRouter(prefix="/imports", tags=["导入"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("", summary="导入一个表格文件")
def import_file(
    form: Annotated[ImportIn, Form(media_type="multipart/form-data")], context: Context, who: Who
) -> ImportReportOut:
    """Read a table into the store and report what became of every row; the file is not kept."""
    who.must_be("staff", "admin")
    name = form.file.filename or ""
    report = import_upload(context, form.file.file, name, form.kind, who=audit.actor_of(who))
    context.index.catch_up()
    ids = list(dict.fromkeys(entry.import_id for entry in report.files if entry.import_id))
    audit.imported(context, who, "POST /imports", ids, outcome_counts(report))
    codes = load_issue_codes(context.settings.vocabulary_dir)
    return ImportReportOut.model_validate(report.as_dict(codes))


@router.get("", summary="导入记录")
def list_imports(context: Context, who: Who) -> ImportsOut:
    """Return every import, the latest first."""
    who.must_be("staff", "admin")
    return ImportsOut(imports=tuple(ImportOut(**_run(run)) for run in context.store.imports()))


@router.get("/{import_id}", summary="一次导入的报告")
def look_at_import(import_id: str, context: Context, who: Who) -> ImportDetailOut:
    """Return one import with its report."""
    who.must_be("staff", "admin")
    run = context.store.import_run(import_id)
    report = ImportReportOut.model_validate_json(run.report) if run.report else None
    return ImportDetailOut(**_run(run), report=report)


@router.get(
    "/{import_id}/rejected",
    summary="退回和待核的行（Excel）",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}},
)
def rejected_rows(import_id: str, context: Context, who: Who) -> Response:
    """Return the workbook of returned rows with the reason and what to do about each."""
    who.must_be("staff", "admin")
    workbook = returned_workbook(context, import_id)
    audit.opened_rejected(context, who, "GET /imports/{import_id}/rejected", import_id, 1)
    headers = {"Content-Disposition": f'attachment; filename="returned-{import_id}.xlsx"'}
    return Response(workbook, media_type=XLSX, headers=headers)


@router.post("/{import_id}/undo", summary="撤销一次导入")
def undo_import(import_id: str, context: Context, who: Who) -> UndoneOut:
    """Put every record of an import back to what it was before; refused when one was changed since."""
    who.must_be("staff", "admin")
    n_records = context.store.undo_import(import_id, now=context.clock.now())
    context.index.catch_up()
    audit.undone(context, who, "POST /imports/{import_id}/undo", import_id, n_records)
    return UndoneOut(id=import_id, n_records=n_records)


def _run(run: ImportRun) -> dict[str, object]:
    names = ("id", "file", "who", "started_at", "finished_at", "undone_at")
    return {name: getattr(run, name) for name in names}
