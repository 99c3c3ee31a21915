import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { call } from "../api/client";
import { figuresChanged, session } from "../api/queries";

/** Says that the people are made up, and removes them. There is no undo, so the button says what it does. */
export function DemoBanner() {
  const { t, counted } = useWords();
  const client = useQueryClient();
  const { data } = useQuery(session);
  const [sure, setSure] = useState(false);
  const removal = useMutation({
    mutationFn: () => call<{ events: number; people: number }>("DELETE", "/api/demo"),
    onSuccess: async (gone) => {
      announce(t("demo.gone", { events: counted("unit.events", gone.events), people: counted("unit.people", gone.people) }));
      await figuresChanged(client);
    },
  });
  const edits = useEdits();
  const navigate = useNavigate();
  const copying = useMutation({
    mutationFn: () => call<{ key: string }>("POST", "/api/journeys", { copy_of: "-", name: t("demo.ownName") }),
    onSuccess: async ({ key }) => {
      await client.invalidateQueries({ queryKey: ["journeys"] });
      await navigate({ to: "/start", search: { journey: key, step: "audience" } });
    },
  });
  if (!data?.demo) return null;
  return (
    <section className="demo" aria-label={t("demo.label")}>
      <p>{t(sure ? "demo.sure" : "demo.what")}</p>
      {edits && !sure && (
        <Button size="sm" loading={copying.isPending} onClick={() => copying.mutate()}>
          {t("checklist.copy")}
        </Button>
      )}
      {data.role === "owner" && (
        <div className="row">
          {sure ? (
            <>
              <Button color="red" size="sm" loading={removal.isPending} onClick={() => removal.mutate()}>
                {t("demo.remove")}
              </Button>
              <Button variant="default" size="sm" autoFocus onClick={() => setSure(false)}>
                {t("demo.keep")}
              </Button>
            </>
          ) : (
            <Button variant="default" size="sm" onClick={() => setSure(true)}>
              {t("demo.start")}
            </Button>
          )}
        </div>
      )}
      {(removal.error ?? copying.error) && <Failure error={(removal.error ?? copying.error)!} />}
    </section>
  );
}
