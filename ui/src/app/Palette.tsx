import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { people } from "../api/queries";
import { reportMenu } from "../api/reports";
import { findReports } from "../metrics/findReports";
import { SCREENS } from "./screens";
import { useWords } from "./words";
import "./palette.css";

interface Choice {
  id: string;
  name: string;
  kind: string;
  go: () => void;
}

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

/** Screens and people by typing a few letters. */
export function Palette({ close }: { close: () => void }) {
  const { t, language, text } = useWords();
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ ...people({ q: asked }), enabled: asked.length > 0 });

  const reports = useQuery({ ...reportMenu, enabled: asked.length > 0 });

  const wanted = typed.trim().toLowerCase();
  const choices: Choice[] = [
    ...SCREENS.filter(({ name }) => t(name).toLowerCase().includes(wanted)).map(({ path, name }) => ({
      id: path,
      name: t(name),
      kind: t("palette.screen"),
      go: () => void navigate({ to: path }),
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
