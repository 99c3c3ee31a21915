import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../app/words";
import { useLiveEvents } from "./useLiveEvents";

/** The last events as they arrive; the reader may hold them still. */
export function LiveEvents() {
  const { t, dateTime, clock } = useWords();
  const [paused, setPaused] = useState(false);
  const { events, line } = useLiveEvents(paused);
  // When an event arrived is known of those that came while the server ran.
  const timed = events?.some(({ received }) => received !== null);
  return (
    <section className="card stack" aria-labelledby="live-heading">
      <div className="row spread">
        <h2 id="live-heading">{t("live.heading")}</h2>
        <div className="row">
          <span className={`line line-${line} small`}>{t(`live.${line}`)}</span>
          <Button variant="default" size="sm" onClick={() => setPaused(!paused)}>
            {t(paused ? "live.resume" : "live.pause")}
          </Button>
        </div>
      </div>
      {!events || events.length === 0 ? (
        <p className="quiet">{t(events ? "live.none" : "app.loading")}</p>
      ) : (
        <div className="scroll live-scroll" role="group" aria-labelledby="live-heading" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                {timed && <th scope="col">{t("live.received")}</th>}
                <th scope="col">{t("field.event")}</th>
                <th scope="col">{t("field.person")}</th>
                <th scope="col">{t("live.source")}</th>
                <th scope="col">{t("live.happened")}</th>
              </tr>
            </thead>
            <tbody>
              {events.map((row) => (
                <tr key={row.seq}>
                  {timed && <td className="number">{clock(row.received)}</td>}
                  <td>{row.event}</td>
                  <td className="who">
                    <Link to="/people/$person" params={{ person: row.person }}>
                      {row.id}
                    </Link>
                  </td>
                  <td>{row.source}</td>
                  <td className="number">{dateTime(row.ts)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
