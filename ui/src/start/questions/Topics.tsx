import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../app/words";
import { freshKey, isMapping, type Json, type Mapping } from "../../draft/json";
import { spoken, written } from "../../draft/localText";
import type { LocalText } from "../../format/text";
import { everyStageHasTopic, onward, ownTopic, stagesOf, topicsOf, type Asked } from "../asked";
import { PerStage } from "./PerStage";

const FORMATS = ["guide", "article", "video", "case", "webinar", "newsletter", "page"] as const;

/** A topic for each stage; formats and channels come only when each has one, or the reader asks for them. */
export function Topics({ draft, document, tongue, home }: Asked) {
  const { t, text } = useWords();
  const [skipped, setSkipped] = useState(false);
  const ready = everyStageHasTopic(document);
  const topics = Array.isArray(document.topics) ? document.topics : [];
  const channels = (Array.isArray(document.channels) ? document.channels : []).filter(isMapping);
  const name = (stage: Mapping, place: number | null, value: string) => {
    const taken = topics.filter(isMapping).map((topic) => String(topic.key));
    const key = freshKey(taken, `topic-${String(stage.key)}`);
    const mine = place !== null && (topics[place] as Mapping).stages;
    const kept = Array.isArray(mine) && mine.length === 1 ? (topics[place as number] as Mapping).name : undefined;
    const said = spoken(kept, tongue, home, value) ?? "";
    if (place !== null) return draft.set(["topics"], ownTopic(topics, place, String(stage.key), key, said), `topic.${String(stage.key)}`);
    return draft.set(["topics"], [...topics, { key, name: said, stages: [stage.key as Json] }]);
  };
  const piece = (place: number, field: "format" | "channel", value: string | null) => {
    const topic = topics[place] as Mapping;
    const pieces = Array.isArray(topic.pieces) ? topic.pieces : [];
    const first = isMapping(pieces[0]) ? pieces[0] : { key: `${String(topic.key)}-1`, name: topic.name as Json };
    const next: Mapping = { ...first, [field]: value };
    if (value === null) delete next[field];
    draft.set(["topics", place, "pieces"], [next, ...pieces.slice(1)]);
  };
  return (
    <>
      <PerStage document={document} stages={onward(stagesOf(document))}>
        {(stage, _, stageName) => {
          const found = topicsOf(document, String(stage.key))[0];
          const pieces = found && Array.isArray(found.topic.pieces) ? found.topic.pieces : [];
          const first = isMapping(pieces[0]) ? pieces[0] : {};
          return (
            <>
              <TextInput label={t("wizardField.topic")} dir="auto" value={found ? written(found.topic.name, tongue, home) : ""} onChange={(event) => name(stage, found?.place ?? null, event.currentTarget.value)} />
              {found && (ready || skipped) && (
                <div className="wizard-pair">
                  <Select label={t("wizardField.format")} aria-label={`${t("wizardField.format")}: ${stageName}`} clearable data={FORMATS.map((value) => ({ value, label: t(`wizardFormat.${value}`) }))} value={typeof first.format === "string" ? first.format : null} onChange={(value) => piece(found.place, "format", value)} />
                  <Select label={t("wizardField.channel")} aria-label={`${t("wizardField.channel")}: ${stageName}`} clearable data={channels.map((channel) => ({ value: String(channel.key), label: text((channel.name ?? channel.key) as LocalText) }))} value={typeof first.channel === "string" ? first.channel : null} onChange={(value) => piece(found.place, "channel", value)} />
                </div>
              )}
            </>
          );
        }}
      </PerStage>
      {!ready && !skipped && (
        <p className="quiet small">
          {t("wizard.topicFirst")}{" "}
          <button type="button" className="link" onClick={() => setSkipped(true)}>
            {t("wizard.skipTopics")}
          </button>
        </p>
      )}
    </>
  );
}
