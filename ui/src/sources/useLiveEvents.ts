import { useEffect, useRef, useState } from "react";
import { call, query } from "../api/client";
import type { EventRow } from "../api/types";
import { arrived, KEPT } from "./eventStream";

export type Line = "live" | "polling" | "paused";

/** Events as the server tells of them; asks every three seconds where the stream does not get through. */
export function useLiveEvents(paused: boolean): { events: EventRow[] | null; line: Line } {
  const [events, setEvents] = useState<EventRow[] | null>(null);
  const [streaming, setStreaming] = useState(true);
  const last = useRef(0);

  useEffect(() => {
    if (paused) return;
    let stop = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const add = (rows: EventRow[]) => {
      for (const { seq } of rows) last.current = Math.max(last.current, seq);
      if (!stop) setEvents((known) => arrived(known ?? [], rows));
    };
    const ask = async () => {
      const answer = await call<{ events: EventRow[] }>(
        "GET",
        `/api/events/recent${query({ limit: KEPT, after: last.current || undefined })}`,
      );
      add(answer.events);
    };
    const poll = async () => {
      await ask().catch(() => undefined);
      if (!stop) timer = setTimeout(() => void poll(), 3000);
    };

    void ask().catch(() => undefined);
    const source = new EventSource("/api/events/live");
    source.addEventListener("open", () => setStreaming(true));
    source.addEventListener("events", (event) => add(JSON.parse((event as MessageEvent<string>).data) as EventRow[]));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setStreaming(false);
      void poll();
    });
    return () => {
      stop = true;
      source.close();
      clearTimeout(timer);
    };
  }, [paused]);

  return { events, line: paused ? "paused" : streaming ? "live" : "polling" };
}
