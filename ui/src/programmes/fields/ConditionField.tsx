import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Problems } from "../../app/Problems";
import { useWords } from "../../app/words";
import { counting } from "../../api/segments";
import type { Json } from "../../draft/json";
import { Builder } from "../../segments/Builder";
import { finished, read, type Built } from "../../segments/segmentForm";
import { YamlField } from "./YamlField";

interface Props {
  label: string;
  value: Json | undefined;
  change: (value: Json | undefined) => void;
}

const said = (value: Json | undefined) => JSON.stringify(value ?? null);

/** A condition of people as rows or as YAML, with what it says in words and how many meet it now. */
export function ConditionField({ label, value, change }: Props) {
  const { t } = useWords();
  const [built, setBuilt] = useState<Built | null>(() => read(value));
  const [way, setWay] = useState<"form" | "yaml">(built ? "form" : "yaml");
  const mine = useRef(said(value));
  useEffect(() => {
    // A change from elsewhere (undo, the source view) is shown; rows that are still being written are left.
    if (said(value) === mine.current) return;
    mine.current = said(value);
    setBuilt(read(value));
  }, [value]);
  const tell = (next: Json | undefined) => {
    mine.current = said(next);
    change(next);
  };
  return (
    <fieldset className="plain-set stack" style={{ gap: "0.5rem" }}>
      <legend className="row spread condition-legend">
        <strong>{label}</strong>
        <SegmentedControl
          size="xs"
          aria-label={t("segments.way")}
          value={way}
          onChange={(next) => setWay(next as typeof way)}
          data={[
            { value: "form", label: t("segments.builder") },
            { value: "yaml", label: "YAML" },
          ]}
        />
      </legend>
      {way === "yaml" ? (
        <YamlField
          label={label}
          description={t("condition.like")}
          value={value}
          change={(next) => {
            setBuilt(read(next));
            tell(next);
          }}
          rows={4}
        />
      ) : built ? (
        <Builder
          built={built}
          change={(next) => {
            setBuilt(next);
            tell(finished(next));
          }}
        />
      ) : (
        <p className="quiet small">{t("segments.tooRich")}</p>
      )}
      <Meets value={value} />
    </fieldset>
  );
}

function Meets({ value }: { value: Json | undefined }) {
  const { t, text, counted } = useWords();
  const [asked] = useDebouncedValue(value, 400);
  const empty = asked === undefined || asked === null || JSON.stringify(asked) === "{}";
  const answer = useQuery({ ...counting(asked ?? null), enabled: !empty });
  const found = empty ? undefined : answer.data;
  return (
    <div className="small" aria-live="polite">
      {empty && <span className="quiet">{t("condition.empty")}</span>}
      {found && found.problems.length > 0 && <Problems of={found.problems} />}
      {found && found.problems.length === 0 && (
        <span>
          {found.words && <>{text(found.words)} · </>}
          {found.people !== null && <strong>{counted("condition.meet", found.people)}</strong>}
        </span>
      )}
    </div>
  );
}
