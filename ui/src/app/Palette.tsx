import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { journeys } from "../api/journeys";
import { programmes } from "../api/programmes";
import { people } from "../api/queries";
import { reportMenu } from "../api/reports";
import { findReports } from "../metrics/findReports";
import { openDialog } from "./Keys";
import { matches } from "./matching";
import { SCREENS } from "./screens";
import { useWords } from "./words";
import "./palette.css";

interface Choice {
  id: string;
  name: string;
  kind: string;
  go: () => void;
}

/** What can be done from anywhere; `deed` in the words has their names. */
const DEEDS: { name: string; go: (navigate: ReturnType<typeof useNavigate>) => void }[] = [
  { name: "newJourney", go: (navigate) => void navigate({ to: "/journeys" }) },
  { name: "newProgramme", go: (navigate) => void navigate({ to: "/programmes", search: { begin: "any" } }) },
  { name: "setGoal", go: (navigate) => void navigate({ to: "/journey", search: { panel: "goal" } }) },
  { name: "review", go: (navigate) => void navigate({ to: "/improve", search: { tab: "review" } }) },
  { name: "idea", go: (navigate) => void navigate({ to: "/improve", search: { tab: "ideas" } }) },
  { name: "import", go: (navigate) => void navigate({ to: "/sources" }) },
  { name: "start", go: (navigate) => void navigate({ to: "/start", search: {} }) },
  { name: "shortcuts", go: () => openDialog("shortcuts") },
];

const SOON_MS = 25;
const TRIES = 40;

/** The dialog comes by a lazy file, a portal and a transition: ask for the focus until the field has it. */
function useFocusWhenShown(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    let tries = 0;
    const timer = setInterval(() => {
      field.current?.focus();
      tries += 1;
      if (tries >= TRIES || (field.current && document.activeElement === field.current)) clearInterval(timer);
    }, SOON_MS);
    return () => clearInterval(timer);
  }, [field]);
}

/** Screens, journeys, programmes, reports, people and deeds by typing a few letters. */
export function Palette({ close }: { close: () => void }) {
  const { t, language, text } = useWords();
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ ...people({ q: asked }), enabled: asked.length > 0 });

  const reports = useQuery({ ...reportMenu, enabled: asked.length > 0 });

  const drawn = useQuery({ ...journeys, enabled: asked.length > 0 });
  const cared = useQuery({ ...programmes, enabled: asked.length > 0 });

  const wanted = typed.trim();
  const among = <T,>(all: readonly T[] | undefined, said: (each: T) => string): T[] => (wanted ? (all ?? []).filter((each) => matches(said(each), wanted)).slice(0, 5) : []);
  const choices: Choice[] = [
    ...SCREENS.filter(({ name }) => matches(`${t(name)} ${t(`paletteAlso.${name.slice(4)}`)}`, wanted)).map(({ path, name }) => ({
      id: path,
      name: t(name),
      kind: t("palette.screen"),
      go: () => void navigate({ to: path }),
    })),
    ...among(drawn.data, ({ name, key }) => `${text(name)} ${key}`).map((journey) => ({
      id: `journey-${journey.key}`,
      name: text(journey.name),
      kind: t("palette.journey"),
      go: () => void navigate({ to: "/journey", search: { journey: journey.key } }),
    })),
    ...among(cared.data && [...cared.data.stages.flatMap((stage) => stage.programmes), ...cared.data.unbound], ({ name, key }) => `${text(name)} ${key}`).map((programme) => ({
      id: `programme-${programme.key}`,
      name: text(programme.name),
      kind: t("palette.programme"),
      go: () => void navigate({ to: "/programmes/$key", params: { key: programme.key } }),
    })),
    ...DEEDS.filter(({ name }) => wanted && matches(`${t(`deed.${name}`)} ${t(`deedAlso.${name}`)}`, wanted)).map(({ name, go }) => ({
      id: name,
      name: t(`deed.${name}`),
      kind: t("palette.deed"),
      go: () => go(navigate),
    })),
    ...(wanted ? findReports(reports.data ?? [], wanted, language) : []).slice(0, 6).map((report) => ({
      id: `report-${report.key}`,
      name: text(report.title),
      kind: t("palette.report"),
      go: () => void navigate({ to: "/metrics/$report", params: { report: report.key }, search: {} }),
    })),
    ...(asked ? (found.data?.people ?? []) : []).slice(0, 8).map((row) => ({
      id: row.person,
      name: row.name ? `${row.name} · ${row.id}` : row.id,
      kind: t("palette.person"),
      go: () => void navigate({ to: "/people/$person", params: { person: row.person } }),
    })),
  ];
  const current = Math.min(at, choices.length - 1);

  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    close();
    choice.go();
  };
  const field = useRef<HTMLInputElement>(null);
  useFocusWhenShown(field);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((current + 1) % Math.max(choices.length, 1));
    else if (event.key === "ArrowUp") setAt((current - 1 + choices.length) % Math.max(choices.length, 1));
    else if (event.key === "Enter") choose(choices[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal opened onClose={close} withCloseButton={false} padding="sm" yOffset="12vh" aria-label={t("palette.open")}>
      <input
        ref={field}
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={choices[current] ? `${list}-${current}` : undefined}
        aria-label={t("palette.open")}
        placeholder={t("palette.open")}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <ul className="plain palette-list" role="listbox" id={list} aria-label={t("palette.found")}>
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === current}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(choice)}
          >
            <span>{choice.name}</span>
            <span className="quiet small">{choice.kind}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && !found.isFetching && <p className="quiet palette-none">{t("palette.none")}</p>}
    </Modal>
  );
}
