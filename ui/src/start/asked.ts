/** What a question of the wizard is given, and how it reads the document. */

import { isMapping, type Json, type Mapping } from "../draft/json";
import type { Tongue } from "../draft/localText";
import type { JourneyDocument, JourneyDraft } from "../journey/useJourneyDraft";

export interface Asked {
  draft: JourneyDraft;
  document: JourneyDocument;
  tongue: Tongue;
  home: Tongue;
}

const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** The stages as they stand, each with its place in the document. */
export const stagesOf = (document: Mapping): Mapping[] => list(document.stages).filter(isMapping);

/** The stages that lead on: an exit is left, not passed. */
export const onward = (stages: Mapping[]): Mapping[] => stages.filter(({ axis, key }) => (axis ?? key) !== "left");

/** Of goal, actions and places of the stages: how many hold something. */
export function slots(stages: Mapping[]): { filled: number; all: number } {
  const held = stages.flatMap((stage) => ["goal", "actions", "places"].map((slot) => has(stage[slot])));
  return { filled: held.filter(Boolean).length, all: held.length };
}

export const has = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/** The topics told on a stage, each with its place in the document. */
export function topicsOf(document: Mapping, stage: string): { topic: Mapping; place: number }[] {
  return list(document.topics)
    .map((topic, place) => ({ topic, place }))
    .filter((each): each is { topic: Mapping; place: number } => isMapping(each.topic) && list(each.topic.stages).includes(stage));
}

/** The topics when the one at `place` is named anew for one stage: told on others too, it stays theirs as it was, and the stage gets its own. */
export function ownTopic(topics: Json[], place: number, stage: string, key: string, name: Json): Json[] {
  const topic = topics[place];
  if (!isMapping(topic)) return topics;
  const others = list(topic.stages).filter((each) => each !== stage);
  if (others.length === 0) return topics.with(place, { ...topic, name });
  return topics.toSpliced(place, 1, { key, name, stages: [stage] }, { ...topic, stages: others });
}

/** Whether each stage that leads on has a topic: only then it is time for formats and channels. */
export const everyStageHasTopic = (document: Mapping): boolean =>
  onward(stagesOf(document)).every(({ key }) => topicsOf(document, String(key)).length > 0);
