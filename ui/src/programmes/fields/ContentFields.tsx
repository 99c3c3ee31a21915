import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../app/words";
import type { Json } from "../../draft/json";
import { mapping, string, type FieldsProps } from "./Fields";
import { Order } from "../../message/Order";
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
      <p className="row">
        <Button size="compact-sm" renderRoot={(props) => <Link to="." search={(old: object) => ({ ...old, panel: "message" })} resetScroll={false} {...props} />}>
          {t("letter.open")}
        </Button>
        <span className="quiet small">{t("letter.openWhat")}</span>
      </p>
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
