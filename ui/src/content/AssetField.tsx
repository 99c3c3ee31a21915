import { Button, NativeSelect, Progress, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { upload } from "../api/client";
import { files } from "../api/outreach";
import type { StoredFile } from "../api/types";
import { isMapping, type Mapping } from "../draft/json";
import type { Tongue } from "../draft/localText";
import { Spoken } from "../draft/Spoken";
import type { OutreachDraft } from "./useOutreachDraft";

interface Props {
  draft: OutreachDraft<"form">;
  document: Mapping;
  tongue: Tongue;
  home: Tongue;
}

/** What is promised: a file of the workspace, sent up here, or an address elsewhere. */
export function AssetField({ draft, document, tongue, home }: Props) {
  const { t, number } = useWords();
  const client = useQueryClient();
  const kept = useQuery(files);
  const input = useRef<HTMLInputElement>(null);
  const [going, setGoing] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tooLarge, setTooLarge] = useState<number | null>(null);
  const asset = isMapping(document.asset) ? document.asset : {};
  const file = typeof asset.file === "string" ? asset.file : "";
  const url = typeof asset.url === "string" ? asset.url : "";
  const { file: _f, url: _u, ...rest } = asset;
  const choose = (next: Mapping | undefined) => draft.set(["asset"], next);
  const limit = kept.data?.largest ?? 10 * 2 ** 20;
  const send = async (chosen: File) => {
    setError(null);
    setTooLarge(chosen.size > limit ? chosen.size : null);
    if (chosen.size > limit) return;
    setGoing(0);
    try {
      const done = await upload<StoredFile>("/api/files?use=asset", chosen, setGoing);
      choose({ ...rest, file: done.name });
      void client.invalidateQueries({ queryKey: files.queryKey });
    } catch (caught) {
      setError(caught);
    } finally {
      setGoing(null);
    }
  };
  const names = (kept.data?.files ?? []).filter(({ use }) => use === "asset").map(({ name }) => name);
  const megabytes = (bytes: number) => number(Math.ceil((bytes / 2 ** 20) * 10) / 10);
  return (
    <fieldset className="parts">
      <legend>{t("asset.heading")}</legend>
      <p className="quiet small">{t("asset.what", { limit: megabytes(limit) })}</p>
      <NativeSelect
        label={t("asset.file")}
        value={file}
        onChange={(event) => choose(event.currentTarget.value ? { ...rest, file: event.currentTarget.value } : undefined)}
        data={[{ value: "", label: t("asset.none") }, ...[...new Set([...names, ...(file ? [file] : [])])].map((name) => ({ value: name, label: name }))]}
      />
      <div className="row">
        <input
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label={t("asset.send")}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (chosen) void send(chosen);
          }}
        />
        <Button size="sm" variant="default" loading={going !== null} onClick={() => input.current?.click()}>
          {t("asset.send")}
        </Button>
      </div>
      {going !== null && <Progress value={going * 100} aria-label={t("asset.sending")} />}
      {tooLarge !== null && (
        <p className="bad" role="alert">
          {t("asset.tooLarge", { size: megabytes(tooLarge), limit: megabytes(limit) })}
        </p>
      )}
      {error !== null && <Failure error={error} />}
      <TextInput
        type="url"
        label={t("asset.url")}
        placeholder="https://"
        value={url}
        onChange={(event) => choose(event.currentTarget.value.trim() ? { ...rest, url: event.currentTarget.value.trim() } : undefined)}
      />
      {(file || url) && (
        <Spoken label={t("asset.name")} value={asset.name} tongue={tongue} home={home} change={(value) => draft.set(["asset", "name"], value === "" ? undefined : value)} />
      )}
    </fieldset>
  );
}
