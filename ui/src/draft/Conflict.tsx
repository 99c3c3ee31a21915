import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { TextDraft } from "./useDraft";

const lines = (value: unknown): string[] => (typeof value === "string" && value ? value.split("\n") : []);

/** Somebody else saved first: what each of the two changed, in words where the server can tell, and the choice. */
export function Conflict({ draft }: { draft: TextDraft }) {
  const { t } = useWords();
  const told = draft.saved.problems?.[0]?.params ?? {};
  const who = typeof told.who === "string" ? told.who : "";
  const mine = lines(told.mine);
  const theirs = lines(told.theirs);
  return (
    <div className="conflict stack" role="alert">
      <p>{who ? t("saved.conflictBy", { who }) : t("saved.conflict")}</p>
      {(mine.length > 0 || theirs.length > 0) && (
        <div className="conflict-sides">
          <Side title={t("saved.mine")} of={mine} none={t("saved.noDifference")} />
          <Side title={t("saved.theirs")} of={theirs} none={t("saved.noDifference")} />
        </div>
      )}
      <p className="row">
        <Button size="compact-sm" variant="default" onClick={() => void draft.settle(false)}>
          {t("saved.takeTheirs")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void draft.settle(true)}>
          {t("saved.keepMine")}
        </Button>
      </p>
    </div>
  );
}

function Side({ title, of, none }: { title: string; of: string[]; none: string }) {
  return (
    <section>
      <h3 className="small">{title}</h3>
      {of.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <ul>
          {of.map((line, index) => (
            <li key={index} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
