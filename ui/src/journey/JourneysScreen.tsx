import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journeys } from "../api/journeys";
import type { JourneyRow } from "../api/types";
import { JourneyCard } from "./JourneyCard";
import { found, ORDERS, type Order } from "./journeyList";
import { NewJourney } from "./NewJourney";
import "./header.css";

/** The widest zoom: every journey with its goal and how well it is. */
export function JourneysScreen() {
  const { t, counted, text, language } = useWords();
  const edits = useEdits();
  const answer = useQuery(journeys);
  const [asked, ask] = useState("");
  const [order, sort] = useState<Order>("name");
  const [making, make] = useState<JourneyRow | true | null>(null);
  return (
    <Screen title={t("journeys.title")} aside={edits && <Button data-new onClick={() => make(true)}>{t("journeys.new")}</Button>}>
      <Answer of={answer}>
        {(all) => {
          const shown = found(all, asked, order, text, language);
          return (
            <>
              {all.length > 1 && (
                <div className="row journey-find" role="search">
                  <TextInput type="search" label={t("journeys.search")} value={asked} onChange={(event) => ask(event.currentTarget.value)} />
                  <NativeSelect
                    label={t("journeys.sort")}
                    value={order}
                    onChange={(event) => sort(ORDERS.find((each) => each === event.currentTarget.value) ?? "name")}
                    data={ORDERS.map((each) => ({ value: each, label: t(`journeys.order.${each}`) }))}
                  />
                  <span className="quiet small" role="status">
                    {counted("journeys.count", shown.length)}
                  </span>
                </div>
              )}
              {all.length === 1 && edits && <p className="quiet">{t("journeys.what")}</p>}
              {shown.length === 0 ? (
                <div className="card stack">
                  <p>{t("journeys.nothing")}</p>
                  <div>
                    <Button variant="default" onClick={() => ask("")}>
                      {t("journeys.clear")}
                    </Button>
                  </div>
                </div>
              ) : (
                <ul className="plain journey-cards">
                  {shown.map((row) => (
                    <JourneyCard key={row.key} of={row} copy={() => make(row)} />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </Answer>
      {making && <NewJourney from={making === true ? null : making} close={() => make(null)} />}
    </Screen>
  );
}
