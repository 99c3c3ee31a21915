import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Answer, Failure } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { TongueControl } from "../draft/TongueControl";
import { close, outreachOne, remove, save, told } from "../api/outreach";
import type { OfferRow } from "../api/types";
import type { Tongue } from "../draft/localText";
import { SavedState } from "../draft/SavedState";
import { OfferFields } from "./OfferFields";
import { OfferPreview } from "./OfferPreview";
import { OfferVersions } from "./OfferVersions";
import { PublishPanel } from "./PublishPanel";
import { StateOf } from "./StateOf";
import { Tools } from "./Tools";
import { useOutreachDraft } from "./useOutreachDraft";
import "../people/people.css";
import "../programmes/programmes.css";
import "./outreach.css";

const route = getRouteApi("/content/offers/$key");

/** One offer: its draft, the page as somebody sees it, its versions and who saw which. */
export function OfferScreen() {
  const { t } = useWords();
  const { key } = route.useParams();
  const answer = useQuery(outreachOne("offer", key));
  if (answer.data) return <Opened key={key} page={answer.data} />;
  return (
    <Screen title={t("offers.one")} above={<Above />}>
      <Answer of={answer}>{() => null}</Answer>
    </Screen>
  );
}

function Above() {
  const { t } = useWords();
  return (
    <Link to="/content" search={{ tab: "offers" }}>
      {t("offers.heading")}
    </Link>
  );
}

function Opened({ page }: { page: OfferRow }) {
  const { t, text, textLang, language } = useWords();
  const edits = useEdits();
  const draft = useOutreachDraft("offer", page);
  const [tongue, setTongue] = useState<Tongue>(language);
  const [publishing, setPublishing] = useState(false);
  const others = page.problems.filter(({ level }) => level !== "hint"); // who keeps what stands beside the price
  return (
    <Screen
      title={text(page.name)}
      above={<Above />}
      aside={
        <div className="row programme-state" lang={textLang(page.name)}>
          <StateOf state={page.state} />
          {page.version !== null && <span className="quiet small">{t("outreach.version", { n: page.version })}</span>}
          {edits && <SavedState draft={draft} />}
        </div>
      }
    >
      {edits && <Tools draft={draft} publish={() => setPublishing(true)} more={<Ending page={page} />} />}
      <div className="outreach-page">
        <section className="card stack" aria-labelledby="offer-draft">
          <div className="row spread">
            <h2 id="offer-draft">{page.version === null ? t("outreach.draft") : page.draft_differs ? t("outreach.nextVersion", { n: page.version + 1 }) : t("outreach.sameAs", { n: page.version })}</h2>
            <TongueControl tongue={tongue} set={setTongue} />
          </div>
          {draft.document ? (
            <fieldset className="bare" disabled={!edits}>
              <OfferFields draft={draft} tongue={tongue} />
            </fieldset>
          ) : (
            <p>{t("outreach.unreadable")}</p>
          )}
        </section>
        <div className="stack">
          {others.length > 0 && (
            <section className="card" aria-label={t("outreach.problems")}>
              <Problems of={others} where={false} />
            </section>
          )}
          <OfferPreview page={page} tongue={tongue} />
        </div>
      </div>
      <OfferVersions page={page} />
      {publishing && <PublishPanel draft={draft} close={() => setPublishing(false)} />}
    </Screen>
  );
}

/** Taking it down: a live one is closed, a draft that was never published goes away; both can be taken back. */
export function Ending({ page, kind = "offer" }: { page: { key: string; state: string; version: number | null; body: string }; kind?: "offer" | "form" }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const closing = useMutation({ mutationFn: () => close(kind, page.key), onSuccess: (row) => told(client, kind, row) });
  const removing = useMutation({
    mutationFn: () => remove(kind, page.key),
    onSuccess: async () => {
      await navigate({ to: "/content", search: { tab: kind === "form" ? "forms" : "offers" } });
      void client.invalidateQueries({ queryKey: ["outreach", kind], exact: true });
      offerUndo(t("outreach.removed"), () => void save(kind, page.key, page.body, 0).then((row) => told(client, kind, row)));
    },
  });
  return (
    <>
      {page.state === "live" && (
        <Button variant="default" loading={closing.isPending} onClick={() => closing.mutate()}>
          {t("outreach.close")}
        </Button>
      )}
      {page.version === null && (
        <Button variant="default" loading={removing.isPending} onClick={() => removing.mutate()}>
          {t("outreach.removeDraft")}
        </Button>
      )}
      {(closing.error ?? removing.error) && <Failure error={closing.error ?? removing.error} />}
    </>
  );
}
