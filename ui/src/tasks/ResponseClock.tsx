import { useEffect, useState } from "react";
import { useWords } from "../app/words";
import type { Task } from "../api/tasks";
import { clockOf } from "./clock";

/** How long there is to answer, or how long ago there was. */
export function ResponseClock({ of: task }: { of: Task }) {
  const { t, days, dateTime } = useWords();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const clock = clockOf(task, now);
  return (
    <span className="clock" data-says={clock.says} title={task.due ? dateTime(task.due) : undefined}>
      {clock.says === "none" && t("clock.none")}
      {clock.says === "left" && t("clock.left", { days: days(clock.days) })}
      {clock.says === "over" && t("clock.over", { days: days(clock.days) })}
      {clock.says === "answered" && t("clock.answered", { at: dateTime(clock.at) })}
    </span>
  );
}
