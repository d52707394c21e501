"""Addresses of the editors' pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.admin import (
    changes_page,
    draft_actions,
    draft_page,
    exchange_page,
    expiring_page,
    forms_page,
    list_page,
    places_exchange_page,
    places_page,
    procedure_page,
    recall_page,
    review_page,
    switch_page,
    text_pages,
    tree_page,
    tree_paths_page,
)
from bot.admin.keys import IMPORTING

ROOT = "/quan-tri"


def add_routes(app: web.Application) -> None:
    """Add the pages."""
    app[IMPORTING] = asyncio.Lock()
    add = app.router.add_route
    procedure, draft = ROOT + r"/thu-tuc/{code:\d\.\d{6}}", ROOT + r"/ban-thao/{id:\d{1,9}}"
    add("GET", ROOT, list_page.show_list, name="admin-list")
    add("GET", f"{ROOT}/moi", procedure_page.ask_code, name="admin-new")
    add("POST", f"{ROOT}/moi", procedure_page.start_new)
    add("GET", procedure, procedure_page.show_procedure, name="admin-procedure")
    add("GET", f"{procedure}/so-sanh", procedure_page.compare, name="admin-compare")
    add("POST", f"{procedure}/sua", procedure_page.start, name="admin-start")
    add("POST", f"{procedure}/khoi-phuc", procedure_page.restore, name="admin-restore")
    add("POST", f"{procedure}/ngung", procedure_page.ask_to_retire, name="admin-retire")
    add("POST", f"{procedure}/rut", procedure_page.withdraw, name="admin-withdraw")
    add("GET", draft, draft_page.show_draft, name="admin-draft")
    add("POST", draft, draft_page.save)
    add("GET", f"{procedure}/cau-hoi", tree_paths_page.show_published_paths, name="admin-tree-published")
    add("POST", f"{procedure}/cau-hoi", tree_paths_page.start)
    add("GET", f"{draft}/cau-hoi", tree_page.show_tree, name="admin-tree")
    add("POST", f"{draft}/cau-hoi", tree_page.save_tree)
    add("GET", f"{draft}/duong-di", tree_paths_page.show_draft_paths, name="admin-tree-paths")
    add("GET", f"{draft}/xem", review_page.show_review, name="admin-review")
    add("POST", f"{draft}/trinh", draft_actions.submit, name="admin-submit")
    add("POST", f"{draft}/lay-lai", draft_actions.take_back, name="admin-take-back")
    add("POST", f"{draft}/bo", draft_actions.discard, name="admin-discard")
    add("POST", f"{draft}/duyet", draft_actions.approve, name="admin-approve")
    add("POST", f"{draft}/tra-lai", draft_actions.reject, name="admin-reject")
    add("GET", f"{ROOT}/cau-chu", text_pages.show_texts, name="admin-texts")
    text = ROOT + r"/cau-chu/{key:[a-z0-9_.]{3,120}}"
    add("GET", text, text_pages.show_text, name="admin-text")
    add("POST", f"{text}/de-nghi", text_pages.propose, name="admin-text-propose")
    add("POST", f"{text}/duyet", text_pages.approve, name="admin-text-approve")
    add("POST", f"{text}/bo", text_pages.drop, name="admin-text-drop")
    add("GET", f"{ROOT}/tam-dung", switch_page.show_switches, name="admin-switches")
    add("POST", f"{ROOT}/tam-dung", switch_page.turn_off)
    add("POST", ROOT + r"/tam-dung/{id:\d{1,9}}/mo", switch_page.turn_on, name="admin-switch-on")
    add("GET", f"{ROOT}/nhap-xuat", exchange_page.show_exchange, name="admin-exchange")
    add("POST", f"{ROOT}/nhap-xuat", exchange_page.bring_in)
    add("GET", f"{ROOT}/xuat.xlsx", exchange_page.workbook, name="admin-xlsx")
    add("GET", f"{ROOT}/xuat.yaml", exchange_page.yaml_file, name="admin-yaml")
    add("GET", ROOT + r"/lo/{id:\d{1,9}}", exchange_page.show_batch, name="admin-batch")
    add("POST", ROOT + r"/lo/{id:\d{1,9}}/duyet", exchange_page.approve_batch, name="admin-batch-approve")
    add("POST", ROOT + r"/lo/{id:\d{1,9}}/bo", exchange_page.give_up_batch, name="admin-batch-give-up")
    add("GET", f"{ROOT}/nhat-ky", changes_page.show_changes, name="admin-changes")
    _add_upkeep(add)
    _add_forms(add)


def _add_upkeep(add: Callable[..., object]) -> None:
    """What keeps the knowledge right: places, what runs out, recalls."""
    places = ROOT + r"/dia-phuong/{kind:noi-nop|muc-thu|luu-y}"
    add("GET", f"{ROOT}/dia-phuong", places_page.show_places, name="admin-places")
    add("GET", f"{ROOT}/dia-phuong.yaml", places_exchange_page.yaml_file, name="admin-places-yaml")
    add("GET", f"{ROOT}/dia-phuong.xlsx", places_exchange_page.workbook, name="admin-places-xlsx")
    add("GET", f"{ROOT}/dia-phuong/tep", places_exchange_page.show_exchange, name="admin-places-file")
    add("POST", f"{ROOT}/dia-phuong/tep", places_exchange_page.bring_in)
    batch = ROOT + r"/dia-phuong/lo/{id:\d{1,9}}"
    add("GET", batch, places_exchange_page.show_batch, name="admin-places-batch")
    add("POST", f"{batch}/duyet", places_exchange_page.approve_batch, name="admin-places-batch-approve")
    add("POST", f"{batch}/bo", places_exchange_page.give_up_batch, name="admin-places-batch-give-up")
    add("GET", f"{places}/moi", places_page.show_form, name="admin-place-form")
    add("POST", f"{places}/moi", places_page.write)
    add("POST", places + r"/{id:\d{1,9}}/duyet", places_page.approve_one, name="admin-place-approve")
    add("POST", places + r"/{id:\d{1,9}}/bo", places_page.drop_one, name="admin-place-drop")
    add("POST", places + r"/{id:\d{1,9}}/rut", places_page.withdraw_one, name="admin-place-withdraw")
    add("GET", f"{ROOT}/sap-het-han", expiring_page.show_expiring, name="admin-expiring")
    recall = ROOT + r"/thu-hoi/{id:\d{1,9}}"
    add("GET", f"{ROOT}/thu-hoi", recall_page.show_recalls, name="admin-recalls")
    add("POST", f"{ROOT}/thu-hoi", recall_page.write)
    add("GET", recall, recall_page.show_recall, name="admin-recall")
    add("POST", f"{recall}/gui", recall_page.confirm, name="admin-recall-confirm")
    add("POST", f"{recall}/bo", recall_page.discard, name="admin-recall-discard")


def _add_forms(add: Callable[..., object]) -> None:
    """Official forms."""
    form = ROOT + r"/bieu-mau/{id:\d{1,9}}"
    add("GET", f"{ROOT}/bieu-mau", forms_page.show_forms, name="admin-forms")
    add("GET", f"{ROOT}/bieu-mau/moi", forms_page.show_new, name="admin-form-new")
    add("POST", f"{ROOT}/bieu-mau/moi", forms_page.write)
    add("GET", f"{form}/tep", forms_page.read_file, name="admin-form-file")
    add("POST", f"{form}/duyet", forms_page.approve_one, name="admin-form-approve")
    add("POST", f"{form}/bo", forms_page.drop_one, name="admin-form-drop")
    add("POST", f"{form}/rut", forms_page.withdraw_one, name="admin-form-withdraw")
