/** Where the steps of a programme stand on the canvas, from top to bottom. Pure: a document in, boxes and lines out.
 *
 * A list is a column of steps on one axis. Arms stand side by side under their step, which is centred over the first and
 * the last of them, and meet again at a join below the longest. Each box is as high and wide as its kind, whatever its
 * text, so that nothing has to be measured on screen. */

import { at, isMapping, type Path } from "../../draft/json";
import { armsOf, kindOf, type Line, type Place, type ProgrammeDocument, type Step } from "../document";

export type SpotKind = "start" | "step" | "arm" | "rest" | "join" | "finish";

export const SIZES: Record<SpotKind, { width: number; height: number }> = {
  start: { width: 336, height: 76 },
  step: { width: 336, height: 124 },
  arm: { width: 216, height: 52 },
  rest: { width: 216, height: 52 },
  join: { width: 12, height: 12 },
  finish: { width: 216, height: 36 },
};
/** Between a box and the next under it: the room of a (+). */
export const GAP = 56;
const BESIDE = 36;
const BEND = 10;

export type Arm = ReturnType<typeof armsOf>[number];

export interface Spot {
  id: string;
  kind: SpotKind;
  x: number;
  y: number;
  width: number;
  height: number;
  line?: Line;
  arm?: Arm;
  /** Where the (+) under it inserts; none where nothing goes on from. */
  add: Place | null;
}

export interface Way {
  from: string;
  to: string;
  /** The line as SVG writes it. */
  d: string;
}

export interface Layout {
  spots: Spot[];
  ways: Way[];
  width: number;
  height: number;
}

export const START = "^";
export const FINISH = "$";
export const joinOf = (key: string) => `${key}>>`;

interface Column {
  left: number;
  right: number;
  height: number;
}

interface StepBlock extends Column {
  step: Step;
  key: string;
  place: Place;
  arms: ArmBlock[];
  /** Whether the ways of the arms meet under it, and whether anybody goes on from it. */
  joins: boolean;
  goesOn: boolean;
}

interface ArmBlock extends Column {
  id: string;
  arm: Arm | null;
  list: ListBlock;
  /** Its axis, counted from the first arm's. */
  axis: number;
}

interface ListBlock extends Column {
  steps: StepBlock[];
  goesOn: boolean;
}

const half = (kind: SpotKind) => SIZES[kind].width / 2;
const stack = (heights: number[]) => heights.reduce((sum, each) => sum + each + GAP, 0);

function measureList(document: ProgrammeDocument, list: Path): ListBlock {
  const found = at(document, list);
  const written = Array.isArray(found) ? found : [];
  const steps = written.flatMap((step, index) => (isMapping(step) && kindOf(step) ? [measureStep(document, step, { list, index }, index === written.length - 1)] : []));
  return {
    steps,
    left: Math.max(0, ...steps.map((each) => each.left)),
    right: Math.max(0, ...steps.map((each) => each.right)),
    height: stack(steps.map((each) => each.height)),
    goesOn: steps.every((each) => each.goesOn),
  };
}

function measureStep(document: ProgrammeDocument, step: Step, place: Place, last: boolean): StepBlock {
  const key = String(step.key ?? "");
  const own = { step, key, place };
  const box = SIZES.step;
  const written = armsOf(step, [...place.list, place.index]);
  if (written.length === 0) {
    return { ...own, arms: [], joins: false, goesOn: kindOf(step) !== "end", left: half("step"), right: half("step"), height: box.height };
  }
  const arms = written.map((arm) => measureArm(arm.key, arm, measureList(document, arm.list)));
  // Those who meet no condition go on when the branch has nothing for the others: their way is drawn, too.
  if (kindOf(step) === "branch" && !written.some(({ arm }) => arm.role === "else")) {
    arms.push(measureArm(`${key}>else`, null, { steps: [], left: 0, right: 0, height: 0, goesOn: true }));
  }
  arms.forEach((arm, index) => {
    const before = arms[index - 1];
    arm.axis = before ? before.axis + before.right + BESIDE + arm.left : 0;
  });
  const [first, end] = [arms[0]!, arms[arms.length - 1]!];
  const centre = end.axis / 2;
  const goesOn = arms.some(({ list }) => list.goesOn);
  const joins = goesOn || !last;
  return {
    ...own,
    arms,
    joins,
    goesOn,
    left: Math.max(half("step"), centre + first.left),
    right: Math.max(half("step"), end.axis - centre + end.right),
    height: box.height + GAP + Math.max(...arms.map((arm) => arm.height)) + (joins ? GAP + SIZES.join.height : 0),
  };
}

function measureArm(id: string, arm: Arm | null, list: ListBlock): ArmBlock {
  return { id, arm, list, axis: 0, left: Math.max(half("arm"), list.left), right: Math.max(half("arm"), list.right), height: SIZES.arm.height + list.height };
}

/** The whole programme. Boxes come in the order they are read. */
export function layOut(document: ProgrammeDocument): Layout {
  const root = measureList(document, ["steps"]);
  const spots: Spot[] = [];
  const ways: Way[] = [];
  const byId = new Map<string, Spot>();

  const put = (id: string, kind: SpotKind, axis: number, top: number, rest: Partial<Spot> = {}): Spot => {
    const { width, height } = SIZES[kind];
    const spot: Spot = { id, kind, x: axis - width / 2, y: top, width, height, add: null, ...rest };
    spots.push(spot);
    byId.set(id, spot);
    return spot;
  };
  const connect = (from: string[], to: Spot, fan: "out" | "in") => {
    for (const each of from) ways.push({ from: each, to: to.id, d: path(byId.get(each)!, to, fan) });
  };

  const placeList = (list: ListBlock, axis: number, top: number, from: string[]): string[] => {
    let y = top;
    let open = from;
    for (const block of list.steps) {
      open = placeStep(block, axis, y, open);
      y += block.height + GAP;
    }
    return open;
  };

  const placeStep = (block: StepBlock, axis: number, top: number, from: string[]): string[] => {
    const kind = kindOf(block.step)!;
    const after: Place = { ...block.place, index: block.place.index + 1 };
    const line: Line = { line: "step", key: block.key, kind, depth: block.place.list.length, place: block.place, step: block.step };
    const spot = put(block.key, "step", axis, top, { line, add: block.arms.length > 0 || kind === "end" ? null : after });
    connect(from, spot, "in");
    if (block.arms.length === 0) return block.goesOn ? [block.key] : [];
    const first = axis - block.arms[block.arms.length - 1]!.axis / 2;
    const under = top + SIZES.step.height + GAP;
    const ends: string[] = [];
    for (const { id, arm, list, axis: aside } of block.arms) {
      const head = put(id, arm ? "arm" : "rest", first + aside, under, arm ? { arm, add: { list: arm.list, index: 0 } } : {});
      connect([block.key], head, "out");
      ends.push(...placeList(list, first + aside, under + SIZES.arm.height + GAP, [id]));
    }
    if (!block.joins) return [];
    const join = put(joinOf(block.key), "join", axis, top + block.height - SIZES.join.height, { add: after });
    connect(ends, join, "in");
    return [join.id];
  };

  const start = put(START, "start", root.left, 0, { add: { list: ["steps"], index: 0 } });
  const top = SIZES.start.height + GAP;
  const open = placeList(root, root.left, top, [start.id]);
  let height = top + root.height;
  if (open.length > 0) {
    connect(open, put(FINISH, "finish", root.left, height), "in");
    height += SIZES.finish.height;
  }
  return { spots, ways, width: root.left + Math.max(root.right, half("start")), height };
}

/** Straight down, or down, aside with round corners, and down. Ways out part near their step, ways in near where they meet. */
function path(from: Spot, to: Spot, fan: "out" | "in"): string {
  const [x1, y1] = [from.x + from.width / 2, from.y + from.height];
  const [x2, y2] = [to.x + to.width / 2, to.y];
  if (Math.abs(x1 - x2) < 1) return `M${x1} ${y1}V${y2}`;
  const aside = fan === "out" ? y1 + GAP / 2 : y2 - GAP / 4;
  const side = Math.sign(x2 - x1);
  const round = Math.min(BEND, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}V${aside - round}q0 ${round} ${side * round} ${round}H${x2 - side * round}q${side * round} 0 ${side * round} ${round}V${y2}`;
}
