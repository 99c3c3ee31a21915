import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { fetchPanels } from "./Panel";
import { toggleRail, useShortcutsOn } from "./preferences";
import { SCREENS } from "./screens";

const loadPalette = () => import("./Palette");
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })));
const Shortcuts = lazy(() => import("./Shortcuts").then((m) => ({ default: m.Shortcuts })));

type Dialog = "palette" | "shortcuts";
const OPEN = "polku:dialog";

export function openDialog(name: Dialog): void {
  window.dispatchEvent(new CustomEvent<Dialog>(OPEN, { detail: name }));
}

/** True where letters are text: keys must not run away with them. */
function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keyboard shortcuts of the whole application and the two dialogs they open. */
export function Keys() {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const lettersOn = useShortcutsOn();
  const go = useRef(-Infinity);
  const navigate = useNavigate();

  useEffect(() => {
    // Fetched while nothing else is, so that the first letters after Ctrl K are not lost.
    const idle = setTimeout(() => void Promise.all([loadPalette(), fetchPanels()]).catch(() => undefined), 1500);
    return () => clearTimeout(idle);
  }, []);

  useEffect(() => {
    const opened = (event: Event) => setDialog((event as CustomEvent<Dialog>).detail);
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setDialog("palette");
        return;
      }
      if (!lettersOn || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
      if (event.key === "?") setDialog("shortcuts");
      // What is new on a screen is made by the button that its author marked.
      if (event.key === "n" && go.current === -Infinity) document.querySelector<HTMLElement>("main [data-new]")?.click();
      if (event.key === "[") toggleRail();
      if (event.key === "]") document.querySelector<HTMLElement>(".mantine-Drawer-close")?.click();
      const screen = SCREENS.find(({ key }) => key === event.key);
      // The second letter counts only within a second of the g.
      if (screen && event.timeStamp - go.current < 1000) {
        event.preventDefault();
        setDialog(null);
        void navigate({ to: screen.path });
      }
      go.current = event.key === "g" ? event.timeStamp : -Infinity;
    };
    window.addEventListener(OPEN, opened);
    window.addEventListener("keydown", pressed);
    return () => {
      window.removeEventListener(OPEN, opened);
      window.removeEventListener("keydown", pressed);
    };
  }, [lettersOn, navigate]);

  return (
    <Suspense>
      {dialog === "palette" && <Palette close={() => setDialog(null)} />}
      {dialog === "shortcuts" && <Shortcuts close={() => setDialog(null)} />}
    </Suspense>
  );
}
