import { Drawer, Modal } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { useWords } from "./words";

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
  /** Nearly the whole width: for what is written and seen side by side. */
  wide?: boolean;
}

/** Gives the focus back to where it was when the panel came. */
function useReturningFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => (before instanceof HTMLElement ? before.focus() : undefined), [before]);
}

/* The head is presentational: a <header> outside main would be a second banner of the page. */

/** A panel from the right: details of what was pressed, without leaving the screen. */
export function SidePanel({ title, close, children, wide = false }: Props) {
  const { t } = useWords();
  useReturningFocus();
  return (
    <Drawer.Root opened onClose={close} position="right" size={wide ? "min(100vw, 94rem)" : "lg"}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header role="presentation">
          <Drawer.Title className="panel-title">{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("app.close")} />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** A dialog in the middle. */
export function Dialog({ title, close, children }: Omit<Props, "wide">) {
  const { t } = useWords();
  useReturningFocus();
  return (
    <Modal.Root opened onClose={close}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title className="panel-title">{title}</Modal.Title>
          <Modal.CloseButton aria-label={t("app.close")} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
