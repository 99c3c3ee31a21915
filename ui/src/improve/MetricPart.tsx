import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { changeImprovement, checkMetric, type Improvement, type NewMetric } from "../api/improve";
import { MetricForm } from "./MetricForm";
import { useReading } from "./reading";

/** The metric that is to get better: where it began, what it says now, and whether that is more than chance. */
export function MetricPart({ item, edits }: { item: Improvement; edits: boolean }) {
  const { t, text, calendarDay, points } = useWords();
  const client = useQueryClient();
  const [choosing, setChoosing] = useState(false);
  const { whole, value } = useReading(item.metric);
  const open = item.state !== "done";
  const now = useQuery({ ...checkMetric(item.id), enabled: item.metric !== null && open });
  const setting = useMutation({
    mutationFn: (metric: NewMetric) => changeImprovement(item, { metric }),
    onSuccess: async () => {
      setChoosing(false);
      await Promise.all([
        client.invalidateQueries({ queryKey: ["improvements"] }),
        client.invalidateQueries({ queryKey: ["improvement-check", item.id] }),
      ]);
      announce(t("metric.set"));
    },
  });
  const metric = item.metric;
  const difference = (number: number | null) => (metric?.kind === "share" ? points(number, 1) : value(number));
  return (
    <section className="stack finish" aria-label={t("metric.heading")}>
      <h3>{t("metric.heading")}</h3>
      {metric === null ? (
        <p className="small">{t("metric.none")}</p>
      ) : (
        <dl className="metric">
          <dt>{t("metric.number")}</dt>
          <dd>{text(metric.title)}</dd>
          {!metric.against_zero && (
            <>
              <dt>{t("metric.baseline")}</dt>
              <dd className="number">
                {whole(metric.baseline)}
                <span className="under quiet small">{t("metric.before", { day: calendarDay(metric.since) })}</span>
              </dd>
            </>
          )}
          {now.data && (
            <>
              <dt>{t("metric.now")}</dt>
              <dd className="number">
                {whole(now.data.now)}
                <span className="under quiet small">{metric.against_zero ? t("metric.effect") : t("metric.after", { day: calendarDay(metric.since) })}</span>
              </dd>
              <dt>{t("metric.verdict")}</dt>
              <dd>
                <strong className={now.data.verdict === "better" ? "good" : now.data.verdict === "worse" ? "bad" : ""}>
                  {t(`metricVerdict.${now.data.verdict}`)}
                </strong>
                {now.data.difference.low !== null && now.data.difference.high !== null && (
                  <span className="under quiet small number">
                    {t("metric.difference", {
                      value: difference(now.data.difference.value),
                      low: difference(now.data.difference.low),
                      high: difference(now.data.difference.high),
                    })}
                  </span>
                )}
              </dd>
            </>
          )}
        </dl>
      )}
      {now.error && <Failure error={now.error} />}
      <p className="small quiet">{t("metric.rule")}</p>
      {edits && open && !choosing && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => setChoosing(true)}>
            {metric === null ? t("metric.choose") : t("metric.change")}
          </Button>
        </div>
      )}
      {choosing && (
        <MetricForm item={item} busy={setting.isPending} cancel={() => setChoosing(false)} choose={(chosen) => setting.mutate(chosen)} />
      )}
      {setting.error && <Failure error={setting.error} />}
    </section>
  );

}
