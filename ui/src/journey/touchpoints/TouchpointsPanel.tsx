import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { reportOptions } from "../../api/reports";
import { MomentIcon, PlusIcon } from "../../app/icons";
import { useWords } from "../../app/words";
import type { Live } from "../../api/types";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { listed, pointsOf } from "../design/cells";
import { brief } from "../design/lines";
import { useMap } from "../design/MapContext";
import { deadEnds, eventOf, unbound, unseen, withPoint } from "./points";
import { PointFields } from "./PointFields";
import { PointMatrix } from "./PointMatrix";

interface Props {
  document: Mapping;
  channels: Map<string, LocalText>;
  data: Live | undefined;
  open: string | undefined;
  stage: string | undefined;
}

/** Every touchpoint: as a list to edit, or against the stages; and what is bound to nothing. */
export function TouchpointsPanel({ document, channels, data, open, stage }: Props) {
  const { t, text, counted } = useWords();
  const { actions, edits } = useMap();
  const [view, setView] = useState<"list" | "matrix">("list");
  const events = (useQuery(reportOptions).data?.events ?? []).map(({ value }) => value);
  const points = pointsOf(document);
  const used = new Set(points.map(eventOf));
  const free = events.filter((event) => !used.has(event));
  const loose = unbound(document);
  const waited = unseen(document, events);
  const dead = deadEnds(document);
  const name = (point: Mapping) => brief(text((point.name ?? point.key) as LocalText));
  const add = (called: string, more: Mapping = {}) => {
    const made = withPoint(actions.now(), called, more);
    actions.edit((now) => withPoint(now, called, more).document);
    actions.show("touchpoints", { open: made.key });
  };
  const chosen = points.find((point) => point.key === open);
  if (chosen) return <PointFields key={open} document={document} point={chosen} channels={channels} events={events} free={free} data={data} />;
  return (
    <div className="stack">
      <div className="row spread">
        <SegmentedControl
          size="sm"
          aria-label={t("points.view")}
          value={view}
          onChange={(next) => setView(next as typeof view)}
          data={[
            { value: "list", label: t("points.list") },
            { value: "matrix", label: t("points.matrix") },
          ]}
        />
        {edits && (
          <Button size="sm" variant="default" leftSection={<PlusIcon size={16} />} onClick={() => add(t("points.new"), stage ? { stages: [stage] } : {})}>
            {t("points.add")}
          </Button>
        )}
      </div>
      {points.length === 0 && <p className="quiet">{t("points.none")}</p>}
      {view === "matrix" ? (
        <PointMatrix document={document} />
      ) : (
        <ul className="plain point-list">
          {points.map((point) => (
            <li key={String(point.key)}>
              <button type="button" className="point-open" dir="auto" onClick={() => actions.show("touchpoints", { open: String(point.key) })}>
                {point.moment_of_truth === true && (
                  <span className="moment" title={t("journey.momentOfTruth")}>
                    <MomentIcon size={14} />
                    <span className="unseen">{t("journey.momentOfTruth")} </span>
                  </span>
                )}
                {name(point)}
              </button>
              <span className="small quiet">
                {[typeof point.channel === "string" ? text(channels.get(point.channel) ?? point.channel) : null, eventOf(point) || t("journey.unbound"), counted("points.stages", listed(point.stages).length)].filter(Boolean).join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
      <section className="stack">
        <h3>{t("question.onwards")}</h3>
        {dead.length === 0 ? <p className="quiet small">{t("points.noDeadEnds")}</p> : <Names points={dead} name={name} what={t("points.deadEnd")} />}
      </section>
      <section className="stack">
        <h3>{t("points.unboundPoints")}</h3>
        {loose.length === 0 ? <p className="quiet small">{t("points.allBound")}</p> : <Names points={loose} name={name} what={t("points.unboundWhat")} />}
      </section>
      {waited.length > 0 && (
        <section className="stack">
          <h3>{t("points.unseen")}</h3>
          <Names points={waited} name={name} what={t("points.unseenWhat")} />
        </section>
      )}
      <section className="stack">
        <h3>{t("points.unboundEvents")}</h3>
        {free.length === 0 ? (
          <p className="quiet small">{t(events.length === 0 ? "points.noEvents" : "points.allEvents")}</p>
        ) : (
          <ul className="plain point-list">
            {free.slice(0, 30).map((event) => (
              <li key={event} className="row spread">
                <span dir="auto">{event}</span>
                {edits && (
                  <Button size="compact-sm" variant="default" aria-label={t("points.makeOf", { event })} onClick={() => add(event, { event, ...(stage ? { stages: [stage] } : {}) })}>
                    {t("points.make")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Names({ points, name, what }: { points: Mapping[]; name: (point: Mapping) => string; what: string }) {
  const { actions } = useMap();
  return (
    <>
      <p className="small quiet">{what}</p>
      <ul className="plain marks">
        {points.map((point) => (
          <li key={String(point.key)}>
            <button type="button" className="gap-link" dir="auto" onClick={() => actions.show("touchpoints", { open: String(point.key) })}>
              {name(point)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
