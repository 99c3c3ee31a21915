import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { segments } from "../../api/segments";
import { PlusIcon } from "../../app/icons";
import { useWords } from "../../app/words";
import { isMapping, put, type Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { LEVELS } from "../design/cells";
import { EvidenceIcon } from "../design/Evidence";
import { useMap } from "../design/MapContext";
import { keyFrom } from "../design/stages";
import { PersonaFields } from "./PersonaFields";
import { PersonaLive } from "./PersonaLive";

export const personasOf = (document: Mapping): Mapping[] => (Array.isArray(document.personas) ? document.personas.filter(isMapping) : []);

/** Whom the journey is drawn for: cards, and one of them to edit. */
export function PersonasPanel({ document, open, channels }: { document: Mapping; open: string | undefined; channels: Map<string, LocalText> }) {
  const { t, text, counted } = useWords();
  const { actions, edits } = useMap();
  const found = useQuery(segments).data;
  const personas = personasOf(document);
  const chosen = personas.find(({ key }) => key === open);
  if (chosen) return <PersonaFields key={open} document={document} persona={chosen} segments={found ?? []} channels={channels} />;
  const add = () => {
    const name = t("persona.new");
    const key = keyFrom(name, personas.map((each) => String(each.key)));
    actions.edit((now) => put(now, ["personas"], [...personasOf(now), { key, name }]));
    actions.show("personas", { open: key });
  };
  return (
    <div className="stack">
      {personas.length === 0 && <p className="quiet">{t("persona.none")}</p>}
      <ul className="plain persona-list">
        {personas.map((persona) => {
          const segment = found?.find(({ key }) => key === persona.segment);
          const level = LEVELS.find((each) => each === persona.evidence) ?? "assumption";
          const quote = isMapping(persona.quote) ? persona.quote : null;
          const line = (field: string) => persona[field] !== undefined && persona[field] !== null && text(persona[field] as LocalText);
          return (
            <li key={String(persona.key)} className="card stack persona-card">
              <div className="row spread">
                <button type="button" className="stage-open" dir="auto" onClick={() => actions.show("personas", { open: String(persona.key) })}>
                  {typeof persona.icon === "string" && <span aria-hidden="true">{persona.icon} </span>}
                  {text((persona.name ?? persona.key) as LocalText)}
                </button>
                <span className="evidence small" data-level={level}>
                  <EvidenceIcon level={level} /> {t(`evidence.${level}`)}
                </span>
              </div>
              {line("role") && <p className="small quiet" dir="auto">{line("role")}</p>}
              {line("goal") && <p dir="auto">{line("goal")}</p>}
              {quote && (
                <blockquote className="small" dir="auto">
                  {text(quote.text as LocalText)} {typeof quote.source === "string" && <cite className="quiet">– {quote.source}</cite>}
                </blockquote>
              )}
              {segment ? (
                <>
                  <Link to="/people/segments" search={{ segment: segment.key }}>
                    {counted("unit.people", segment.people)}
                  </Link>
                  <PersonaLive document={document} persona={String(persona.key)} segment={segment.key} />
                </>
              ) : (
                <p className="small quiet">{t(persona.segment ? "persona.segmentGone" : "persona.noSegment")}</p>
              )}
            </li>
          );
        })}
      </ul>
      {edits && (
        <div>
          <Button size="sm" variant="default" leftSection={<PlusIcon size={16} />} onClick={add}>
            {t("persona.add")}
          </Button>
        </div>
      )}
    </div>
  );
}
