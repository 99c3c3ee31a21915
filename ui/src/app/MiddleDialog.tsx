import { Modal } from "@mantine/core";
import { useReturningFocus, type PanelProps } from "./panelParts";
import { useWords } from "./words";

/** A dialog in the middle. */
export function MiddleDialog({ title, close, children }: Omit<PanelProps, "wide">) {
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
