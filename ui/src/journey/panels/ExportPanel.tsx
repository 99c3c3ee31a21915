import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Answer } from "../../app/Answer";
import { SidePanel } from "../../app/Panel";
import { useWords } from "../../app/words";
import { fileAddress, formats } from "../../api/exchange";
import type { JourneyDraft } from "../useJourneyDraft";

/** What is shown to others comes first, then what is worked on in tables, then what machines read. */
const ORDER = ["pptx", "xlsx", "png", "svg", "markdown", "csv"];
const place = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

/** The journey as a file: which formats there are, what each is for, and which can be read back. */
export function ExportPanel({ draft, close }: { draft: JourneyDraft; close: () => void }) {
  const { t, language } = useWords();
  const answer = useQuery(formats);
  const broken = draft.document === null || draft.page.problems.some(({ level }) => level === "error");
  return (
    <SidePanel title={t("exchange.title")} close={close}>
      <div className="stack">
        <p className="quiet">{t("exchange.what")}</p>
        {broken && <p className="problem">{t("exchange.broken")}</p>}
        <Answer of={answer}>
          {(all) => (
            <ul className="plain stack">
              {[...all].sort((a, b) => place(a.key) - place(b.key)).map((each) => (
                <li key={each.key} className="card row spread">
                  <span>
                    <strong>{t(`exchangeFormat.${each.key}`)}</strong> <code className="small">{each.suffix}</code>
                    <br />
                    <span className="quiet small">{t(`exchangeFor.${each.key}`)}</span>
                  </span>
                  <Button
                    size="sm"
                    variant="default"
                    component="a"
                    href={fileAddress(draft.page.key, each.key, language)}
                    download
                    data-disabled={broken || undefined}
                    aria-label={`${t("exchange.save")}: ${t(`exchangeFormat.${each.key}`)}`}
                    onClick={(event) => {
                      if (broken) event.preventDefault();
                      else void draft.flush();
                    }}
                  >
                    {t("exchange.save")}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Answer>
        <p className="quiet small">{t("exchange.pdf")}</p>
      </div>
    </SidePanel>
  );
}
