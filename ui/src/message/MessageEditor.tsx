import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { SidePanel } from "../app/Panel";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { TongueControl } from "../draft/TongueControl";
import { preview } from "../api/programmes";
import { session } from "../api/queries";
import { cases } from "../api/writing";
import type { InventedPerson } from "../api/types";
import type { Whom } from "./invented";
import type { Spot } from "./spot";
import { put, type Json, type Mapping, type Path } from "../draft/json";
import { SavedState } from "../draft/SavedState";
import { spoken, written, type Tongue } from "../draft/localText";
import type { LocalText } from "../format/text";
import { find } from "../programmes/document";
import { mapping, string } from "../programmes/fields/Fields";
import type { ProgrammeSearch } from "../programmes/programmesSearch";
import type { Draft } from "../programmes/useDraft";
import { CheckList } from "./CheckList";
import { EmailFields, type Form } from "./EmailFields";
import { insertInto } from "./insertInto";
import { MessagePreview } from "./MessagePreview";
import { Order } from "./Order";
import { SmsLength } from "./SmsFields";
import { VariablePick } from "./VariablePick";
import "./message.css";

const CHANNELS = ["email", "sms", "push"] as const;
type Channel = (typeof CHANNELS)[number];
const TITLE = 50;
const BODY = 120;

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  close: () => void;
}

/** One message, in all its channels: written on the left, seen as somebody gets it on the right. */
export function MessageEditor({ draft, search, go, close }: Props) {
  const { t, text, language } = useWords();
  const line = draft.document && search.step ? find(draft.document, search.step) : undefined;
  const name = line?.step.name ? text(line.step.name as LocalText) : line ? t(`kind.${line.kind}`) : "";
  const [tongue, setTongue] = useState<Tongue>(language);
  if (!line || !draft.document || line.kind === "arm" || !["send", "survey", "offer"].includes(line.kind)) {
    return (
      <SidePanel title={t("letter.title")} close={close}>
        <p>{t("letter.noStep")}</p>
      </SidePanel>
    );
  }
  const change = (path: Path, value: Json | undefined, gesture = "") => {
    if (!draft.document) return;
    draft.change(put(draft.document, [...line.place.list, line.place.index, line.kind, ...path], value), [line.key, line.kind, ...path, gesture].join("/"));
  };
  return (
    <SidePanel title={`${t("letter.title")}: ${name}`} close={close} wide>
      <Opened
        key={line.key}
        draft={draft}
        step={line.key}
        kind={line.kind}
        message={mapping(line.step[line.kind])}
        person={search.person}
        pick={(person) => go({ person })}
        tongue={tongue}
        setTongue={setTongue}
        change={change}
      />
    </SidePanel>
  );
}

interface OpenedProps {
  draft: Draft;
  step: string;
  kind: string;
  message: Mapping;
  person: string | undefined;
  pick: (person: string) => void;
  tongue: Tongue;
  setTongue: (tongue: Tongue) => void;
  change: (path: Path, value: Json | undefined, gesture?: string) => void;
}

function Opened({ draft, step, kind, message, person, pick, tongue, setTongue, change }: OpenedProps) {
  const { t, counted } = useWords();
  const edits = useEdits();
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const [channel, setChannel] = useState<Channel>(() => CHANNELS.find((each) => message[each]) ?? "email");
  const [form, setForm] = useState<Form>("blocks");
  const [aim, setAim] = useState<{ line: number } | null>(null);
  const purpose = string(message.purpose) || string(draft.document?.purpose) || "marketing";
  const suggested = useQuery(cases(purpose)).data?.people;
  const chosen = person ?? suggested?.[0]?.person;
  // What is seen follows what is written, a moment later: typing never waits for it.
  const [body] = useDebouncedValue(draft.text, 400);
  const [made, setMade] = useState<InventedPerson | null>(null);
  const invented = made && { ...made, language: tongue };
  const invent = (next: InventedPerson | null) => {
    setMade(next);
    if (next?.language) setTongue(next.language);
  };
  const [described] = useDebouncedValue(made, 400);
  const whom: Whom | null = made ? { invented: { ...(described ?? made), language: tongue } } : chosen ? { person: chosen } : null;
  const asked = useQuery({ ...preview(draft.page.key, { ...(whom ?? { person: "" }), node: step, language: tongue, body }), enabled: whom !== null });
  const problems = draft.page.problems.filter(({ params }) => params.node === step && (params.language === undefined || params.language === tongue));
  const content = mapping(message[channel]);
  const used = message[channel] !== undefined && message[channel] !== null;
  const root = useRef<HTMLDivElement>(null);
  const field = useLastField(root);
  const set = (name: string, value: Json | undefined, gesture?: string) => change([channel, name], value, gesture);
  const said = (name: string) => written(content[name], tongue, home);
  const say = (name: string, value: string) => set(name, spoken(content[name], tongue, home, value));
  const show = ({ channel: at, part, line }: Spot, as: "blocks" | "source") => {
    setChannel(at);
    if (part === "body" && at === "email" && line !== null) {
      setForm(as);
      return setAim({ line });
    }
    if (part === "text" && at === "email") setForm("plain");
    setTimeout(() => root.current?.querySelector<HTMLElement>(`[data-part="${at}/${part}"]`)?.focus(), 60);
  };
  return (
    <div className="letter">
      <div className="stack letter-write" ref={root}>
        <div className="row spread">
          <SegmentedControl size="sm" aria-label={t("content.channel")} value={channel} onChange={(next) => setChannel(next as Channel)} data={CHANNELS.map((each) => ({ value: each, label: `${t(`channel.${each}`)}${message[each] ? " •" : ""}` }))} />
          <TongueControl tongue={tongue} set={setTongue} />
        </div>
        <div className="row spread">
          <SavedState draft={draft} />
          <span className="row">
            <Button size="compact-sm" variant="subtle" disabled={!draft.undo} onClick={() => draft.undo?.()}>
              {t("app.undo")}
            </Button>
            <Button size="compact-sm" variant="subtle" disabled={!draft.redo} onClick={() => draft.redo?.()}>
              {t("app.redo")}
            </Button>
          </span>
        </div>
        <fieldset className="plain-set stack" disabled={!edits}>
          {!used && (
            <p className="row">
              <span className="quiet">{t("content.unused")}</span>
              <Button size="compact-sm" variant="default" onClick={() => change([channel], {})}>
                {t("content.use")}
              </Button>
            </p>
          )}
          {used && <VariablePick offers={kind === "offer"} put={(liquid) => field.current && insertInto(field.current, liquid)} />}
          {used && channel === "email" && (
            <EmailFields content={content} tongue={tongue} home={home} form={form} setForm={setForm} aim={aim} offers={kind === "offer"} made={asked.data?.email?.text} change={set} />
          )}
          {used && channel === "sms" && (
            <>
              <Textarea data-part="sms/text" label={t("content.sms")} lang={tongue} autosize minRows={4} value={said("text")} onChange={(event) => say("text", event.currentTarget.value)} />
              <SmsLength written={said("text")} sent={body === draft.text ? asked.data?.sms?.text : undefined} />
            </>
          )}
          {used && channel === "push" && (
            <>
              <TextInput data-part="push/title" label={t("content.title")} lang={tongue} value={said("title")} description={counted("letter.pushTitle", [...said("title")].length, { most: TITLE })} onChange={(event) => say("title", event.currentTarget.value)} />
              <Textarea data-part="push/body" label={t("content.pushBody")} lang={tongue} autosize minRows={2} value={said("body")} description={counted("letter.pushBody", [...said("body")].length, { most: BODY })} onChange={(event) => say("body", event.currentTarget.value)} />
              <TextInput data-part="push/url" label={t("content.url")} type="url" value={string(content.url)} onChange={(event) => set("url", event.currentTarget.value || undefined)} />
            </>
          )}
          {used && CHANNELS.filter((each) => message[each]).length > 1 && (
            <div>
              <Button size="compact-sm" variant="default" onClick={() => change([channel], undefined)}>
                {t("content.remove")}
              </Button>
            </div>
          )}
          <Order message={message} change={(next) => change(["channels"], next)} />
          <details>
            <summary>{t("about.heading")}</summary>
            <div className="stack" style={{ paddingTop: "0.75rem" }}>
              <TextInput label={t("about.intent")} description={t("aboutWhat.intent")} value={string(message.intent)} onChange={(event) => change(["intent"], event.currentTarget.value.trim() || undefined)} />
              <NumberInput label={t("about.intent_days")} description={t("aboutWhat.intent_days")} min={1} value={typeof message.intent_days === "number" ? message.intent_days : ""} onChange={(value) => change(["intent_days"], typeof value === "number" ? value : undefined)} />
              <TextInput label={t("about.purpose")} description={t("aboutWhat.purpose")} value={string(message.purpose)} onChange={(event) => change(["purpose"], event.currentTarget.value.trim() || undefined)} />
            </div>
          </details>
        </fieldset>
        <CheckList of={problems} show={show} />
      </div>
      <MessagePreview draft={draft} step={step} tongue={tongue} person={chosen} pick={(next) => { invent(null); pick(next); }} invented={invented} invent={invent} whom={whom} suggested={suggested ?? []} asked={asked} />
    </div>
  );
}

/** The field that was written in last: where a variable goes. */
function useLastField(root: React.RefObject<HTMLElement | null>) {
  const field = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null);
  useEffect(() => {
    const element = root.current;
    const entered = ({ target }: FocusEvent) => {
      const written = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && ["text", "url"].includes(target.type));
      if (written && !target.closest(".variable-pick")) field.current = target;
    };
    element?.addEventListener("focusin", entered);
    return () => element?.removeEventListener("focusin", entered);
  }, [root]);
  return field;
}
