/** The path strip as a list: stages in the document's order, each with the arrow that leaves it. */

import type { Arrow, Home, HomeStage } from "../api/types";

export interface Link {
  stage: HomeStage;
  arrow: Arrow | null;
}

export interface Strip {
  /** Stages of the path itself, left to right. */
  links: Link[];
  /** Stages one leaves to; they stand beside the path. */
  exits: HomeStage[];
}

/** The arrow where the path breaks; undefined while that is not known. */
export function breaking({ arrows, decisions }: Pick<Home, "arrows" | "decisions">): Arrow | undefined {
  const first = decisions?.first;
  return first ? arrows.find(({ from, to }) => from === first.from && to === first.to) : undefined;
}

export function strip({ stages, arrows }: Pick<Home, "stages" | "arrows">): Strip {
  const leaving = new Map(arrows.map((arrow) => [arrow.from, arrow]));
  return {
    links: stages
      .filter(({ exit }) => !exit)
      .map((stage, index, all) => ({
        stage,
        arrow: index < all.length - 1 ? (leaving.get(stage.key) ?? null) : null,
      })),
    exits: stages.filter(({ exit }) => exit),
  };
}
