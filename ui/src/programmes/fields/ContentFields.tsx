import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../app/words";
import type { Json, Mapping } from "../../draft/json";
import { mapping, string, type FieldsProps } from "./Fields";
import { Spoken } from "../../draft/Spoken";

const CHANNELS = ["email", "sms", "push"] as const;
type Channel = (typeof CHANNELS)[number];
const VARIABLE = { fi: '{{ person.first_name | default: "hei" }}', en: '{{ person.first_name | default: "hello" }}' };
const STARTS: Record<Channel, Json> = { email: {}, sms: {}, push: {} };

/** What is said in each channel. `kind` is the word of the step it stands under. */
export function ContentFields({ kind, value, tongue, home, change }: FieldsProps & { kind: "send" | "survey" | "offer" }) {
  const { t } = useWords();
  const message = mapping(value);
  const [channel, setChannel] = useState<Channel>(() => CHANNELS.find((each) => message[each]) ?? "email");
  const content = mapping(message[channel]);
  const used = message[channel] !== undefined && message[channel] !== null;
  const field = (name: string, label: string, lines?: number, description?: string) => (
    <Spoken
      label={label}
      description={description}
      value={content[name]}
      tongue={tongue}
      home={home}
      lines={lines}
      change={(next) => change([kind, channel, name], next === "" ? undefined : next)}
    />
  );
  return (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t("content.channel")}
        value={channel}
        onChange={(next) => setChannel(next as Channel)}
        data={CHANNELS.map((each) => ({ value: each, label: `${t(`channel.${each}`)}${message[each] ? " •" : ""}` }))}
      />
      {!used && (
        <p className="row">
          <span className="quiet">{t("content.unused")}</span>
          <Button size="compact-sm" variant="default" onClick={() => change([kind, channel], STARTS[channel])}>
            {t("content.use")}
          </Button>
        </p>
      )}
      {used && channel === "email" && (
        <>
          {field("subject", t("content.subject"))}
          {field("preheader", t("content.preheader"), undefined, t("content.preheaderWhat"))}
          {field("body", t("content.body"), 14, t("content.bodyWhat", { example: VARIABLE[tongue] }))}
        </>
      )}
      {used && channel === "sms" && field("text", t("content.sms"), 4)}
      {used && channel === "push" && (
        <>
          {field("title", t("content.title"))}
          {field("body", t("content.pushBody"), 3)}
          <TextInput label={t("content.url")} type="url" value={string(content.url)} onChange={(event) => change([kind, channel, "url"], event.currentTarget.value || undefined)} />
        </>
      )}
      {used && CHANNELS.filter((each) => message[each]).length > 1 && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => change([kind, channel], undefined)}>
            {t("content.remove")}
          </Button>
        </div>
      )}
      <Order message={message} change={(next) => change([kind, "channels"], next)} />
    </>
  );
}

/** Which channel is tried first, when there are several. */
function Order({ message, change }: { message: Mapping; change: (value: Json | undefined) => void }) {
  const { t } = useWords();
  const used = CHANNELS.filter((each) => message[each]);
  if (used.length < 2) return null;
  const given = (Array.isArray(message.channels) ? message.channels : []).filter((each) => used.includes(each as Channel)) as Channel[];
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
    </fieldset>
  );
}
