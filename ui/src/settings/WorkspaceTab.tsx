import { Switch } from "@mantine/core";
import { useState } from "react";
import { useOwns } from "../app/role";
import { useWords } from "../app/words";
import { ShareList } from "../team/ShareList";

/** The whole workspace as a file, and the links that are out. */
export function WorkspaceTab() {
  const { t } = useWords();
  const owns = useOwns();
  const [people, withPeople] = useState(false);
  return (
    <>
      {owns && (
        <section className="stack" aria-labelledby="export-heading">
          <h2 id="export-heading">{t("export.heading")}</h2>
          <p className="quiet">{t("export.what")}</p>
          <Switch label={t("export.people")} description={t("export.peopleWhat")} checked={people} onChange={(event) => withPeople(event.currentTarget.checked)} />
          <p>
            <a className="export-button" href={`/api/export${people ? "?people=true" : ""}`} download>
              {t("export.download")}
            </a>
          </p>
        </section>
      )}
      <section className="stack" aria-labelledby="shares-heading">
        <h2 id="shares-heading">{t("share.heading")}</h2>
        <p className="quiet">{t("share.where")}</p>
        <ShareList />
      </section>
    </>
  );
}
