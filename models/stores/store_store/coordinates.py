# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....engine.stores.place import is_on_earth


class StoreStore(models.Model):
    """The coordinates of a store, written by users who may write the store. They are stored
    on its address; 0, 0 means not entered.
    """

    _inherit = 'store.store'

    latitude = fields.Float(
        digits=(10, 7),
        compute='_compute_place',
        inverse='_inverse_place',
        compute_sudo=True,
        help="In degrees, north of the equator positive, for example 30.2460. It is kept on the store's address; a store "
        "without one gets it with its first coordinates. Maps of China that are shifted (GCJ-02, BD-09) are some hundred "
        "metres off.",
    )
    longitude = fields.Float(
        digits=(10, 7),
        compute='_compute_place',
        inverse='_inverse_place',
        compute_sudo=True,
        help="In degrees, east of Greenwich positive, for example 120.1500. Both zero: not entered.",
    )

    # === COMPUTE ===

    @api.depends('partner_id.partner_latitude', 'partner_id.partner_longitude')
    def _compute_place(self):
        for store in self:
            store.latitude = store.partner_id.partner_latitude
            store.longitude = store.partner_id.partner_longitude

    def _inverse_place(self):
        """Write the address elevated, because the user may have no right on contacts. Create it if missing."""
        for store in self:
            place = {'partner_latitude': store.latitude, 'partner_longitude': store.longitude}
            if not is_on_earth(*place.values()):
                raise ValidationError(
                    self.env._(
                        "%(latitude)s, %(longitude)s is not a valid place for %(store)s: a latitude is between -90 and 90, a "
                        "longitude between -180 and 180. Check whether the two are swapped.",
                        latitude=store.latitude,
                        longitude=store.longitude,
                        store=store.name,
                    )
                )
            mine = store.sudo()
            if mine.partner_id:
                mine.partner_id.write(place)
            elif any(place.values()):
                mine.partner_id = mine.partner_id.create(
                    {
                        'name': store.name,
                        'is_company': True,
                        'company_id': store.company_id.id,
                        'tz': store.tz,
                        'lang': mine.company_id.partner_id.lang,
                        **place,
                    }
                )
