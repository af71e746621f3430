// Part of store_group. License LGPL-3.
import { Component, onMounted, onWillUnmount, onWillUpdateProps, useRef } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { formatCompactMoney } from "../store_money/store_money";

const BESIDE = ["#6c757d", "#f28e2b", "#59a14f"]; // what it is compared with, on light and dark

/** One chart of the cockpit, drawn by Odoo's own Chart.js. A click on a point opens its records. */
export class CockpitChart extends Component {
    static template = "store_group.CockpitChart";
    static props = {
        labels: Array,
        series: Array, // of {label, values}; the first is what is shown, the others what it is compared with
        target: { type: Array, optional: true },
        targetLabel: { type: String, optional: true },
        marks: { type: Object, optional: true }, // {peak, trough}: places in the first series
        currencyId: { type: [Number, Boolean], optional: true },
        isLegend: { type: Boolean, optional: true },
        onPoint: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => this.draw(this.props));
        onWillUpdateProps((props) => this.draw(props));
        onWillUnmount(() => this.chart?.destroy());
    }

    draw(props) {
        this.chart?.destroy();
        this.chart = new Chart(this.canvas.el, this.config(props));
    }

    config(props) {
        const scheme = cookie.get("color_scheme");
        const lines = props.series.slice(1).map((item, index) => ({
            type: "line",
            label: item.label,
            data: [...item.values],
            borderColor: BESIDE[index % BESIDE.length],
            backgroundColor: BESIDE[index % BESIDE.length],
            borderWidth: 2,
            borderDash: index ? [2, 3] : [],
            pointRadius: 0,
            cubicInterpolationMode: "monotone", // no curve below zero that nobody sold
        }));
        if (props.target?.length) {
            lines.push({
                type: "line",
                label: props.targetLabel,
                data: [...props.target],
                borderColor: "#dc3545",
                backgroundColor: "#dc3545",
                borderWidth: 2,
                borderDash: [6, 4],
                pointRadius: 0,
            });
        }
        return {
            data: {
                labels: [...props.labels],
                datasets: [
                    ...lines,
                    {
                        type: "bar",
                        label: props.series[0].label,
                        data: [...props.series[0].values],
                        backgroundColor: this.barColors(props, getColor(1, scheme, "lg")),
                    },
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "index", intersect: false },
                onClick: (_ev, points) => points.length && props.onPoint(points[0].index),
                plugins: {
                    legend: { display: Boolean(props.isLegend), position: "bottom", labels: { boxWidth: 12 } },
                    tooltip: {
                        callbacks: { label: (item) => `${item.dataset.label}: ${this.money(item.raw)}` },
                    },
                },
                scales: {
                    x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 8 } },
                    y: { beginAtZero: true, ticks: { maxTicksLimit: 5, callback: (value) => this.money(value) } },
                },
            },
        };
    }

    /** The peak stands out in green, the trough in amber. */
    barColors(props, color) {
        return props.series[0].values.map((_value, index) =>
            index === props.marks?.peak ? "#28a745" : index === props.marks?.trough ? "#f0ad4e" : color
        );
    }

    money(value) {
        return formatCompactMoney(value, { currencyId: this.props.currencyId });
    }
}
