import { useEffect, useRef, type ReactNode } from "react";
import { useWords } from "./words";
import "./screen.css";

interface Props {
  title: string;
  /** In place of the title, where it can be changed. */
  heading?: ReactNode;
  above?: ReactNode;
  /** What explains the title, beside it. */
  hint?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A screen: its heading, the page's title, and where focus lands when a reader comes from another screen. */
export function Screen({ title, heading: shown, above, hint, aside, children }: Props) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("app.title", { screen: title });
  }, [t, title]);
  useEffect(() => {
    if (document.body.dataset.moved) heading.current?.focus();
  }, []);
  return (
    <div className="screen stack">
      <header className="row spread">
        <div>
          {above && <p className="small">{above}</p>}
          <div className={hint ? "row title-row" : undefined}>
            <h1 ref={heading} tabIndex={-1}>
              {shown ?? title}
            </h1>
            {hint}
          </div>
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}
