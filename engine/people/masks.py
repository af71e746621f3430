# Part of store_group. License LGPL-3.
"""Fields that could reveal hidden data, sorted by hand: which are masked, which are harmless and why.

`tests/test_security_masks.py` derives all fields that depend on a masked or hidden one, and fails for a
field in neither table. Later stages and bridges add theirs in `store.mask`.
"""

CONTACTS = 'see_customer_contacts'
COST = 'see_cost'

_ADDRESS = (
    'phone',
    'phone_sanitized',
    'phone_mobile_search',
    'email',
    'email_formatted',
    'email_normalized',
    'street',
    'street2',
    'zip',
    'contact_address',
    'contact_address_inline',
    'contact_address_complete',
    'website',
    'vat',
    'partner_latitude',
    'partner_longitude',
    'peppol_endpoint',
    'peppol_eas',
)

# {capability: {model: fields}}
MASKED = {
    CONTACTS: {
        'res.partner': _ADDRESS,
        # A customer's portal account; those of internal users are exempted by `_store_unmasked`.
        'res.users': (*_ADDRESS, 'login'),
        'crm.lead': (
            'phone',
            'phone_sanitized',
            'phone_mobile_search',
            'email_from',
            'email_normalized',
            'email_domain_criterion',
            'email_cc',
            'street',
            'street2',
            'zip',
            'website',
        ),
        'mail.followers': ('email',),
        'mail.message': ('email_from', 'reply_to', 'incoming_email_to', 'incoming_email_cc', 'outgoing_email_to'),
        'mail.guest': ('email',),
        'mail.notification': ('mail_email_address', 'sms_number'),
        'calendar.attendee': ('email', 'phone', 'common_name'),
        # copies of a contact's address made by core
        'snailmail.letter': ('street', 'street2', 'zip'),
        'payment.transaction': ('partner_email', 'partner_address', 'partner_zip', 'partner_phone'),
        'portal.wizard.user': ('email',),
        'mail.template.preview': ('email_from', 'email_to', 'email_cc', 'reply_to'),
        'sale.report': ('partner_zip',),
        'payment.link.wizard': ('partner_email',),
        'sms.composer': ('recipient_single_number', 'recipient_single_number_itf', 'numbers', 'sanitized_numbers'),
    },
    COST: {
        'product.supplierinfo': ('price', 'price_discounted', 'discount'),
        # A cost-based price with its formula reveals the cost; other rules are exempted by `_store_unmasked`.
        'product.pricelist.item': (
            'price',
            'rule_tip',
            'price_discount',
            'price_markup',
            'price_surcharge',
            'price_round',
            'price_min_margin',
            'price_max_margin',
            'percent_price',
        ),
    },
}

# Fields of records everybody may read that are for people of their store only: {model: fields}. Everybody sees the name of a
# store; the rest of its form is for users who see its documents. The next number of a sequence tells how busy a place is.
ELSEWHERE = {
    'store.store': (
        'note',
        'phone',
        'area_m2',
        'opening_hours',
        'pause_reason',
        'franchise_deposit',
        'credit_limit',
        'credit_policy',
        'credit_scope',
        'return_allowance',
        'return_months',
    ),
    'ir.sequence': ('number_next', 'number_next_actual'),
    'ir.sequence.date_range': ('number_next', 'number_next_actual'),
}
# Models whose views keep the fields, for some of their records are open: one's own account or store, prices without a cost.
SHOWN = ('res.users', 'product.pricelist.item', 'store.store')
# Read blank, never refused: a list of prices holds rules of both kinds, a list of stores one's own and others'.
BLANKED = ('product.pricelist.item', 'store.store')
# What a bound user never reads: whoever has the key of a customer's page signs and declines there in their name.
KEYS = ('access_token',)

# [(reason, {model: fields, or '*' for all})]: reveal nothing.
HARMLESS = [
    (
        "an address of one of our own companies or stores, printed on every receipt",
        {'res.company': '*', 'base.document.layout': '*', 'store.store': ('latitude', 'longitude')},
    ),
    (
        "follows the country of a company",
        {
            'account.fiscal.position': '*',
            'account.journal': '*',
            'account.move.reversal': '*',
            'account.payment': '*',
            'account.payment.register': '*',
            'account.secure.entries.wizard': '*',
            'account.tax.repartition.line': '*',
            'res.config.settings': '*',
            'sale.order': ('country_code',),
            'stock.picking': ('country_code',),
            'stock.picking.type': ('country_code',),
            'account.bank.statement.line': (
                'account_fiscal_country_group_codes',
                'country_code',
                'need_cancel_request',
                'tax_country_code',
                'tax_country_id',
            ),
            'account.move': (
                'account_fiscal_country_group_codes',
                'country_code',
                'need_cancel_request',
                'tax_country_code',
                'tax_country_id',
            ),
            'product.product': ('company_currency_id',),
        },
    ),
    (
        "a name, which is not hidden; `display_name` leaves the address out where it is masked",
        {
            'res.partner': ('display_name',),
            'account.move': ('invoice_partner_display_name',),
            'account.bank.statement.line': ('invoice_partner_display_name',),
            'calendar.attendee': ('display_name',),
        },
    ),
    (
        "says that there is an address, or whether it may be written to, and not which",
        {
            'res.partner': ('is_blacklisted', 'phone_blacklisted', 'phone_sanitized_blacklisted'),
            'res.users': ('is_blacklisted', 'phone_blacklisted', 'phone_sanitized_blacklisted'),
            'crm.lead': (
                'email_state',
                'phone_state',
                'is_blacklisted',
                'partner_is_blacklisted',
                'phone_blacklisted',
                'phone_sanitized_blacklisted',
                'partner_email_update',
                'partner_phone_update',
                'show_enrich_button',
            ),
            'portal.wizard.user': ('email_state',),
        },
    ),
    (
        "names another contact or lead the reader may see anyway",
        {
            'res.partner': ('same_vat_partner_id', 'same_company_registry_partner_id'),
            'res.users': ('same_vat_partner_id', 'same_company_registry_partner_id'),
            'crm.lead': ('duplicate_lead_ids', 'duplicate_lead_count'),
        },
    ),
    (
        "a chance or a sum that weighs whether there is an address at all",
        {
            'crm.lead': (
                'automated_probability',
                'is_automated_probability',
                'probability',
                'prorated_revenue',
                'recurring_revenue_monthly_prorated',
                'recurring_revenue_prorated',
                'won_status',
                'is_rotting',
                'rotting_days',
            )
        },
    ),
    (
        "a colleague's, and colleagues are no customers",
        {
            'crm.team.member': ('email', 'phone'),
            'resource.resource': ('email', 'phone'),
            'res.users': ('outgoing_mail_server_id', 'outgoing_mail_server_type'),
        },
    ),
    (
        "counts, and tells no amount",
        {
            'stock.move': ('remaining_qty',),
            'sms.composer': ('recipient_valid_count', 'recipient_invalid_count', 'recipient_single_valid'),
        },
    ),
    (
        "an address of the system itself, of a bank, or of who supplies and sends bills",
        {
            'account.move': ('invoice_source_email',),
            'account.bank.statement.line': ('invoice_source_email',),
            'crm.team': ('alias_email',),
            'mail.alias.domain': '*',
            'mail.template': '*',
            'res.bank': '*',
            'mail.compose.message': ('email_from', 'reply_to'),
            'res.device': '*',
            'res.device.log': '*',
        },
    ),
    (
        "read by administrators only, who are never bound",
        {
            'mail.blacklist': '*',
            'mail.blacklist.remove': '*',
            'mail.gateway.allowed': '*',
            'phone.blacklist.remove': '*',
            'privacy.log': '*',
            'privacy.lookup.wizard': '*',
        },
    ),
    ("read by nobody who is bound", {'product.value': '*'}),
    (
        "serial numbers of a product follow each other in all stores: the next one is needed",
        {'product.template': ('next_serial',), 'product.product': ('next_serial',)},
    ),
    ("one's own second factor", {'auth_totp.wizard': '*'}),
    ("read by system administrators only, who are never bound", {'mail.mail': '*'}),
]


def added(masked, capability, models):
    """Return {capability: {model: fields}} with more fields of models.

    >>> added({'c': {'m': ('a',)}}, 'c', {'m': ('b',), 'n': ('d',)})
    {'c': {'m': ('a', 'b'), 'n': ('d',)}}
    """
    known = masked.get(capability, {})
    return {**masked, capability: {**known, **{model: (*known.get(model, ()), *names) for model, names in models.items()}}}


def harmless(model, name, table=None):
    """Return why a field is harmless, or an empty text.

    >>> harmless('res.company', 'email')[:10], harmless('res.partner', 'email')
    ('an address', '')
    """
    for reason, models in HARMLESS if table is None else table:
        names = models.get(model, ())
        if names == '*' or name in names:
            return reason
    return ''


def by_model(masked=None):
    """Return {model: {field: capability}} of {capability: {model: fields}}.

    >>> by_model({'see_cost': {'m': ('a', 'b')}})
    {'m': {'a': 'see_cost', 'b': 'see_cost'}}
    """
    found = {}
    for capability, models in (masked or MASKED).items():
        for model, names in models.items():
            found.setdefault(model, {}).update(dict.fromkeys(names, capability))
    return found
