// Part of store_group. License LGPL-3.

/**
 * The quantities of a grid as an editable sheet: a selection, undo, sums.
 *
 * It knows rows and columns by number only. Each change is one undo step, for any number of cells.
 * Shares, targets and pasted blocks are computed by the server.
 */
export class GridSheet {
    /**
     * @param {number} rows
     * @param {number} columns
     * @param {(row: number, column: number) => boolean} isClosed cells that take no quantity
     */
    constructor(rows, columns, isClosed) {
        this.rows = rows;
        this.columns = columns;
        this.isClosed = isClosed;
        this.values = Array.from({ length: rows }, () => new Array(columns).fill(0));
        this.done = [];
        this.undone = [];
        this.from = { row: 0, column: 0 };
        this.to = { row: 0, column: 0 };
    }

    get selection() {
        return {
            top: Math.min(this.from.row, this.to.row),
            bottom: Math.max(this.from.row, this.to.row),
            left: Math.min(this.from.column, this.to.column),
            right: Math.max(this.from.column, this.to.column),
        };
    }

    isSelected(row, column) {
        const { top, bottom, left, right } = this.selection;
        return top <= row && row <= bottom && left <= column && column <= right;
    }

    /** Go to a cell; with `extend` the selection grows to it. */
    select(row, column, extend = false) {
        this.to = {
            row: Math.max(0, Math.min(this.rows - 1, row)),
            column: Math.max(0, Math.min(this.columns - 1, column)),
        };
        if (!extend) {
            this.from = { ...this.to };
        }
    }

    move(down, right, extend = false) {
        this.select(this.to.row + down, this.to.column + right, extend);
    }

    value(row, column) {
        return this.values[row][column];
    }

    /**
     * Change cells as one step.
     *
     * @param {Array<[number, number, number]>} cells row, column, quantity; closed ones stay as they are
     */
    change(cells) {
        const step = [];
        for (const [row, column, quantity] of cells) {
            if (!this.isClosed(row, column) && this.values[row][column] !== quantity) {
                step.push([row, column, this.values[row][column], quantity]);
                this.values[row][column] = quantity;
            }
        }
        if (step.length) {
            this.done.push(step);
            this.undone = [];
        }
    }

    undo() {
        const step = this.done.pop();
        if (step) {
            for (const [row, column, before] of [...step].reverse()) {
                this.values[row][column] = before;
            }
            this.undone.push(step);
        }
    }

    redo() {
        const step = this.undone.pop();
        if (step) {
            for (const [row, column, , after] of step) {
                this.values[row][column] = after;
            }
            this.done.push(step);
        }
    }

    selectedCells() {
        const { top, bottom, left, right } = this.selection;
        const cells = [];
        for (let row = top; row <= bottom; row++) {
            for (let column = left; column <= right; column++) {
                cells.push([row, column]);
            }
        }
        return cells;
    }

    clear() {
        this.change(this.selectedCells().map(([row, column]) => [row, column, 0]));
    }

    /** Fill the first row of the selection into all its rows; a single row is filled from the row above it. */
    fillDown() {
        const { top, bottom } = this.selection;
        const source = top === bottom ? top - 1 : top;
        if (source >= 0) {
            this.change(
                this.selectedCells().map(([row, column]) => [row, column, this.values[source][column]])
            );
        }
    }

    /**
     * The selection as a block a spreadsheet understands.
     *
     * @param {(quantity: number) => string} write how a quantity is written in a cell
     */
    copy(write) {
        const { top, bottom, left, right } = this.selection;
        return this.values
            .slice(top, bottom + 1)
            .map((line) => line.slice(left, right + 1).map(write).join("\t"))
            .join("\n");
    }

    rowSum(row) {
        return this.values[row].reduce((sum, value) => sum + value, 0);
    }

    columnSum(column) {
        return this.values.reduce((sum, line) => sum + line[column], 0);
    }

    get sum() {
        return this.values.reduce((sum, _line, row) => sum + this.rowSum(row), 0);
    }
}
