import { Drawer } from "@mantine/core";
import { DraftTrouble } from "../draft/DraftTrouble";
import { useReturningFocus, type PanelProps } from "./panelParts";
import { useWords } from "./words";

/* The head is presentational: a <header> outside main would be a second banner of the page. */

/** A panel from the right: details of what was pressed, without leaving the screen. */
export function SideDrawer({ title, close, children, wide = false }: PanelProps) {
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
        <Drawer.Body>
          <DraftTrouble />
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
