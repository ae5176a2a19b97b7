// @ts-check
// Which labels stand in the drawing: the important ones first, and none on top of another.

const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';
const CELL = 80;

/** @typedef {{ x: number, y: number, text: string, priority: number, size: number, radius: number, faint: boolean, strong: boolean }} Wish */

/** Remembers which parts of the drawing are taken. */
class Taken {
  constructor() {
    /** @type {Map<string, number[][]>} */
    this.cells = new Map();
  }

  /** @param {number[]} box left, top, right, bottom @param {(cell: string) => void} visit */
  each(box, visit) {
    for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++) {
      for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++) visit(`${x},${y}`);
    }
  }

  /** @param {number[]} box */
  free(box) {
    let free = true;
    this.each(box, (cell) => {
      for (const b of this.cells.get(cell) || []) {
        if (b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]) free = false;
      }
    });
    return free;
  }

  /** @param {number[]} box */
  add(box) {
    this.each(box, (cell) => {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    });
  }
}

/** @type {Map<string, number>} */
const widths = new Map();

/** @param {CanvasRenderingContext2D} context @param {string} line @param {number} size */
function widthOf(context, line, size) {
  let width = widths.get(line);
  if (width === undefined) {
    context.font = `100px ${FONT}`;
    width = context.measureText(line).width / 100;
    widths.set(line, width);
  }
  return width * size;
}

/**
 * Draws labels beneath nodes and on edges. Sizes are pixels of the screen whatever the zoom; the context's units are
 * the drawing's.
 * @param {CanvasRenderingContext2D} context
 * @param {number} scale
 * @param {Wish[]} nodes
 * @param {Wish[]} edges
 * @param {number[]} frame left, top, right, bottom of what is seen, in pixels from the origin of the drawing
 * @param {{ label: string, halo: string, edgeLabel: string }} theme
 */
export function drawLabels(context, scale, nodes, edges, frame, theme) {
  const taken = new Taken(); // by labels
  const discs = new Taken(); // by nodes
  const hubs = new Taken(); // by the foremost nodes
  const foremost = Math.max(12, nodes.length / 4);
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  nodes.sort((a, b) => b.priority - a.priority);
  // Labels keep off the nodes; those of the foremost may cover a lesser node rather than be missing.
  nodes.forEach((wish, rank) => {
    const radius = wish.radius * scale * 0.8;
    const disc = [wish.x * scale - radius, wish.y * scale - radius, wish.x * scale + radius, wish.y * scale + radius];
    if (radius > 2.5) discs.add(disc);
    if (rank < foremost) hubs.add(disc);
  });
  nodes.forEach((wish, rank) => {
    const radius = wish.radius * scale;
    const x = wish.x * scale;
    const y = wish.y * scale;
    if (wish.text) {
      const lines = wish.text.split("\n");
      const width = Math.max(...lines.map((line) => widthOf(context, line, wish.size)));
      const height = lines.length * wish.size * 1.18;
      // Beneath where there is room, else above, else beside.
      const centres = [
        [x, y + radius + 3 + height / 2],
        [x, y - radius - 3 - height / 2],
        [x + radius + 5 + width / 2, y],
        [x - radius - 5 - width / 2, y],
      ];
      const boxes = centres.map(([cx, cy]) => [cx - width / 2 - 2, cy - height / 2, cx + width / 2 + 2, cy + height / 2]);
      const inside = (/** @type {number[]} */ box) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];
      let place = boxes.findIndex((box) => taken.free(box) && discs.free(box) && inside(box));
      if (place < 0 && rank < foremost) place = boxes.findIndex((box) => taken.free(box) && hubs.free(box) && inside(box));
      if (place >= 0 || wish.strong) {
        const at = Math.max(0, place);
        taken.add(boxes[at]);
        write(context, scale, lines, centres[at][0], boxes[at][1], wish, theme.label, theme.halo);
      }
    }
  });
  edges.sort((a, b) => b.priority - a.priority);
  for (const wish of edges) {
    const width = widthOf(context, wish.text, wish.size);
    const x = wish.x * scale;
    const y = wish.y * scale;
    const box = [x - width / 2 - 2, y - wish.size * 0.6, x + width / 2 + 2, y + wish.size * 0.6];
    if (wish.strong || taken.free(box)) {
      taken.add(box);
      write(context, scale, [wish.text], x, y - wish.size * 0.59, wish, theme.edgeLabel, theme.halo);
    }
  }
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context @param {number} scale @param {string[]} lines
 * @param {number} x @param {number} top @param {Wish} wish @param {string} colour @param {string} halo
 */
function write(context, scale, lines, x, top, wish, colour, halo) {
  context.globalAlpha = wish.faint ? 0.4 : 1;
  context.font = `${wish.strong ? 600 : 400} ${wish.size / scale}px ${FONT}`;
  lines.forEach((line, i) => {
    const y = (top + (i + 0.5) * wish.size * 1.18) / scale;
    context.strokeStyle = halo;
    context.lineWidth = 3.5 / scale;
    context.strokeText(line, x / scale, y);
    context.fillStyle = colour;
    context.fillText(line, x / scale, y);
  });
  context.globalAlpha = 1;
}
