import { NativeSelect, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useWords } from "../app/words";
import { join, split } from "./letterbox";
import { DaysSetting, NumberSetting, TextSetting, useSetting } from "./settingsForm";
import { TestMail } from "./TestMail";

function Part({ name, what, children }: { name: string; what?: string; children: ReactNode }) {
  return (
    <section className="card stack" aria-label={name}>
      <div>
        <h3>{name}</h3>
        {what && <p className="small quiet">{what}</p>}
      </div>
      {children}
    </section>
  );
}

export function CompanyPart() {
  const { t } = useWords();
  return (
    <Part name={t("firm.company")} what={t("firm.companyWhat")}>
      <TextSetting of="company/name" label={t("firm.companyName")} />
      <TextSetting of="company/address" label={t("firm.address")} how={t("firm.addressHow")} />
      <div className="team-fields">
        <TextSetting of="company/email" label={t("firm.email")} type="email" />
        <TextSetting of="company/phone" label={t("firm.phone")} type="tel" />
      </div>
      <TextSetting of="company/privacy_url" label={t("firm.privacy")} how={t("firm.privacyHow")} type="url" />
    </Part>
  );
}

export function MailPart({ host, unsaved }: { host: string; unsaved: boolean }) {
  const { t } = useWords();
  const { value, set, shown } = useSetting("email/sender");
  const [parts, write] = useState(() => split(String(value)));
  const change = (next: typeof parts) => {
    write(next);
    set(join(next));
  };
  return (
    <Part name={t("firm.sender")} what={t("firm.senderWhat")}>
      <div className="team-fields">
        <TextInput label={t("firm.senderName")} value={parts.name} onChange={(event) => change({ ...parts, name: event.currentTarget.value })} />
        <TextInput {...shown} type="email" label={t("firm.senderAddress")} value={parts.address} onChange={(event) => change({ ...parts, address: event.currentTarget.value })} />
      </div>
      <TextSetting of="email/reply_to" label={t("firm.replyTo")} how={t("firm.replyToWhat")} type="email" />
      <p className="small anywhere">
        {host ? t("firm.server", { host }) : t("firm.noServer")} <span className="quiet">{t("firm.serverHow")}</span>
      </p>
      {host && <TestMail unsaved={unsaved} />}
    </Part>
  );
}

export function PublicPart() {
  const { t } = useWords();
  return (
    <Part name={t("firm.public")} what={t("firm.publicWhat")}>
      <TextSetting of="public/url" label={t("firm.url")} how={t("firm.urlHow")} type="url" empty={null} />
    </Part>
  );
}

export function QuietPart() {
  const { t } = useWords();
  return (
    <Part name={t("firm.quiet")} what={t("firm.quietWhat")}>
      <div className="team-fields">
        <TextSetting of="policy/quiet_from" label={t("firm.quietFrom")} type="time" />
        <TextSetting of="policy/quiet_to" label={t("firm.quietTo")} type="time" />
      </div>
      <div className="team-fields">
        <NumberSetting of="policy/most_per_day" label={t("firm.perDay")} how={t("firm.perWhat")} />
        <NumberSetting of="policy/most_per_week" label={t("firm.perWeek")} how={t("firm.perWhat")} />
      </div>
    </Part>
  );
}

export function HoursPart() {
  const { t } = useWords();
  const { value, set, shown } = useSetting("hours/holidays");
  const code = String(value);
  const others = code && code !== "FI" ? [{ value: code, label: code }] : [];
  return (
    <Part name={t("firm.hours")} what={t("firm.hoursWhat")}>
      <DaysSetting of="hours/days" label={t("firm.days")} />
      <div className="team-fields">
        <TextSetting of="hours/open" label={t("firm.open")} type="time" />
        <TextSetting of="hours/close" label={t("firm.close")} type="time" />
        <NativeSelect
          {...shown}
          label={t("firm.holidays")}
          value={code}
          onChange={(event) => set(event.currentTarget.value)}
          data={[{ value: "FI", label: t("firm.finland") }, ...others, { value: "", label: t("firm.noHolidays") }]}
        />
      </div>
    </Part>
  );
}

export function NamePart() {
  const { t } = useWords();
  const language = useSetting("workspace/language");
  const zone = useSetting("workspace/timezone");
  const zones = Intl.supportedValuesOf("timeZone");
  const now = String(zone.value);
  return (
    <Part name={t("firm.workspace")}>
      <TextSetting of="workspace/name" label={t("firm.name")} />
      <div className="team-fields">
        <NativeSelect
          {...language.shown}
          label={t("firm.language")}
          value={String(language.value)}
          onChange={(event) => language.set(event.currentTarget.value)}
          data={[
            { value: "fi", label: "suomi" },
            { value: "en", label: "English" },
          ]}
        />
        <NativeSelect {...zone.shown} label={t("firm.zone")} value={now} onChange={(event) => zone.set(event.currentTarget.value)} data={zones.includes(now) ? zones : [now, ...zones]} />
      </div>
    </Part>
  );
}
