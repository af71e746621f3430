// Part of store_group. License LGPL-3.
// The arithmetic of the map: degrees to pixels and back, circles, clusters, grid, scale and colours. It does not draw.
//
// A view is {latitude, longitude} of its middle, `scale`: pixels to a degree of latitude, and `shrink`: the length of a degree of
// longitude relative to it (the plane is equirectangular). A place has latitude and longitude, a size width and height.

const KM_PER_DEGREE = 111.32;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
export const MIN_RADIUS = 6;
export const MAX_RADIUS = 34;
const MIN_SCALE = 1; // the whole earth on a phone
const MAX_SCALE = 4e5; // a pixel is a foot

const between = (low, value, high) => Math.min(high, Math.max(low, value));

/**
 * The view that shows all places.
 *
 * @param {{latitude: number, longitude: number}[]} places
 * @param {{width: number, height: number}} size
 * @param {number} [least] degrees that are shown in any case, around a place that stands alone
 */
export function fit(places, size, least = 0.05) {
    const latitudes = places.map((place) => place.latitude);
    const longitudes = places.map((place) => place.longitude);
    const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
    const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
    const latitude = (south + north) / 2;
    const shrink = Math.max(Math.cos((latitude * Math.PI) / 180), 0.05);
    const [width, height] = [Math.max(size.width - 120, 60), Math.max(size.height - 160, 60)]; // room for circles and texts
    const scale = Math.min(
        width / Math.max((east - west) * shrink, least),
        height / Math.max(north - south, least)
    );
    return { latitude, longitude: (west + east) / 2, shrink, scale: between(MIN_SCALE, scale, MAX_SCALE) };
}

export function project(view, size, place) {
    return {
        x: size.width / 2 + (place.longitude - view.longitude) * view.shrink * view.scale,
        y: size.height / 2 - (place.latitude - view.latitude) * view.scale,
    };
}

/** The view after dragging it by some pixels. */
export function moved(view, dx, dy) {
    return {
        ...view,
        latitude: between(-90, view.latitude + dy / view.scale, 90),
        longitude: between(-180, view.longitude - dx / (view.scale * view.shrink), 180),
    };
}

/** The view `factor` times as large; the point x, y of the screen stays where it is. */
export function zoomed(view, size, factor, x = size.width / 2, y = size.height / 2) {
    const scale = between(MIN_SCALE, view.scale * factor, MAX_SCALE);
    const [right, down] = [x - size.width / 2, y - size.height / 2];
    const rest = scale / view.scale - 1;
    return moved({ ...view, scale }, -right * rest, -down * rest);
}

/** The radius of a circle whose area is the value, with a visible minimum. */
export function radius(value, largest) {
    const part = largest > 0 ? Math.max(value, 0) / largest : 0;
    return between(MIN_RADIUS, MAX_RADIUS * Math.sqrt(part), MAX_RADIUS * 1.5);
}

/**
 * The circles of the map: a store, or several that would overlap, with their sum.
 *
 * @returns {{key: string, x: number, y: number, radius: number, stores: Object[], value: number}[]} none touches another
 */
export function marks(stores, view, size) {
    const largest = Math.max(0, ...stores.map((store) => store.value));
    let found = stores
        .map((store) => ({ ...project(view, size, store), value: store.value, stores: [store] }))
        .sort((one, other) => other.value - one.value || one.stores[0].id - other.stores[0].id);
    for (let before = found.length + 1; found.length < before; ) {
        before = found.length;
        found = found.reduce((kept, mark) => {
            mark.radius = radius(mark.value, largest);
            const near = kept.find(
                (other) => Math.hypot(other.x - mark.x, other.y - mark.y) < other.radius + mark.radius
            );
            if (near) {
                join(near, mark, largest);
            } else {
                kept.push(mark);
            }
            return kept;
        }, []);
    }
    return found.map((mark) => ({ ...mark, key: mark.stores.map((store) => store.id).join("-") }));
}

function join(mark, other, largest) {
    const [mine, theirs] = [mark.stores.length, other.stores.length];
    mark.x = (mark.x * mine + other.x * theirs) / (mine + theirs);
    mark.y = (mark.y * mine + other.y * theirs) / (mine + theirs);
    mark.stores = [...mark.stores, ...other.stores];
    mark.value += other.value;
    mark.radius = radius(mark.value, largest);
}

/** The texts below the circles that have room, those of the largest first. */
export function labelled(found, textOf) {
    const boxes = found.map((mark) => box(mark.x, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius));
    return found.map((mark, index) => {
        const text = textOf(mark);
        const width = [...text].reduce((sum, sign) => sum + (sign > "\u00ff" ? 12 : 6.6), 0);
        const own = box(mark.x, mark.y + mark.radius + 1, width, 14);
        if (boxes.some((other, place) => place !== index && overlap(own, other))) {
            return "";
        }
        boxes.push(own);
        return text;
    });
}

function box(middle, top, width, height) {
    return { left: middle - width / 2, right: middle + width / 2, top, bottom: top + height };
}

function overlap(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** The lines of latitude and longitude in view, at least 80 pixels from each other. */
export function grid(view, size) {
    const step = STEPS.find((one) => one * view.scale * view.shrink >= 80) || 30;
    const digits = Math.max(0, -Math.floor(Math.log10(step)));
    const [high, wide] = [size.height / 2 / view.scale, size.width / 2 / view.scale / view.shrink];
    const lines = (low, top, most, names) => {
        const found = [];
        for (let count = Math.ceil(Math.max(low, -most) / step); count * step <= Math.min(top, most); count++) {
            const degrees = Number((count * step).toFixed(digits));
            const name = degrees ? names[degrees > 0 ? 0 : 1] : "";
            found.push({ degrees, text: `${Math.abs(degrees).toFixed(digits)}°${name}` });
        }
        return found;
    };
    const { latitude, longitude } = view;
    return {
        latitudes: lines(latitude - high, latitude + high, 90, "NS").map((line) => ({
            ...line,
            y: project(view, size, { latitude: line.degrees, longitude }).y,
        })),
        longitudes: lines(longitude - wide, longitude + wide, 180, "EW").map((line) => ({
            ...line,
            x: project(view, size, { latitude, longitude: line.degrees }).x,
        })),
    };
}

/** A round length of at most so many pixels. */
export function scaleBar(view, most = 120) {
    const km = (most / view.scale) * KM_PER_DEGREE;
    const unit = 10 ** Math.floor(Math.log10(km));
    const length = unit * [5, 2, 1].find((factor) => factor * unit <= km * (1 + 1e-9));
    const text = length < 1 ? `${Math.round(length * 1000)} m` : `${Math.round(length)} km`;
    return { width: (length / KM_PER_DEGREE) * view.scale, text };
}

/** The share of the targets some stores reached, or their change against before; false without one. */
export function reached(stores) {
    const aimed = stores.filter((store) => store.target);
    const target = sum(aimed, "target");
    return target ? sum(aimed, "ordered") / target : false;
}

export function changed(stores) {
    const before = sum(stores, "before");
    return before ? (sum(stores, "ordered") - before) / Math.abs(before) : false;
}

export function sum(stores, name) {
    return stores.reduce((total, store) => total + store[name], 0);
}

/** The colour step of a share: orange below the middle, blue from it on, none without a share. */
export function tone(part, middle) {
    if (part === false) {
        return "none";
    }
    const names = ["low", "below", "above", "high"];
    return names[[middle - 0.2, middle, middle + 0.2].filter((limit) => part >= limit - 1e-9).length];
}
