import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import { session } from "../api/queries";
import type { Session } from "../api/types";
import { LoginForm } from "./LoginForm";
import { useWords } from "./words";

/** The session ended while the reader was in the middle of something: signing in again leaves it all as it was. */
export function ExpiredLogin({ before }: { before: Session }) {
  const { t } = useWords();
  const client = useQueryClient();
  const done = async () => {
    const now = await call<Session>("GET", "/api/session");
    if (now.user !== before.user) location.replace("/"); // somebody else: nothing of the first one stays on screen
    client.setQueryData(session.queryKey, now);
    await client.invalidateQueries();
  };
  return (
    <Modal.Root opened onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title className="panel-title">{t("login.expired")}</Modal.Title>
        </Modal.Header>
        <Modal.Body className="stack">
          <p>{t("login.expiredWhat")}</p>
          <LoginForm done={() => void done()} />
          <p className="small quiet">
            {t("login.expiredMachine")} <code className="code">polku login</code>{" "}
            <button type="button" className="comment-link" onClick={() => void done()}>
              {t("login.expiredAgain")}
            </button>
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
