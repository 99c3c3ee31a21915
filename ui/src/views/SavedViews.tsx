import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import type { Search } from "../app/address";
import { announce } from "../app/announce";
import { Dialog } from "../app/Panel";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import "./views.css";
import { removeView, saveView, useViews } from "./savedViews";

/** The reader's own views of one part of the product, by how their path begins: a click brings the screen as it was. */
export function SavedViews({ of }: { of: string }) {
  const { t } = useWords();
  const views = useViews().filter(({ path }) => path.startsWith(of));
  const heading = useId();
  if (views.length === 0) return null;
  return (
    <section className="stack" aria-labelledby={heading}>
      <h2 id={heading}>{t("views.heading")}</h2>
      <ul className="plain view-list">
        {views.map((view) => (
          <li key={view.name} className="view-chip">
            <Link to={view.path as "/"} search={view.search as never}>
              {view.name}
            </Link>
            <button
              type="button"
              aria-label={t("views.remove", { name: view.name })}
              onClick={() => {
                removeView(view.name);
                offerUndo(t("views.removed", { name: view.name }), () => saveView(view));
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks for a name and keeps what is on screen under it. */
export function SaveView({ path, search, title }: { path: string; search: Search; title: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const close = () => setOpen(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        onClick={() => {
          setName(title);
          setOpen(true);
        }}
      >
        {t("views.save")}
      </Button>
      {open && (
        <Dialog title={t("views.save")} close={close}>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (!name.trim()) return;
              saveView({ name: name.trim(), path, search });
              announce(t("views.saved", { name: name.trim() }));
              close();
            }}
          >
            <TextInput label={t("views.name")} description={t("views.where")} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus maxLength={100} />
            <div className="row">
              <Button type="submit" disabled={!name.trim()}>
                {t("views.ok")}
              </Button>
              <Button variant="default" onClick={close}>
                {t("app.cancel")}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
