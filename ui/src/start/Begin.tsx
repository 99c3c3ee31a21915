import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { NoAnswer } from "../api/client";
import { session } from "../api/queries";
import { begin, start, type Kind } from "../api/start";
import { setLanguage } from "../locales/i18n";
import { Choices } from "./Choices";

const KINDS: Kind[] = ["b2b", "shop", "subscription"];
const LOOK_EVERY_MS = 700;

/** Language, kind of business, and whether to look at an example first. */
export function Begin() {
  const { t, language } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const owner = useQuery(session).data?.role === "owner";
  const [kind, setKind] = useState<Kind | null>(null);
  const [making, setMaking] = useState(false);
  const state = useQuery({ ...start, refetchInterval: making ? LOOK_EVERY_MS : false, retry: making ? false : 2 });
  const asked = useMutation({
    mutationFn: (how: "demo" | "own") => begin({ kind: kind!, language, begin: how }),
    onSuccess: ({ journey }) => {
      if (journey === null) setMaking(true);
      else void client.invalidateQueries().then(() => navigate({ to: "/start", search: { journey, step: "audience" } }));
    },
  });

  const skipping = useMutation({
    mutationFn: () => begin({ kind: kind ?? "shop", language, begin: "skip" }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["start"] }).then(() => navigate({ to: "/" })),
  });

  // The server is away for a moment while the example is moved in: what is there now is asked until it answers.
  const moved = making && !state.isError && state.data !== undefined && !state.data.empty;
  const failed = making && state.data?.state === "failed";
  useEffect(() => {
    if (moved) void client.resetQueries().then(() => navigate({ to: "/journey", search: { mode: "live" } }));
  }, [moved, client, navigate]);

  if (making && !failed) {
    return (
      <section className="card message" aria-busy="true">
        <h2>{t("begin.making")}</h2>
        <p role="status">{t(state.error instanceof NoAnswer ? "begin.movingIn" : "begin.makingWhat")}</p>
        <progress aria-label={t("begin.making")} />
      </section>
    );
  }
  return (
    <section className="card stack begin">
      <p className="quiet">{t("begin.what")}</p>
      <Choices
        label={t("begin.language")}
        value={language}
        choose={(code) => void setLanguage(code, true)}
        choices={[
          { value: "fi", name: "Suomi" },
          { value: "en", name: "English" },
        ]}
      />
      <Choices
        label={t("begin.kind")}
        value={kind}
        choose={setKind}
        choices={KINDS.map((each) => ({ value: each, name: t(`beginKind.${each}`), what: t(`beginKindWhat.${each}`) }))}
      />
      <fieldset className="plain-set stack">
        <legend className="choices-label">{t("begin.how")}</legend>
        {!owner && <p className="quiet">{t("begin.ownerOnly")}</p>}
        <div className="begin-ways">
          <div className="begin-way">
            <h3>{t("begin.example")}</h3>
            <p className="quiet small">{t(state.data && !state.data.empty ? "begin.exampleTaken" : kind === "subscription" ? "begin.exampleOfShop" : "begin.exampleWhat")}</p>
            <Button disabled={kind === null || !owner || !state.data?.empty} loading={asked.isPending && asked.variables === "demo"} onClick={() => asked.mutate("demo")}>
              {t("begin.openExample")}
            </Button>
          </div>
          <div className="begin-way">
            <h3>{t("begin.own")}</h3>
            <p className="quiet small">{t("begin.ownWhat")}</p>
            <Button variant="default" disabled={kind === null || !owner} loading={asked.isPending && asked.variables === "own"} onClick={() => asked.mutate("own")}>
              {t("begin.makeOwn")}
            </Button>
          </div>
        </div>
        {kind === null && <p className="quiet small">{t("begin.kindFirst")}</p>}
      </fieldset>
      {owner && (
        <p className="quiet small">
          <button type="button" className="link" onClick={() => skipping.mutate()}>
            {t("begin.skip")}
          </button>
        </p>
      )}
      {failed && <p className="problem">{t("begin.failed")}</p>}
      {asked.error && <Failure error={asked.error} />}
    </section>
  );
}
