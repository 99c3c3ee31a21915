import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { ProgrammeMessage } from "../api/types";

/** A message of a person: sent, held until, or not sent with the reason. */
export function MessageEntry({ of: message }: { of: Omit<ProgrammeMessage, "at"> }) {
  const { t, dateTime } = useWords();
  const { state, channel, reason, programme, not_before } = message;
  return (
    <div className="message-entry" data-state={state}>
      <p>
        <strong>{t(`messageState.${state}`, { until: dateTime(not_before) })}</strong>{" "}
        <span>
          {channel ? t(`channel.${channel}`) : t(`kind.${message.kind}`)} · {message.intent}
        </span>
      </p>
      {reason && (state === "held" || state === "refused" || state === "failed" || state === "uncertain") && (
        <p className="small">
          {reason.what} {reason.fix}
        </p>
      )}
      {programme && (
        <p className="small quiet">
          {t("programme.named")}{" "}
          <Link to="/programmes/$key" params={{ key: programme }} search={{ step: message.node }}>
            {programme}
          </Link>
        </p>
      )}
    </div>
  );
}
