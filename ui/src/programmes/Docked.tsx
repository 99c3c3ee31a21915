import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef, type ReactNode } from "react";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";

export const WIDE = "(min-width: 64rem)";

/** A panel beside the steps, which stay in sight and in use; on a narrow screen it covers them. */
export function Docked({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches);
  if (!wide)
    return (
      <SidePanel title={title} close={close}>
        {children}
      </SidePanel>
    );
  return (
    <Beside title={title} close={close}>
      {children}
    </Beside>
  );
}

function Beside({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const { t } = useWords();
  const box = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = body.current?.querySelector<HTMLElement>("input:not([type=radio]):not(:disabled), textarea:not(:disabled), select:not(:disabled)");
    (first ?? box.current)?.focus({ preventScroll: true });
    return () => {
      // The box that opened it may be drawn anew meanwhile: it is found again by its name.
      const inside = document.activeElement === document.body || box.current?.contains(document.activeElement);
      const again = before instanceof HTMLElement ? (before.isConnected ? before : document.getElementById(before.id)) : null;
      if (inside) again?.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const other = event.target instanceof Element ? event.target.closest("[role=dialog], .kinds") : null;
      if (event.key === "Escape" && !event.defaultPrevented && (!other || other === box.current)) close();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [close]);
  return (
    <aside ref={box} className="docked" role="dialog" aria-label={title} tabIndex={-1}>
      <div className="docked-head">
        <h2 className="panel-title">{title}</h2>
        <button type="button" className="docked-close" aria-label={t("app.close")} title={t("app.close")} onClick={close}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      <div ref={body}>{children}</div>
    </aside>
  );
}
