# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, tagged

from .test_cockpit_tour import CockpitTourCommon

CODE = """
const plane = odoo.loader.modules.get("@store_group/map/map_plane");
const wrong = [];
const check = (name, found, expected) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) {
        wrong.push(`${name}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
    }
};
const size = { width: 800, height: 600 };
const place = (id, latitude, longitude, value = 1) =>
    ({ id, latitude, longitude, value, ordered: value, before: 2, target: id % 2 ? 4 : 0 });

// all places are in view, as large as they can be, and a degree of longitude is shorter in the north
const far = [place(1, 30, 100), place(2, 60, 120)];
const view = plane.fit(far, size);
check("shrink", view.shrink.toFixed(4), Math.cos(Math.PI / 4).toFixed(4));
check("in view", far.every((one) => {
    const { x, y } = plane.project(view, size, one);
    return x >= 59 && x <= 741 && y >= 79 && y <= 521;
}), true);
check("fills", plane.project(view, size, far[0]).y.toFixed(3), "520.000");

// what is below the pointer stays there
const corner = { latitude: 35, longitude: 103 };
const before = plane.project(view, size, corner);
const after = plane.project(plane.zoomed(view, size, 3, before.x, before.y), size, corner);
check("zoom", [after.x.toFixed(6), after.y.toFixed(6)], [before.x.toFixed(6), before.y.toFixed(6)]);
const pulled = plane.project(plane.moved(view, 7, -5), size, corner);
check("pull", [(pulled.x - before.x).toFixed(6), (pulled.y - before.y).toFixed(6)], ["7.000000", "-5.000000"]);

// the area is the value
check("area", (plane.radius(100, 100) / plane.radius(25, 100)).toFixed(6), "2.000000");
check("nothing", [plane.radius(0, 0), plane.radius(-5, 9)], [plane.MIN_RADIUS, plane.MIN_RADIUS]);

// no circle touches another, and nothing is lost
let seed = 7;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const many = Array.from({ length: 300 }, (_, id) =>
    place(id + 1, 20 + 25 * random(), 80 + 45 * random(), Math.round(1000 * random()) - 100));
const wide = plane.fit(many, size);
const marks = plane.marks(many, wide, size);
check("clusters", marks.length > 1 && marks.length < 300, true);
check("stores", marks.flatMap((mark) => mark.stores.map((store) => store.id)).sort((a, b) => a - b),
    many.map((store) => store.id));
check("sum", marks.reduce((sum, mark) => sum + mark.value, 0), plane.sum(many, "value"));
check("apart", marks.every((one, place) => marks.every((other, at) => at <= place
    || Math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius)), true);
check("opened", plane.marks(many, { ...wide, scale: 1e5 }, size).length, 300);
check("one place", plane.marks([place(1, 5, 5), place(2, 5, 5)], wide, size).length, 1);

// texts do not stand on each other
const texts = plane.labelled(marks, () => "A name");
check("texts", texts.length === marks.length && texts.some(Boolean) && texts.some((text) => !text), true);

// lines are at least 80 pixels from each other, the bar is a round length that fits
const lines = plane.grid(wide, size).longitudes;
check("grid", lines.length > 1 && lines.every((line, place) => !place || line.x - lines[place - 1].x >= 79.9), true);
const round = plane.grid({ latitude: 0, longitude: 0, shrink: 1, scale: 100 }, size).latitudes;
check("names", round.map((line) => [line.text, line.y]), [["3°S", 600], ["2°S", 500], ["1°S", 400], ["0°", 300], ["1°N", 200],
    ["2°N", 100], ["3°N", 0]]);
for (const scale of [1, 37, 900, 25000, 400000]) {
    const bar = plane.scaleBar({ ...wide, scale });
    check(`bar ${scale}`, bar.width > 40 && bar.width <= 120.001 && /^[125]0* (km|m)$/.test(bar.text), true);
}

// colours: of a cluster only stores with a target count
check("reached", plane.reached([place(1, 0, 1, 3), place(2, 0, 1, 50)]), 0.75);
check("no target", plane.reached([place(2, 0, 1, 50)]), false);
check("changed", plane.changed([place(1, 0, 1, 3), place(2, 0, 1, 3)]), 0.5);
check("tones", [false, 0.5, 0.8, 1, 1.2].map((part) => plane.tone(part, 1)), ["none", "low", "below", "above", "high"]);
check("tones of change", [-0.3, -0.2, 0, 0.2].map((part) => plane.tone(part, 0)), ["low", "below", "above", "high"]);

if (wrong.length) console.error(wrong.join("; "));
else console.log("test successful");
"""


@tagged('post_install', '-at_install')
class TestReportingMapTour(CockpitTourCommon, HttpCase):
    """The map on a desktop and on a phone, and the arithmetic of its plane."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store_1.write({'latitude': 30.2487, 'longitude': 120.1551})
        cls.store_2.write({'latitude': 30.2489, 'longitude': 120.1553})  # around the corner
        cls.env.flush_all()

    def test_the_arithmetic_of_the_plane(self):
        self.browser_js(
            '/odoo/store-map',
            CODE,
            login='cockpit_group_manager',
            ready="odoo.isReady === true && !!document.querySelector('.o_store_map_mark')",
        )

    def test_a_tour_through_the_map(self):
        self.start_tour('/odoo/store-map', 'store_map', login='cockpit_group_manager', timeout=180)

    def test_the_map_on_a_phone(self):
        self.browser_size, self.touch_enabled = '390x844', True
        self.start_tour('/odoo/store-map', 'store_map_phone', login='cockpit_group_manager', timeout=180)

    def test_a_manager_without_any_place(self):
        self.store_1.write({'latitude': 0, 'longitude': 0})
        self.env.flush_all()
        self.start_tour('/odoo/store-map', 'store_map_empty', login='cockpit_store_manager', timeout=180)
