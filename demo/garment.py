# Part of store_group. License LGPL-3.
"""Pictures of the goods and shops, drawn: a few hundred bytes of code instead of megabytes of photographs."""

import base64
import io

from PIL import Image, ImageDraw

SIZE = 320
SMOOTH = 3  # drawn so many times larger, then reduced
PAPER = '#f6f3ee'

# Outlines on a square of 100, the left half; the right half mirrors it. Later shapes are drawn over earlier ones.
BODIES = {
    'tee': [[(50, 20), (42, 18), (34, 20), (12, 34), (20, 50), (31, 44), (31, 84), (50, 84)]],
    'shirt': [[(50, 22), (43, 15), (34, 19), (16, 36), (12, 74), (22, 76), (29, 50), (29, 86), (50, 86)]],
    'cardigan': [[(50, 40), (41, 16), (33, 19), (16, 36), (11, 78), (21, 80), (29, 52), (28, 88), (49, 88)]],
    'sweater': [[(50, 11), (42, 11), (42, 19), (31, 22), (14, 38), (11, 78), (22, 80), (29, 54), (28, 86), (50, 86)]],
    'coat': [[(50, 34), (42, 12), (33, 15), (19, 28), (12, 72), (21, 74), (29, 46), (24, 94), (50, 94)]],
    'trench': [[(50, 32), (42, 12), (33, 15), (18, 29), (13, 70), (22, 72), (31, 50), (22, 92), (50, 92)]],
    'down': [[(50, 13), (41, 12), (40, 19), (30, 21), (14, 36), (10, 74), (23, 77), (28, 52), (28, 82), (50, 82)]],
    'dress': [[(50, 26), (43, 13), (38, 14), (38, 24), (33, 32), (38, 48), (22, 92), (50, 92)]],
    'skirt': [[(50, 20), (34, 20), (34, 27), (18, 86), (50, 86)]],
    'trousers': [[(50, 12), (34, 12), (32, 40), (28, 94), (43, 94), (50, 36)]],
}
BODIES['dress_dots'] = BODIES['dress']


def draw(shape, colour):
    """Return a PNG (bytes) of a garment in a colour like '#aabbcc'."""
    picture = Image.new('RGB', (SIZE * SMOOTH, SIZE * SMOOTH), PAPER)
    pen = ImageDraw.Draw(picture)
    unit = SIZE * SMOOTH / 100
    line, shade = mixed(colour, '#000000', 0.35), mixed(colour, '#000000', 0.12)
    pen.ellipse(_scaled([(24, 91), (76, 97)], unit), fill=mixed(PAPER, '#000000', 0.07))
    for half in BODIES[shape]:
        outline = [*half, *((100 - x, y) for x, y in reversed(half))]
        points = _scaled(outline, unit)
        pen.polygon(points, fill=colour)
        pen.line([*points, points[0]], fill=line, width=round(unit * 0.9), joint='curve')
    _details(pen, shape, unit, line, shade, mixed(colour, '#ffffff', 0.55))
    return _png(picture)


def draw_shop(colour, online=False, depot=False):
    """Return a PNG (bytes) of a shop with an awning, a screen or a hall."""
    picture = Image.new('RGB', (SIZE * SMOOTH, SIZE * SMOOTH), PAPER)
    pen = ImageDraw.Draw(picture)
    unit = SIZE * SMOOTH / 100
    dark, light = mixed(colour, '#000000', 0.3), mixed(colour, '#ffffff', 0.75)

    def box(x, y, right, bottom, fill):
        pen.rectangle(_scaled([(x, y), (right, bottom)], unit), fill=fill)

    if depot:
        pen.polygon(_scaled([(10, 42), (50, 18), (90, 42), (90, 86), (10, 86)], unit), fill=colour)
        box(24, 52, 76, 86, light)
        for y in (58, 66, 74):
            box(24, y, 76, y + 1, dark)
    elif online:
        box(12, 20, 88, 70, dark)
        box(16, 24, 84, 66, light)
        box(44, 70, 56, 80, dark)
        box(32, 80, 68, 84, dark)
        pen.polygon(_scaled([(40, 40), (60, 40), (64, 58), (36, 58)], unit), fill=colour)
        pen.arc(_scaled([(44, 32), (56, 48)], unit), 180, 360, fill=colour, width=round(unit * 1.5))
    else:
        box(14, 34, 86, 86, light)
        for number in range(6):
            x = 10 + number * 80 / 6
            fill = colour if number % 2 == 0 else '#ffffff'
            pen.polygon(_scaled([(x + 2, 20), (x + 11.3, 20), (x + 13.3, 40), (x, 40)], unit), fill=fill)
            pen.pieslice(_scaled([(x, 35), (x + 13.3, 46)], unit), 0, 180, fill=fill)
        box(22, 52, 52, 80, mixed(colour, '#ffffff', 0.4))
        box(60, 50, 78, 86, dark)
    return _png(picture)


def mixed(colour, other, share):
    """One colour with a share of another, as '#rrggbb'.

    >>> mixed('#000000', '#ffffff', 0.5)
    '#808080'
    """
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return '#' + ''.join(f'{round(one + (two - one) * share):02x}' for one, two in pairs)


def _parts(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _details(pen, shape, unit, line, shade, light):
    def stroke(*points, fill=line, width=0.8):
        pen.line(_scaled(points, unit), fill=fill, width=round(unit * width), joint='curve')

    def dot(x, y, radius=1.1, fill=light):
        pen.ellipse(_scaled([(x - radius, y - radius), (x + radius, y + radius)], unit), fill=fill)

    if shape == 'tee':
        pen.chord(_scaled([(41, 12), (59, 27)], unit), 10, 170, fill=shade)
    if shape in ('shirt', 'coat', 'trench', 'cardigan', 'down'):
        bottom = {'shirt': 86, 'coat': 94, 'trench': 92, 'cardigan': 88, 'down': 82}[shape]
        stroke((50, 24), (50, bottom))
        for y in range(36, bottom - 4, 12):
            dot(54, y)
    if shape in ('shirt', 'coat', 'trench'):
        pen.polygon(_scaled([(43, 15), (50, 26), (45, 36), (36, 20)], unit), fill=shade)
        pen.polygon(_scaled([(57, 15), (50, 26), (55, 36), (64, 20)], unit), fill=shade)
    if shape == 'trench':
        pen.polygon(_scaled([(30, 50), (70, 50), (71, 55), (29, 55)], unit), fill=shade)
    if shape == 'down':
        for y in (32, 44, 56, 68):
            stroke((29, y), (71, y), fill=shade, width=1.2)
    if shape == 'sweater':
        for x in (38, 44, 56, 62):
            stroke((x, 26), (x, 84), fill=shade)
        stroke((28, 80), (72, 80), fill=shade, width=1.4)
    if shape == 'skirt':
        for top, bottom in ((38, 26), (43, 36), (50, 50), (57, 64), (62, 74)):
            stroke((top, 28), (bottom, 85), fill=shade)
        stroke((34, 27), (66, 27))
    if shape == 'trousers':
        stroke((34, 17), (66, 17))
        stroke((50, 17), (50, 36))
    if shape in ('dress', 'dress_dots'):
        stroke((38, 48), (62, 48), width=1.4)
    if shape == 'dress_dots':
        for x, y in (
            (45, 36),
            (55, 40),
            (44, 58),
            (54, 56),
            (36, 70),
            (48, 70),
            (61, 70),
            (34, 84),
            (46, 82),
            (57, 84),
            (67, 82),
        ):
            dot(x, y, 1.7)


def _scaled(points, unit):
    return [(x * unit, y * unit) for x, y in points]


def _png(picture):
    small = picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).quantize(48)
    content = io.BytesIO()
    small.save(content, 'PNG', optimize=True)
    return content.getvalue()


def as_field(content):
    """A picture as a field of Odoo takes it."""
    return base64.b64encode(content)
