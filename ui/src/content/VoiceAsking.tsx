import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useWords } from "../app/words";
import { answer, ask, type Voice, type VoiceAsked } from "../api/voices";
import { Tick } from "./Tick";

/** The ways to a permission: a page where the person says it, or what they said another way. */
export function VoiceAsking({ voice }: { voice: Voice }) {
  const { t } = useWords();
  const client = useQueryClient();
  const told = () => client.invalidateQueries({ queryKey: ["voices"] });
  const [writing, write] = useState(false);
  const asking = useMutation({ mutationFn: () => ask(voice.id), onSettled: told });
  return (
    <div className="stack voice-asking">
      <div className="row">
        {voice.state !== "permitted" && (
          <Button size="compact-sm" variant={voice.state === "new" ? "filled" : "default"} loading={asking.isPending} onClick={() => asking.mutate()}>
            {t(voice.state === "asked" ? "voices.showLink" : "voices.ask")}
          </Button>
        )}
        <Button size="compact-sm" variant="default" aria-expanded={writing} onClick={() => write(!writing)}>
          {t("voices.write")}
        </Button>
      </div>
      {asking.error && <Failure error={asking.error} again={() => asking.mutate()} />}
      {asking.data && voice.state !== "permitted" && <Asked made={asking.data} />}
      {writing && (
        <Written
          voice={voice}
          done={() => {
            write(false);
            void told();
          }}
        />
      )}
    </div>
  );
}

/** The address to give to the person, by one's own mail or as one likes. */
function Asked({ made }: { made: VoiceAsked }) {
  const { t } = useWords();
  const mail = made.email && `mailto:${encodeURIComponent(made.email)}?subject=${encodeURIComponent(t("voices.mailSubject"))}&body=${encodeURIComponent(t("voices.mailBody", { url: made.url }))}`;
  return (
    <div className="stack">
      <p className="small" role="status">
        {t("voices.asked")}
      </p>
      <TextInput size="sm" label={t("voices.address")} readOnly value={made.url} onFocus={(event) => event.currentTarget.select()} />
      {made.here && <p className="small bad">{t("voices.onlyHere")}</p>}
      <div className="row">
        <CopyButton text={made.url} label={t("voices.copy")} />
        {mail && <a href={mail}>{t("voices.mail")}</a>}
      </div>
    </div>
  );
}

/** What the person said in a shop, by phone or in another service. */
function Written({ voice, done }: { voice: Voice; done: () => void }) {
  const { t } = useWords();
  const [source, setSource] = useState("");
  const [named, setNamed] = useState(false);
  const said = useMutation({ mutationFn: (given: boolean) => answer(voice.id, given, named ? "first_name" : "nobody", source.trim()), onSuccess: done });
  const ready = source.trim() !== "" && !said.isPending;
  return (
    <form className="stack" aria-label={t("voices.write")} onSubmit={(event) => event.preventDefault()}>
      <TextInput size="sm" label={t("voices.where")} description={t("voices.whereWhat")} maxLength={200} required value={source} onChange={(event) => setSource(event.currentTarget.value)} />
      {voice.first_name !== null && <Tick label={t("voices.named", { name: voice.first_name })} checked={named} change={setNamed} />}
      {said.error && <Failure error={said.error} />}
      <div className="row">
        <Button size="compact-sm" type="button" disabled={!ready} onClick={() => said.mutate(true)}>
          {t("voices.yes")}
        </Button>
        <Button size="compact-sm" type="button" variant="default" disabled={!ready} onClick={() => said.mutate(false)}>
          {t("voices.no")}
        </Button>
      </div>
    </form>
  );
}
