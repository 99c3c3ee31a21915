import { Button, Progress } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type DragEvent } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { FileIcon } from "../app/icons";
import { useWords } from "../app/words";
import { upload } from "../api/client";

/** A place to drop a file, and a button that does the same. Nothing is imported yet. */
export function DropFile({ ready }: { ready: (id: string) => void }) {
  const { t, percent } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState(0);
  const sending = useMutation({
    mutationFn: (file: File) => upload<{ id: string | number }>("/api/imports", file, setSent),
    onSuccess: ({ id }) => {
      announce(t("import.received"));
      ready(String(id));
    },
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) sending.mutate(file);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section className="card stack" aria-labelledby="drop-heading">
      <h2 id="drop-heading">{t("import.heading")}</h2>
      <div
        className={over ? "drop drop-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
      >
        <FileIcon size={32} />
        <p>{t("import.drop")}</p>
        <p className="quiet small">{t("import.kinds")}</p>
        <input
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          aria-label={t("import.choose")}
          accept=".csv,.tsv,.txt,.parquet,.jsonl,.ndjson,.json"
          onChange={(event) => take(event.currentTarget.files)}
        />
        <Button loading={sending.isPending} onClick={() => input.current?.click()}>
          {t("import.choose")}
        </Button>
      </div>
      {sending.isPending && (
        <Progress.Root size="lg" aria-label={t("import.sending")}>
          <Progress.Section value={sent * 100} aria-valuetext={percent(sent, 0)} aria-label={t("import.sending")} />
        </Progress.Root>
      )}
      {sending.error && <Failure error={sending.error} />}
    </section>
  );
}
