// Part of store_group. License LGPL-3.
import { Component, markRaw, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";

import { formatChange, openFigure } from "../cockpit/cockpit";
import { formatCompactMoney } from "../store_money/store_money";
import { changed, fit, grid, labelled, marks, moved, reached, scaleBar, sum, tone, zoomed } from "./map_plane";

const STILL = 4; // pixels a click may move

/** The stores at their coordinates: circles on a plane of degrees, without a map service. */
export class StoreMap extends Component {
    static template = "store_group.StoreMap";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.plane = useRef("plane");
        this.pointers = new Map();
        const left = this.props.state || {};
        this.state = useState({
            busy: false,
            asked: { period: "month", group_id: false, ...left.asked },
            by: left.by || "",
            figures: null,
            view: left.view || null,
            size: { width: 0, height: 0 },
            card: null, // {key, stores, isPinned}
        });
        useSetupAction({
            getLocalState: () => ({ asked: { ...this.state.asked }, by: this.state.by, view: this.state.view }),
        });
        onWillStart(() => this.load());
        const observer = new ResizeObserver(() => this.measure());
        onMounted(() => {
            observer.observe(this.plane.el);
            this.measure();
        });
        onWillUnmount(() => observer.disconnect());
    }

    async load(asked = {}) {
        Object.assign(this.state.asked, asked);
        this.state.busy = true;
        try {
            this.state.figures = markRaw(await this.orm.call("store.map", "figures", [], { ...this.state.asked }));
        } finally {
            this.state.busy = false;
        }
        if ("group_id" in asked) {
            this.state.card = null;
            this.fitAll();
        } else if (this.state.card) {
            this.refreshCard(); // opened while the figures were on their way
        }
    }

    /** The card with the new figures of its stores. */
    refreshCard() {
        const ids = this.state.card.stores.map((store) => store.id);
        const stores = this.placed.filter((store) => ids.includes(store.id));
        this.state.card = stores.length === ids.length ? { ...this.state.card, stores } : null;
    }

    measure() {
        const { clientWidth: width, clientHeight: height } = this.plane.el;
        Object.assign(this.state.size, { width, height });
        if (!this.state.view) {
            this.fitAll();
        }
    }

    // === WHAT IS SHOWN ===

    get figures() {
        return this.state.figures;
    }

    get placed() {
        return this.figures.stores.filter((store) => store.has_place);
    }

    get missing() {
        return this.figures.stores
            .filter((store) => !store.has_place)
            .sort((one, other) => other.value - one.value || one.name.localeCompare(other.name));
    }

    get by() {
        return this.figures.has_targets ? this.state.by || "target" : "before";
    }

    get drawing() {
        const { view, size } = this.state;
        if (!view || !size.width) {
            return { marks: [], latitudes: [], longitudes: [], bar: false };
        }
        const inView = marks(this.placed, view, size).filter(
            ({ x, y, radius }) => x > -radius && y > -radius && x < size.width + radius && y < size.height + radius
        );
        const texts = labelled(inView, (mark) => (mark.stores[1] ? this.short(mark.value) : mark.stores[0].name));
        const drawn = inView.map((mark, index) => ({
            ...mark,
            text: texts[index],
            tone: this.tone(mark.stores),
            title: `${this.title(mark.stores)}: ${this.short(mark.value)}`,
        }));
        return { ...grid(view, size), marks: drawn, bar: scaleBar(view) };
    }

    get legend() {
        const target = this.by === "target";
        const texts = target
            ? [_t("below 80 %"), _t("80 to 100 %"), _t("100 to 120 %"), _t("from 120 %"), _t("no target")]
            : [
                  _t("less by over 20 %"),
                  _t("less by up to 20 %"),
                  _t("more by up to 20 %"),
                  _t("more by at least 20 %"),
                  _t("nothing to compare with"),
              ];
        return ["low", "below", "above", "high", "none"].map((name, index) => [name, texts[index]]);
    }

    get sums() {
        const { figures, placed, missing } = this;
        return [
            { key: "placed", label: _t("On the map"), count: placed.length, value: sum(placed, "value") },
            { key: "missing", label: _t("Not on the map"), count: missing.length, value: sum(missing, "value") },
            { key: "headquarters", label: _t("No store"), count: "", value: figures.headquarters },
        ].filter((row) => row.key !== "headquarters" || row.value);
    }

    tone(stores) {
        return this.by === "target" ? tone(reached(stores), 1) : tone(changed(stores), 0);
    }

    title(stores) {
        return stores[1] ? _t("%(count)s stores", { count: stores.length }) : stores[0].name;
    }

    short(value) {
        return formatCompactMoney(value, { currencyId: this.figures.currency });
    }

    exact(value) {
        return formatMonetary(value, { currencyId: this.figures.currency });
    }

    total(stores) {
        return sum(stores, "value");
    }

    reachedText(stores) {
        const part = reached(stores);
        return part === false ? "–" : `${formatFloat(part * 100, { digits: [16, 1] })} %`;
    }

    changeText(stores) {
        const change = changed(stores);
        return change === false ? "–" : formatChange(change);
    }

    // === WHERE TO ===

    /** Open Sales by Store with exactly this figure: of one store, of no store, or the total. */
    open(name, storeId) {
        const { opens } = this.figures;
        const domain = storeId === undefined ? opens.domain : ["&", ["store_id", "=", storeId], ...opens.domain];
        return openFigure(this.action, {
            ...opens,
            name,
            domain,
            group_by: storeId === undefined ? opens.group_by : ["categ_id"],
        });
    }

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    // === MOVING ===

    fitAll() {
        if (this.placed.length && this.state.size.width) {
            this.state.view = fit(this.placed, this.state.size);
        }
    }

    zoom(factor, ev) {
        if (this.state.view) {
            const { x, y } = ev ? this.point(ev) : {};
            this.state.view = zoomed(this.state.view, this.state.size, factor, x, y);
        }
    }

    onWheel(ev) {
        this.zoom(Math.exp(-ev.deltaY * (ev.deltaMode ? 0.05 : 0.002)), ev);
    }

    point(ev) {
        const area = this.plane.el.getBoundingClientRect();
        return { x: ev.clientX - area.left, y: ev.clientY - area.top };
    }

    onPointerDown(ev) {
        this.pointers.set(ev.pointerId, this.point(ev));
        this.isTouch = ev.pointerType === "touch";
        if (this.pointers.size === 1) {
            this.pulled = 0;
        }
    }

    /** One finger moves the plane; two also zoom it. */
    onPointerMove(ev) {
        if (!ev.buttons) {
            this.pointers.delete(ev.pointerId); // let go outside
        }
        const from = this.pointers.get(ev.pointerId);
        if (!from || !this.state.view) {
            return;
        }
        const to = this.point(ev);
        this.pulled += Math.hypot(to.x - from.x, to.y - from.y);
        if (this.pulled <= STILL) {
            return;
        }
        ev.currentTarget.setPointerCapture(ev.pointerId);
        this.pointers.set(ev.pointerId, to);
        const count = this.pointers.size;
        let view = moved(this.state.view, (to.x - from.x) / count, (to.y - from.y) / count);
        const other = [...this.pointers].find(([id]) => id !== ev.pointerId)?.[1];
        if (other) {
            const factor = distance(to, other) / Math.max(distance(from, other), 1);
            view = zoomed(view, this.state.size, factor, (to.x + other.x) / 2, (to.y + other.y) / 2);
        }
        this.state.view = view;
    }

    onPointerUp(ev) {
        this.pointers.delete(ev.pointerId);
    }

    // === CIRCLES ===

    onEnter(mark, ev) {
        if (ev.pointerType !== "touch" && !this.state.card?.isPinned) {
            this.state.card = { key: mark.key, stores: mark.stores, isPinned: false };
        }
    }

    onLeave() {
        if (!this.state.card?.isPinned) {
            this.state.card = null;
        }
    }

    /** A click on a store opens its report, a touch shows its figures first; a cluster expands. */
    onMark(mark) {
        if (this.pulled > STILL) {
            return; // the end of a pull
        }
        if (mark.stores.length === 1 && !this.isTouch) {
            return this.open(mark.stores[0].name, mark.stores[0].id);
        }
        const view = fit(mark.stores, this.state.size, 0);
        if (mark.stores[1] && marks(mark.stores, view, this.state.size).length > 1) {
            this.state.view = view;
            this.state.card = null;
        } else {
            this.state.card = { key: mark.key, stores: mark.stores, isPinned: true };
        }
    }

    onKey(mark, ev) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.pulled = 0;
            this.isTouch = false;
            this.onMark(mark);
        }
    }
}

function distance(one, other) {
    return Math.hypot(one.x - other.x, one.y - other.y);
}

registry.category("actions").add("store_group.map", StoreMap);
