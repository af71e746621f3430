# Part of store_group. License LGPL-3.
"""What the source says about elevation: which methods elevate, and which keys of the context core reads within their reach."""

import ast
import functools
import pathlib

import odoo.addons

from ..models.people import elevation

# Every app whose code an elevated method of ours, or of a bridge, can come to.
APPS = (
    'account',
    'analytic',
    'point_of_sale',
    'product',
    'purchase',
    'purchase_mrp',
    'purchase_product_matrix',
    'purchase_requisition',
    'purchase_requisition_stock',
    'purchase_stock',
    'sale',
    'sale_crm',
    'sale_management',
    'sale_stock',
    'stock',
    'stock_account',
)
OTHERS_CODE = {'tests', 'populate', 'migrations', 'upgrades'}

# Read by core and kept from elevated code. A new one of a new Odoo is in neither list: look what it does, then put it here
# or, where core sets it itself between two elevated methods and it names nothing of others, into `elevation`.
NEVER = frozenset(
    """
    account_default_taxes account_id account_journal_skip_alias_sync account_report_analytic_groupby account_unmerge_confirm
    accounts accrual_entry_date action_name active_domain active_id active_ids active_model active_picking_id active_test
    add_caba_vals all_move_line_ids allow_parent_move_picked_reset allow_partners_without_mail always_show_loc
    analytic_plan_id append_fields avoid_putaway_rules bom_variant_id bypass_audit bypass_delay_description
    bypass_global_horizon_days bypass_lock_check bypass_payment_method_ids_forbidden_change caba_no_transition_account
    catalog_skip_tracking categ_id chain_info_warnings chart_template_load check_document_layout child_field
    clear_sequence_mixin_cache company_id compute_all_use_raw_base_lines config_ids conversion_date country_code
    create_product_product current_attributes_price_extra date date_deadline_propagate_ids defer_account_code_checks
    delay_account_group_sync disable_abnormal_invoice_detection disable_attachment_import disable_auto_revaluation
    disable_company_pricelist_creation disable_product_documents_creation discard_logo_check display_account_trust
    display_complete display_default_code do_not_check_quant domain_cumulated_balance dont_redirect_to_payments
    dynamic_fiscal_position_id dynamic_unlink example_date exclude_sml_ids fifo_qty_already_processed force_delete
    force_move_lines force_new_tax_active force_orderpoint_recompute force_payment_move force_period_date force_price_include
    force_price_recomputation force_split_lines force_split_uom_id forced_rate_from_register_payment formatted_display_name
    from_alias from_date from_inverse_qty from_orderpoint from_package_wizard from_request_count from_settings_view
    global_horizon_days group_by group_expand has_tax hash_version hide_default_template hide_original_tax_ids
    hide_payment_journal_id hierarchical_naming ignore_exceptions ignore_missing_tags ignore_vendor_lead_time import_file
    in_sales_app include_business_fields include_draft_documents input_full_display_name inventory_report_mode is_done
    is_payment is_reminder is_statement_line is_stock_report journal_id journal_type l10n_check_fields_complete line_ids
    load_archived location locations lot_id lot_name mail_activity_automation_skip mark_rfq_as_sent mark_so_as_sent
    merge_extra model model_description move_date move_reverse_cancel move_to_match_ids move_type name_as_amount_total
    no_anti_regex no_at_date no_cash_basis no_exchange_difference no_exchange_difference_no_recursive
    no_variant_attributes_price_extra not_unlink_on_discard onboarding_creation order_cumulated_balance order_id
    orderpoint_id orders origin_po_id origins owner_id owners package_id packaging_uom_id parent_bom partner_id
    payment_backend_action picking_id picking_ids pos_config_id pos_last_server_date pos_limited_loading pos_payment
    preferred_account_ids preferred_account_type preparation preserve_state previous_product_qty pricelist procurement_values
    product_catalog_order_model product_id product_ids product_template_id product_tmpl_id product_variant
    product_variant_id products proforma proforma_invoice provider_name purchase_line_to_match_id purchase_product_template
    quantity quants_cache quick_encoding_vals raise_if_nothing_to_invoice reduced_line_sorting refund replenish_id
    res_partner_search_mode reserved_quant restricted_picking_type_code round_base sale_line_to_match_id
    sale_multi_pricelist_product_template sale_no_log_for_new_lines sale_onchange_first_call sale_show_partner_name
    sale_write_from_compute search_default_categ_id search_default_domestictax search_default_journal
    search_default_my_count search_location search_product_product search_warehouse section_id selection seller_id
    send_email send_rfq show_attribute show_dest_package show_running_balance_latest show_src_package show_total_amount
    show_variant_name single_product skip_account_deprecation_check skip_account_move_synchronization skip_activity
    skip_analytic_sync skip_computed_taxes skip_invoice_line_sync skip_is_manually_modified skip_matching_number_check
    skip_qty_available_update skip_readonly_check skip_sale_auto_invoice_send skip_sanity_check skip_uom_conversion
    sml_specific_default source_location_id split_line_id st_line_id strict studio suggest_based_on suggest_days
    suggest_domain suggest_percent target to_date tracking_disable unreserve_unpicked_only uom
    update_delivery_shipping_partner update_product_template_attribute_values use_domain use_simplified_supplier_name
    user_id view_no_maturity warehouse_id with_expiration written_after
""".split()
)


@functools.cache
def keys_core_reads():
    """Return the names of all keys the code of the apps reads from a context, as far as the source writes them out."""
    homes = [pathlib.Path(home) / app for home in odoo.addons.__path__ for app in APPS]
    return frozenset(key for home in homes if home.is_dir() for key in keys_read(home))


def unknown_keys(keys):
    """Return those of the keys nobody has decided about; defaults of new records never pass, nor do companies."""
    return {key for key in keys if not key.startswith('default_')} - elevation.PASSING - NEVER - {'allowed_company_ids'}


def keys_read(home):
    for file in home.rglob('*.py'):
        if not OTHERS_CODE & set(file.relative_to(home).parts):
            for node in ast.walk(ast.parse(file.read_text(encoding='utf-8'))):
                key = _key_of(node)
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def _key_of(node):
    """Return the node of the key this node reads from a context, or None."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {'get', 'pop'}:
        return node.args[0] if node.args and _is_context(node.func.value) else None
    if isinstance(node, ast.Subscript):
        return node.slice if _is_context(node.value) else None
    if isinstance(node, ast.Compare):
        return node.left if any(_is_context(item) for item in node.comparators) else None
    return None


def _is_context(node):
    if isinstance(node, ast.BoolOp):
        return any(_is_context(item) for item in node.values)
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, 'id', None)
    return name in {'context', '_context', 'ctx'}


def elevated_methods(home):
    """Return {'file:method'} of all that is called through `elevation.run` in the models below this folder."""
    found = set()
    for file in pathlib.Path(home).rglob('*.py'):
        if file.name == 'elevation.py' or 'tests' in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding='utf-8'))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == 'elevation.run':
                found.add(f'{file.stem}:{ast.literal_eval(node.args[2])}')
    return found
