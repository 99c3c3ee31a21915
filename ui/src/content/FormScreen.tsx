import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { Hint } from "../app/Hint";
import { Problems } from "../app/Problems";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { TongueControl } from "../draft/TongueControl";
import { outreachOne } from "../api/outreach";
import type { FormRow } from "../api/types";
import type { Tongue } from "../draft/localText";
import { SavedState } from "../draft/SavedState";
import { FormEmbed } from "./FormEmbed";
import { FormFields } from "./FormFields";
import { Starts } from "./FormsTab";
import { Ending } from "./OfferScreen";
import { PageFrame } from "./PageFrame";
import { PublishPanel } from "./PublishPanel";
import { StateOf } from "./StateOf";
import { Tools } from "./Tools";
import { useOutreachDraft } from "./useOutreachDraft";
import "../people/people.css";
import "../programmes/programmes.css";
import "./outreach.css";

const route = getRouteApi("/content/forms/$key");

/** One form: what it asks and promises, its page as it will be, where it stands, and what came of it. */
export function FormScreen() {
  const { t } = useWords();
  const { key } = route.useParams();
  const answer = useQuery(outreachOne("form", key));
  if (answer.data) return <Opened key={key} page={answer.data} />;
  return (
    <Screen title={t("forms.one")} above={<Above />}>
      <Answer of={answer}>{() => null}</Answer>
    </Screen>
  );
}

function Above() {
  const { t } = useWords();
  return (
    <Link to="/content" search={{ tab: "forms" }}>
      {t("forms.heading")}
    </Link>
  );
}

function Opened({ page }: { page: FormRow }) {
  const { t, text, textLang, language } = useWords();
  const edits = useEdits();
  const draft = useOutreachDraft("form", page);
  const [tongue, setTongue] = useState<Tongue>(language);
  const [publishing, setPublishing] = useState(false);
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
      {edits && <Tools draft={draft} publish={() => setPublishing(true)} more={<Ending page={page} kind="form" />} />}
      <Numbers page={page} />
      <div className="outreach-page">
        <section className="card stack" aria-labelledby="form-draft">
          <div className="row spread">
            <h2 id="form-draft">{t("outreach.draft")}</h2>
            <TongueControl tongue={tongue} set={setTongue} />
          </div>
          {draft.document ? (
            <fieldset className="bare" disabled={!edits}>
              <FormFields draft={draft} tongue={tongue} />
            </fieldset>
          ) : (
            <p>{t("outreach.unreadable")}</p>
          )}
        </section>
        <div className="stack">
          {page.problems.length > 0 && (
            <section className="card" aria-label={t("outreach.problems")}>
              <Problems of={page.problems} where={false} />
            </section>
          )}
          <Preview page={page} tongue={tongue} />
          <FormEmbed page={page} draft={draft} edits={edits} />
        </div>
      </div>
      {publishing && <PublishPanel draft={draft} close={() => setPublishing(false)} />}
    </Screen>
  );
}

function Preview({ page, tongue }: { page: FormRow; tongue: Tongue }) {
  const { t } = useWords();
  const [which, setWhich] = useState<"form" | "thanks">("form");
  return (
    <section className="card stack" aria-labelledby="form-preview" style={{ gap: "0.75rem" }}>
      <div className="row spread">
        <h2 id="form-preview">{t("forms.preview")}</h2>
        <SegmentedControl
          size="sm"
          aria-label={t("forms.whichPage")}
          value={which}
          onChange={(value) => setWhich(value as typeof which)}
          data={[
            { value: "form", label: t("forms.pageForm") },
            { value: "thanks", label: t("forms.pageThanks") },
          ]}
        />
      </div>
      <PageFrame kind="form" of={page.key} edition={page.edition} tongue={tongue} thanks={which === "thanks"} />
    </section>
  );
}

/** What came of the form, and where people go on from it. */
function Numbers({ page }: { page: FormRow }) {
  const { t, number, percent, calendarDay } = useWords();
  return (
    <section className="card" aria-label={t("forms.numbers")}>
      <dl className="tiles form-tiles">
        <div>
          <dt className="quiet small">{t("forms.opened")}</dt>
          <dd className="number">{page.opened === null ? <Hint text={t("forms.openedUnknown")} label={t("forms.openedUnknown")}>–</Hint> : number(page.opened)}</dd>
          {page.opened !== null && <dd className="form-share quiet">{t("forms.openedWhat", { date: calendarDay(page.opened_since) })}</dd>}
        </div>
        <div>
          <dt className="quiet small">{t("forms.submitted")}</dt>
          <dd className="number">{number(page.submitted)}</dd>
          {page.opened !== null && page.submitted_since !== null && page.submitted_since <= page.opened && (
            <dd className="form-share quiet">{t("forms.ofOpened", { share: percent(page.submitted_since / page.opened) })}</dd>
          )}
        </div>
        <div>
          <dt className="quiet small">{t("forms.confirmed")}</dt>
          <dd className="number">{number(page.confirmed)}</dd>
          {page.submitted > 0 && <dd className="form-share quiet">{t("forms.ofSubmitted", { share: percent(page.confirmed / page.submitted) })}</dd>}
        </div>
        <div>
          <dt className="quiet small">{t("forms.downloaded")}</dt>
          <dd className="number">
            {page.downloaded === null ? <Hint text={t("forms.noAsset")} label={t("forms.noAsset")}>–</Hint> : number(page.downloaded)}
          </dd>
        </div>
        <div className="form-starts">
          <dt className="quiet small">{t("forms.starts")}</dt>
          <dd className="plain-text">
            <Starts of={page} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
