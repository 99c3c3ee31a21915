import { useEffect, useState, type ReactNode } from "react";

export interface PanelProps {
  title: string;
  close: () => void;
  children: ReactNode;
  /** Nearly the whole width: for what is written and seen side by side. */
  wide?: boolean;
}

/** Gives the focus back to where it was when the panel came. */
export function useReturningFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => (before instanceof HTMLElement ? before.focus() : undefined), [before]);
}
