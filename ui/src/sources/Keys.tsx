import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useWords } from "../app/words";
import { call } from "../api/client";
import { keys } from "../api/queries";
import type { NewKey } from "../api/types";
import { KeyRow } from "./KeyRow";

/** Write keys: one is shown whole only when it is made. */
export function Keys({
  mayChange,
  made,
  onMade,
}: {
  mayChange: boolean;
  made: NewKey | null;
  onMade: (key: NewKey) => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const answer = useQuery(keys);
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: () => call<NewKey>("POST", "/api/keys", { name: name.trim() }),
    onSuccess: (key) => {
      onMade(key);
      setName("");
      announce(t("keys.madeSaid", { name: key.name }));
      return client.invalidateQueries({ queryKey: keys.queryKey });
    },
  });
  return (
    <section className="card stack" aria-labelledby="keys-heading">
      <h2 id="keys-heading">{t("keys.heading")}</h2>
      <p className="quiet small">{t("keys.what")}</p>
      {mayChange && (
        <form
          className="row key-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) making.mutate();
          }}
        >
          <TextInput
            label={t("keys.name")}
            placeholder={t("keys.nameLike")}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={making.isPending} disabled={!name.trim()}>
            {t("keys.make")}
          </Button>
        </form>
      )}
      {making.error && <Failure error={making.error} />}
      {made && (
        <div className="made-key stack">
          <p>
            <strong>{t("keys.made", { name: made.name })}</strong> {t("keys.once")}
          </p>
          <div className="row">
            <code className="code" tabIndex={0}>
              {made.write_key}
            </code>
            <CopyButton text={made.write_key} label={t("keys.copy")} />
          </div>
        </div>
      )}
      <Answer of={answer}>
        {(found) =>
          found.length === 0 ? (
            <p className="quiet">{t("keys.none")}</p>
          ) : (
            <ul className="plain stack" style={{ gap: 0 }}>
              {found.map((key) => (
                <KeyRow key={key.id} of={key} mayChange={mayChange} />
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}
