# Part of store_group. License LGPL-3.
import io
from datetime import date, timedelta

from PIL import Image

from odoo.tests import BaseCase, tagged

from ..demo import curve, garment, world

TODAY = date(2026, 11, 30)


@tagged('post_install', '-at_install')
class TestDemoPlain(BaseCase):
    """What the demo group sells, has and looks like, decided without a database."""

    def _pieces(self, key, days, today=TODAY):
        store = next(item for item in world.STORES if item.key == key)
        return sum(
            item.quantity for day in days for _hour, _minute, basket in curve.baskets(store, day, today) for item in basket
        )

    def _days(self, year, month, first, last):
        return [date(year, month, day) for day in range(first, last + 1)]

    def test_a_day_is_the_same_whenever_it_is_asked(self):
        store = world.STORES[1]
        self.assertEqual(curve.baskets(store, TODAY, TODAY), curve.baskets(store, TODAY, TODAY))
        self.assertNotEqual(curve.baskets(store, TODAY, TODAY), curve.baskets(store, TODAY - timedelta(days=1), TODAY))

    def test_thirteen_months_end_today(self):
        past, live = curve.past_days(TODAY), curve.live_days(TODAY)
        self.assertEqual((past[0], live[-1]), (date(2025, 11, 1), TODAY))
        self.assertEqual(past + live, [past[0] + timedelta(days=number) for number in range(len(past) + len(live))])
        leap = date(2028, 2, 29)
        self.assertEqual(curve.past_days(leap)[0], date(2027, 2, 1))

    def test_double_eleven_and_618_are_of_the_web(self):
        web = next(item for item in world.STORES if item.key == 'tmall')
        for peak in (date(2026, 11, 11), date(2026, 6, 18)):
            usual = curve.expected(web, peak + timedelta(days=7), TODAY)
            self.assertGreater(curve.expected(web, peak, TODAY), 3 * usual)
        shop = next(item for item in world.STORES if item.key == 'lake')
        self.assertLess(curve.event_of(date(2026, 11, 11), False)[0], 2)
        self.assertGreater(curve.expected(shop, date(2026, 10, 3), TODAY), curve.expected(shop, date(2026, 10, 17), TODAY))

    def test_weekends_sell_more_and_a_week_adds_up(self):
        shop = next(item for item in world.STORES if item.key == 'outlet')
        week = [curve.expected(shop, date(2026, 3, 2) + timedelta(days=number), TODAY) for number in range(7)]
        self.assertGreater(min(week[5:]), max(week[:5]))
        self.assertAlmostEqual(sum(week) / 7, shop.base * curve.MONTHS[2] * (1 - curve.YEARLY * 270 / 365), delta=0.02)

    def test_coats_are_of_winter(self):
        shop = next(item for item in world.STORES if item.key == 'lake')

        def share(days):
            items = [item for day in days for _hour, _minute, basket in curve.baskets(shop, day, TODAY) for item in basket]
            return sum(item.style.category == 'coat' for item in items) / len(items)

        self.assertGreater(share(self._days(2025, 12, 1, 31)), share(self._days(2026, 6, 1, 30)) + 0.15)

    def test_some_come_back_later_and_never_tomorrow(self):
        web = next(item for item in world.STORES if item.key == 'tmall')
        back = [curve.brought_back(web, number, TODAY - timedelta(days=30), TODAY) for number in range(500)]
        self.assertTrue(0.06 < sum(day is not None for day in back) / 500 < 0.18)
        self.assertFalse([day for day in back if day and not TODAY - timedelta(days=29) < day <= TODAY])
        self.assertEqual({curve.brought_back(web, number, TODAY, TODAY) for number in range(50)}, {None})

    def test_goods_have_codes_and_barcodes_of_their_own(self):
        codes = {world.barcode(style, colour, size) for style in world.STYLES for colour in style.colours for size in world.SIZES}
        self.assertEqual(len(codes), sum(len(style.colours) for style in world.STYLES) * len(world.SIZES))
        self.assertEqual({len(code) for code in codes}, {13})
        self.assertEqual(len(world.STYLES), 12)
        self.assertEqual(len(world.STORES), 7)

    def test_pictures_are_small_and_real(self):
        for style in world.STYLES:
            content = garment.draw(style.shape, world.COLOURS[style.colours[0]][1])
            self.assertEqual(Image.open(io.BytesIO(content)).size, (garment.SIZE, garment.SIZE))
            self.assertLess(len(content), 12000)
        for store in world.STORES[:5]:
            content = garment.draw_shop(store.color, store.kind == 'online', store.kind == 'depot')
            self.assertEqual(Image.open(io.BytesIO(content)).format, 'PNG')
