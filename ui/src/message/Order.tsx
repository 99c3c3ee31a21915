import { useWords } from "../app/words";
import type { Json, Mapping } from "../draft/json";

const CHANNELS = ["email", "sms", "push"] as const;

/** Which channel is tried first, when there are several. One message is one intent: it goes out once. */
export function Order({ message, change }: { message: Mapping; change: (value: Json | undefined) => void }) {
  const { t } = useWords();
  const used = CHANNELS.filter((each) => message[each]);
  if (used.length < 2) return null;
  const given = (Array.isArray(message.channels) ? message.channels : []).filter((each) => used.some((other) => other === each)) as (typeof used)[number][];
  const order = [...given, ...used.filter((each) => !given.includes(each))];
  return (
    <fieldset className="days">
      <legend>{t("content.first")}</legend>
      {order.map((each) => (
        <label key={each}>
          <input type="radio" name="first-channel" checked={order[0] === each} onChange={() => change([each, ...order.filter((other) => other !== each)])} />
          {t(`channel.${each}`)}
        </label>
      ))}
      <p className="quiet small">{t("letter.order", { channels: order.map((each) => t(`channel.${each}`)).join(" → ") })}</p>
    </fieldset>
  );
}
