import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { useMessageName } from "../programmes/useMessageName";
import type { ProgrammeMessage } from "../api/types";

/** A message of a person: sent, held until, or not sent with the reason. */
export function MessageEntry({ of: message }: { of: Omit<ProgrammeMessage, "at"> }) {
  const { t, dateTime } = useWords();
  const { state, channel, reason, programme, not_before } = message;
  const named = useMessageName(programme, message.node, message.intent);
  // A reason says the outcome itself: "Ei lähetetty: …".
  const told = reason && state !== "sent" ? reason : null;
  return (
    <div className="message-entry" data-state={state}>
      <p>
        <strong>{told ? told.what : t(`messageState.${state}`, { until: dateTime(not_before) })}</strong>{" "}
        <span>
          {channel ? t(`channel.${channel}`) : t(`kind.${message.kind}`)} · {named.message}
        </span>
      </p>
      {told && told.fix && <p className="small">{told.fix}</p>}
      {programme && (
        <p className="small quiet">
          {t("programme.named")}{" "}
          <Link to="/programmes/$key" params={{ key: programme }} search={{ step: message.node }}>
            {named.programme}
          </Link>
        </p>
      )}
    </div>
  );
}
